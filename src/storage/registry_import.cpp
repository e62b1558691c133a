// What the operator asks of the registry a row at a time: import, add and set.
#include "storage/registry_writer.hpp"

namespace mysigfox::storage {
namespace {

ImportedRow rejected(std::string reason)
{
    return {.verdict = ImportVerdict::rejected, .new_token = {}, .reason = std::move(reason)};
}

/// Why the row is not taken; empty if it is.
std::string objection(const ImportRow& row, const DeviceRow& before,
                      const std::optional<CustomerRow>& named)
{
    const bool has_owner = before.customer != kNobody;
    if (!row.email && !row.webhook_url.empty() && !has_owner) {
        return "a webhook_url needs an email, and none is given or on file";
    }
    if (row.email && has_owner && (!named || named->id != before.customer)) {
        return "the device has another email on file; `device transfer` gives it to somebody else";
    }
    return {};
}

}  // namespace

std::vector<ImportedRow> RegistryWriter::import(const std::vector<ImportRow>& rows, Timestamp now)
{
    std::vector<ImportedRow> results;
    results.reserve(rows.size());
    for (const ImportRow& row : rows) results.push_back(upsert(row, now));
    return results;
}

Result<Token> RegistryWriter::add(const ImportRow& row, Timestamp now)
{
    if (rows_.find(row.device)) {
        return make_error(Errc::conflict,
                          "device " + row.device.str() + " is in the registry already");
    }
    ImportRow complete = row;
    if (!complete.token) complete.token = Token::make();
    const ImportedRow made = upsert(complete, now);
    if (made.verdict == ImportVerdict::rejected) {
        return make_error(Errc::invalid_value, made.reason);
    }
    return *complete.token;
}

Result<ImportedRow> RegistryWriter::set(const ImportRow& row, Timestamp now)
{
    if (!rows_.find(row.device)) return not_in_registry(row.device);
    return upsert(row, now);
}

ImportedRow RegistryWriter::upsert(const ImportRow& row, Timestamp now)
{
    const auto found = rows_.find(row.device);
    const DeviceRow before = found.value_or(DeviceRow{.id = row.device});
    const auto customer = row.email ? rows_.find(*row.email) : rows_.find(before.customer);
    if (std::string reason = objection(row, before, customer); !reason.empty()) {
        return rejected(std::move(reason));
    }
    ImportedRow result{.verdict = ImportVerdict::created, .new_token = {}, .reason = {}};
    DeviceRow after = changed_by(row, before, customer, now);
    result.needs_claim = before.webhook == kNoWebhook && after.webhook != kNoWebhook;
    if (found) {
        const bool is_relearnt =
            customer && row.language.value_or(customer->language) != customer->language;
        const bool is_new = after != before || is_relearnt;
        result.verdict = is_new ? ImportVerdict::updated : ImportVerdict::unchanged;
        store(before, after, now);
        return result;
    }
    if (!row.token) {
        result.new_token = Token::make();
        after.token = hash(row.device, *result.new_token);
    }
    rows_.insert(after, now);
    return result;
}

DeviceRow RegistryWriter::changed_by(const ImportRow& row, const DeviceRow& before,
                                     const std::optional<CustomerRow>& customer, Timestamp now)
{
    DeviceRow after = before;
    if (row.token) after.token = hash(row.device, *row.token);
    if (row.email) {
        after.customer = settle(customer, *row.email, row.language, now);
    } else if (customer) {
        tell(*customer, row.language, now);
    }
    if (!row.webhook_url.empty()) {
        after.webhook = webhook_of(after.customer, row.webhook_url, now).id;
        after.owner_left = false;  // the operator registers it for him
    }
    if (row.pauses) after.is_paused = true;
    return after;
}

}  // namespace mysigfox::storage
