// The rules of the registry: the form, and devices that change hands.
#include "storage/registry_writer.hpp"

#include "storage/registry_schema.hpp"
#include "storage/schema.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace mysigfox::storage {
namespace {

Database open_registry_file(const std::filesystem::path& file)
{
    Database db = open_writer(file, Durability::full, kRegistrySchema);
    db.execute("PRAGMA foreign_keys = ON");
    db.execute("PRAGMA cache_size = -65536");  // KiB: an import touches the indexes at random
    return db;
}

/// The same words whatever is wrong, since they go to whoever tries.
Error not_together()
{
    return make_error(Errc::unauthorized, "device, token and e-mail do not belong together");
}

}  // namespace

Error not_in_registry(DeviceId device)
{
    return make_error(Errc::unknown_device, "device " + device.str() + " is not in the registry");
}

RegistryWriter::RegistryWriter(const std::filesystem::path& file, const SecretKey& key)
    : key_(key),
      db_(open_registry_file(file)),
      rows_(db_),
      fleet_(db_),
      keys_(db_),
      sign_ins_(db_),
      secrets_(key),
      headers_(key)
{
    give_missing_secrets();
}

Result<Enrolled> RegistryWriter::enroll(const Enrollment& enrollment, Timestamp now)
{
    const auto found = rows_.find(enrollment.device);
    const auto customer = rows_.find(enrollment.email);
    const TokenHash token = hash(enrollment.device, enrollment.token);
    // All of it is worked out whatever is wrong: the time taken shall not tell.
    const DeviceRow before = found.value_or(DeviceRow{.id = enrollment.device});
    const bool is_its_token = equals_in_constant_time(bytes_of(token), bytes_of(before.token));
    const bool is_its_email = enrollment.may_replace_email || before.customer == kNobody ||
                              (customer && customer->id == before.customer);
    if (!found || !is_its_token || !is_its_email) return not_together();

    DeviceRow after = before;
    after.customer = settle(customer, enrollment.email, enrollment.language, now);
    FoundWebhook webhook = webhook_of(after.customer, enrollment.webhook_url, now);
    after.webhook = webhook.id;
    after.owner_left = false;

    Enrolled changes = what_changes(before, after);
    changes.new_secret = std::move(webhook.new_secret);
    store(before, after, now);
    return changes;
}

Result<Token> RegistryWriter::renew_token(DeviceId device, Timestamp now)
{
    const auto before = rows_.find(device);
    if (!before) return not_in_registry(device);
    const Token token = Token::make();
    DeviceRow after = *before;
    after.token = hash(device, token);
    store(*before, after, now);
    return token;
}

Result<void> RegistryWriter::set_paused(DeviceId device, bool paused, Timestamp now)
{
    const auto before = rows_.find(device);
    if (!before) return not_in_registry(device);
    DeviceRow after = *before;
    after.is_paused = paused;
    store(*before, after, now);
    return {};
}

Result<std::vector<DeviceId>> RegistryWriter::resume(const std::vector<DeviceId>& devices,
                                                     Timestamp now)
{
    std::vector<DeviceId> resumed;
    for (const DeviceId device : devices) {
        const auto before = rows_.find(device);
        if (!before || !before->is_paused) continue;
        DeviceRow after = *before;
        after.is_paused = false;
        store(*before, after, now);
        resumed.push_back(device);
    }
    return resumed;
}

Result<Token> RegistryWriter::transfer(DeviceId device, const EmailAddress& to, Timestamp now)
{
    const auto before = rows_.find(device);
    if (!before) return not_in_registry(device);
    const Token token = Token::make();
    DeviceRow after = *before;
    after.token = hash(device, token);
    after.customer = settle(rows_.find(to), to, std::nullopt, now);
    after.webhook = kNoWebhook;
    after.owner_left = true;
    store(*before, after, now);
    return token;
}

Result<void> RegistryWriter::unregister(DeviceId device, Timestamp now)
{
    const auto before = rows_.find(device);
    if (!before) return not_in_registry(device);
    DeviceRow after = *before;
    after.customer = kNobody;
    after.webhook = kNoWebhook;
    after.owner_left = true;
    store(*before, after, now);
    return {};
}

Result<void> RegistryWriter::remove(DeviceId device)
{
    const auto before = rows_.find(device);
    if (!before) return not_in_registry(device);
    rows_.erase(device);
    rows_.drop_webhook_if_unused(*before);
    return {};
}

TokenHash RegistryWriter::hash(DeviceId device, const Token& token) const
{
    return token_hash(key_, device, token);
}

/// Asked before it is stored: afterwards the old webhook may be gone.
Enrolled RegistryWriter::what_changes(const DeviceRow& before, const DeviceRow& after) const
{
    Enrolled changes;
    changes.customer = after.customer;
    changes.webhook = after.webhook;
    changes.is_first = before.webhook == kNoWebhook;
    const std::string url = rows_.url_of(before);
    changes.url_changed = !changes.is_first && url != rows_.url_of(after);
    if (changes.url_changed) changes.previous_url = url;
    const auto previous = rows_.find(before.customer);
    changes.email_changed = previous && previous->id != after.customer;
    if (previous && changes.email_changed) changes.previous_email = previous->email;
    return changes;
}

CustomerId RegistryWriter::settle(const std::optional<CustomerRow>& known,
                                  const EmailAddress& email, std::optional<Language> language,
                                  Timestamp now)
{
    if (!known) return rows_.make_customer(email, language.value_or(Language::cs), now);
    tell(*known, language, now);
    return known->id;
}

void RegistryWriter::tell(const CustomerRow& customer, std::optional<Language> language,
                          Timestamp now)
{
    const Language wanted = language.value_or(customer.language);
    if (wanted != customer.language) rows_.set_language(customer.id, wanted, now);
}

void RegistryWriter::store(const DeviceRow& before, const DeviceRow& after, Timestamp now)
{
    if (after == before) return;
    if (after.webhook != before.webhook) rows_.remember_url(after.id);
    rows_.update(after, now);
    const bool has_new_holder = after.token != before.token || after.customer != before.customer ||
                                after.owner_left != before.owner_left;
    if (has_new_holder) {
        keys_.erase_of(after.id);
        sign_ins_.erase_of(after.id);
    }
    if (after.webhook != before.webhook) rows_.drop_webhook_if_unused(before);
}

}  // namespace mysigfox::storage
