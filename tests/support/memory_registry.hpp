// A registry and an outbox that are tables in memory, for one loop.
#pragma once

#include "mysigfox/storage/outbox.hpp"
#include "mysigfox/storage/registry.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace mysigfox::test {

/// Both sides of the registry over the same rows. Tokens it makes are all AAAAAAAAAA.
class MemoryRegistry final : public storage::Registry, public storage::RegistryReader {
public:
    std::map<DeviceId, storage::DeviceRecord> rows;
    std::optional<Error> failure;  ///< of every change

    Task<Result<storage::Enrolled>> enroll(storage::Enrollment form, Timestamp now) override
    {
        if (failure) co_return *failure;
        const auto row = rows.find(form.device);
        const bool is_known = row != rows.end() && form.token.reveal() == token().reveal();
        if (!is_known) co_return make_error(Errc::unauthorized, "wrong combination");
        storage::DeviceRecord& record = row->second;
        const bool has_other_email = !record.email.empty() && record.email != form.email.str();
        if (has_other_email && !form.may_replace_email) {
            co_return make_error(Errc::unauthorized, "wrong combination");
        }
        storage::Enrolled enrolled;
        enrolled.is_first = record.webhook_url.empty();
        enrolled.url_changed = !enrolled.is_first && record.webhook_url != form.webhook_url;
        enrolled.email_changed = has_other_email;
        if (has_other_email) enrolled.previous_email = record.email;
        const bool is_new_webhook = record.webhook_url != form.webhook_url || has_other_email;
        if (is_new_webhook) enrolled.new_secret = secret();
        record.email = form.email.str();
        record.webhook_url = form.webhook_url;
        record.language = form.language;
        record.changed = now;
        co_return enrolled;
    }

    Task<Result<std::vector<storage::ImportedRow>>> import(std::vector<storage::ImportRow> imported,
                                                           Timestamp now) override
    {
        if (failure) co_return *failure;
        std::vector<storage::ImportedRow> results;
        for (const storage::ImportRow& row : imported) results.push_back(put(row, now));
        co_return results;
    }

    Task<Result<Token>> add(storage::ImportRow row, Timestamp now) override
    {
        if (rows.contains(row.device)) co_return make_error(Errc::conflict, "it exists");
        put(row, now);
        co_return row.token.value_or(token());
    }

    Task<Result<Token>> renew_token(DeviceId device, Timestamp) override
    {
        if (!rows.contains(device)) co_return unknown(device);
        co_return token();
    }

    Task<Result<void>> set_paused(DeviceId device, bool paused, Timestamp) override
    {
        if (!rows.contains(device)) co_return unknown(device);
        rows[device].is_paused = paused;
        co_return Result<void>{};
    }

    Task<Result<std::vector<DeviceId>>> resume(std::vector<DeviceId> devices, Timestamp) override
    {
        if (failure) co_return *failure;
        std::vector<DeviceId> resumed;
        for (const DeviceId device : devices) {
            const auto row = rows.find(device);
            if (row == rows.end() || !std::exchange(row->second.is_paused, false)) continue;
            resumed.push_back(device);
        }
        co_return resumed;
    }

    Task<Result<storage::ImportedRow>> set(storage::ImportRow row, Timestamp now) override
    {
        if (!rows.contains(row.device)) co_return unknown(row.device);
        co_return put(row, now);
    }

    Task<Result<Token>> transfer(DeviceId device, EmailAddress to, Timestamp) override
    {
        if (!rows.contains(device)) co_return unknown(device);
        rows[device].email = to.str();
        co_return token();
    }

    Task<Result<void>> unregister(DeviceId device, Timestamp) override
    {
        if (!rows.contains(device)) co_return unknown(device);
        rows[device].owner_left = true;
        co_return Result<void>{};
    }

    Task<Result<void>> remove(DeviceId device) override
    {
        if (rows.erase(device) == 0) co_return unknown(device);
        co_return Result<void>{};
    }

    Task<Result<SigningSecret>> rotate_secret(CustomerId, WebhookId, Timestamp) override
    {
        if (failure) co_return *failure;
        co_return secret();
    }

    std::optional<storage::Ownership> ownership(DeviceId device) override
    {
        const auto row = rows.find(device);
        if (row == rows.end()) return std::nullopt;
        storage::Ownership ownership;
        if (!row->second.email.empty()) ownership.owner = CustomerId{1};
        if (!row->second.webhook_url.empty()) ownership.webhook = WebhookId{1};
        ownership.owner_left = row->second.owner_left;
        return ownership;
    }

    std::optional<storage::Target> target(DeviceId) override { return std::nullopt; }

    std::optional<storage::DeviceRecord> device(DeviceId id) override
    {
        const auto row = rows.find(id);
        if (row == rows.end()) return std::nullopt;
        return row->second;
    }

    std::optional<SigningSecrets> secrets(CustomerId, WebhookId) override { return std::nullopt; }

    std::vector<storage::DeviceRecord> devices(std::optional<DeviceId> after,
                                               std::size_t limit) override
    {
        std::vector<storage::DeviceRecord> page;
        auto row = after ? rows.upper_bound(*after) : rows.begin();
        for (; row != rows.end() && page.size() < limit; ++row) page.push_back(row->second);
        return page;
    }

    std::vector<UrlChange> url_history(DeviceId) override { return {}; }
    std::uint64_t count_devices() override { return rows.size(); }

    /// The one that every new webhook gets.
    static SigningSecret secret()
    {
        return *SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

private:
    static Token token() { return *Token::parse("AAAAAAAAAA"); }

    static Error unknown(DeviceId device)
    {
        return make_error(Errc::unknown_device, device.str() + " is not in the registry");
    }

    storage::ImportedRow put(const storage::ImportRow& row, Timestamp now)
    {
        using storage::ImportVerdict;
        const bool is_new = !rows.contains(row.device);
        storage::DeviceRecord& record = rows[row.device];
        record.id = row.device;
        if (is_new) record.created = now;
        if (row.email && !record.email.empty() && record.email != row.email->str()) {
            return {ImportVerdict::rejected, {}, "email: another one is on file", false};
        }
        const bool gets_url = record.webhook_url.empty() && !row.webhook_url.empty();
        const bool changes =
            gets_url || (row.email && record.email.empty()) || (row.pauses && !record.is_paused);
        if (row.email) record.email = row.email->str();
        if (!row.webhook_url.empty()) record.webhook_url = row.webhook_url;
        if (row.pauses) record.is_paused = true;
        if (is_new) return {ImportVerdict::created, token(), {}, gets_url};
        return {changes ? ImportVerdict::updated : ImportVerdict::unchanged, {}, {}, gets_url};
    }
};

/// An outbox that only remembers which devices were dropped, shows the unknown ones, and has so
/// many messages waiting as a test says.
class QuietOutbox final : public storage::Outbox, public storage::OutboxReader {
public:
    std::vector<DeviceId> dropped;
    std::vector<UnknownDevice> unknown;
    std::map<DeviceId, std::size_t> waiting;
    std::vector<storage::PendingDelivery> pending;
    std::vector<DeliveryId> not_sent;  ///< those that were dropped one by one

    Task<Result<void>> record(storage::DeliveryUpdate) override { co_return Result<void>{}; }
    Task<Result<void>> keep(storage::LaneState) override { co_return Result<void>{}; }
    Task<Result<void>> forget(WebhookId) override { co_return Result<void>{}; }
    std::vector<storage::LaneState> lane_states() override { return {}; }
    Task<Result<std::vector<storage::PendingDelivery>>> claim(DeviceId device, CustomerId,
                                                              Timestamp) override
    {
        std::vector<storage::PendingDelivery> claimed;
        claimed.resize(waiting[device]);
        waiting.erase(device);
        co_return claimed;
    }
    Task<Result<std::size_t>> drop_open(DeviceId device, Timestamp) override
    {
        dropped.push_back(device);
        co_return std::size_t{3};
    }
    Task<Result<std::size_t>> drop(std::vector<DeliveryId> ids, Timestamp) override
    {
        not_sent.insert(not_sent.end(), ids.begin(), ids.end());
        co_return ids.size();
    }
    void attempts_were_cut() noexcept override {}
    std::optional<storage::Delivery> find(DeliveryId) override { return std::nullopt; }
    std::optional<storage::Delivery> find_parked(DeliveryId) override { return std::nullopt; }
    void each_pending(const std::function<void(const storage::PendingDelivery&)>& visit) override
    {
        for (const storage::PendingDelivery& one : pending) visit(one);
    }
    std::vector<DeviceId> unclaimed_devices() override { return {}; }
    std::size_t count_unclaimed(DeviceId) override { return 7; }
    std::vector<UnknownDevice> unknown_devices(std::size_t limit) override
    {
        std::vector<UnknownDevice> shown = unknown;
        shown.resize(std::min(limit, shown.size()));
        return shown;
    }
    storage::OutboxReader::Totals totals() override { return {}; }
};

}  // namespace mysigfox::test
