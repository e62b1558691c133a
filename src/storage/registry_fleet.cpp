// What customers change themselves: all their devices at once, or one of them.
#include "storage/registry_writer.hpp"

#include <algorithm>
#include <set>

namespace mysigfox::storage {
namespace {

Error not_his(const Fleet& fleet)
{
    return make_error(Errc::unknown_device,
                      fleet.only ? "device " + fleet.only->str() + " is not this customer's"
                                 : "this customer has no devices");
}

Error not_his(WebhookId webhook)
{
    return make_error(Errc::not_found,
                      "webhook " + public_id(webhook) + " is not one of this customer's");
}

DeviceRow without_owner(DeviceRow device)
{
    device.customer = kNobody;
    device.webhook = kNoWebhook;
    device.owner_left = true;
    device.is_paused = false;
    return device;
}

}  // namespace

/// Those that are his at this moment.
std::vector<DeviceRow> RegistryWriter::rows_of(const Fleet& fleet) const
{
    std::vector<DeviceRow> rows;
    if (fleet.owner == kNobody) return rows;
    const auto add = [&](DeviceId device) {
        auto row = rows_.find(device);
        if (row && row->customer == fleet.owner && !row->owner_left) rows.push_back(*row);
    };
    if (fleet.only) {
        add(*fleet.only);
    } else {
        for (const DeviceId device : fleet_.devices_of(fleet.owner)) add(device);
    }
    return rows;
}

Result<std::vector<DeviceId>> RegistryWriter::pause(const Fleet& fleet, bool is_paused,
                                                    Timestamp now)
{
    const std::vector<DeviceRow> rows = rows_of(fleet);
    if (rows.empty()) return not_his(fleet);
    std::vector<DeviceId> changed;
    for (const DeviceRow& before : rows) {
        if (before.is_paused == is_paused) continue;
        DeviceRow after = before;
        after.is_paused = is_paused;
        store(before, after, now);
        changed.push_back(after.id);
    }
    return changed;
}

Result<Pointed> RegistryWriter::point(const Fleet& fleet, const std::string& url, Timestamp now)
{
    const std::vector<DeviceRow> rows = rows_of(fleet);
    if (rows.empty()) return not_his(fleet);
    const PayloadFormat format = fleet_.format_of({fleet.owner, rows.front().webhook});
    FoundWebhook webhook = webhook_of(fleet.owner, url, now);
    if (webhook.new_secret) fleet_.set_format({fleet.owner, webhook.id}, format, now);
    Pointed pointed;
    pointed.webhook = webhook.id;
    pointed.new_secret = std::move(webhook.new_secret);
    for (const DeviceRow& before : rows) {
        if (before.webhook == webhook.id) continue;
        if (pointed.devices.empty()) pointed.previous_url = rows_.url_of(before);
        DeviceRow after = before;
        after.webhook = webhook.id;
        store(before, after, now);
        pointed.devices.push_back(after.id);
    }
    return pointed;
}

Result<Readdressed> RegistryWriter::readdress(const Fleet& fleet, const EmailAddress& to,
                                              Timestamp now)
{
    const std::vector<DeviceRow> rows = rows_of(fleet);
    const auto before = rows_.find(fleet.owner);
    if (rows.empty() || !before) return not_his(fleet);
    Readdressed done;
    done.previous_email = before->email;
    done.language = before->language;
    const auto known = rows_.find(to);
    const bool is_all = !fleet.only || !fleet_.has_other_devices(fleet.owner, *fleet.only);
    const bool is_free = !known || known->id == fleet.owner;
    if (is_all && is_free) {
        fleet_.rename(fleet.owner, to, now);
        // By mail to the old address, that is.
        if (!known) sign_ins_.erase_of(fleet.owner);
        done.customer = fleet.owner;
    } else {
        done.customer = settle(known, to, before->language, now);
        done.has_moved = done.customer != fleet.owner;
        if (done.has_moved) move(rows, done.customer, now);
    }
    for (const DeviceRow& row : rows) done.devices.push_back(row.id);
    return done;
}

/// To another customer, with their URLs and formats.
void RegistryWriter::move(const std::vector<DeviceRow>& rows, CustomerId to, Timestamp now)
{
    for (const DeviceRow& before : rows) {
        DeviceRow after = before;
        after.customer = to;
        if (before.webhook != kNoWebhook) {
            const PayloadFormat format = fleet_.format_of({before.customer, before.webhook});
            const FoundWebhook webhook = webhook_of(to, rows_.url_of(before), now);
            if (webhook.new_secret) fleet_.set_format({to, webhook.id}, format, now);
            after.webhook = webhook.id;
        }
        store(before, after, now);
        fleet_.drop_customer_if_unused(before.customer);
    }
}

Result<Left> RegistryWriter::leave(const Fleet& fleet, Timestamp now)
{
    const std::vector<DeviceRow> rows = rows_of(fleet);
    if (rows.empty()) return not_his(fleet);
    Left left;
    std::set<std::string> urls;
    for (const DeviceRow& before : rows) {
        store(before, without_owner(before), now);
        urls.merge(fleet_.urls_of(before.id, fleet.owner));
        fleet_.forget_urls(before.id, fleet.owner);
        left.devices.push_back(before.id);
    }
    fleet_.drop_customer_if_unused(fleet.owner);
    left.urls.assign(urls.begin(), urls.end());
    return left;
}

Result<std::vector<DeviceId>> RegistryWriter::release(CustomerId owner, Timestamp now)
{
    if (!rows_.find(owner)) return make_error(Errc::not_found, "there is no such customer");
    std::vector<DeviceId> left;
    for (const DeviceId device : fleet_.devices_of(owner)) {
        const DeviceRow before = *rows_.find(device);
        store(before, without_owner(before), now);
        left.push_back(device);
    }
    return left;
}

/// Also one who has no device any more, and URLs of devices that he gave away.
Result<std::vector<DeviceId>> RegistryWriter::forget(CustomerId owner, Timestamp now)
{
    auto left = release(owner, now);
    if (left) fleet_.forget_customer(owner);
    return left;
}

Result<Token> RegistryWriter::renew_token(DeviceId device, CustomerId owner, Timestamp now)
{
    const Fleet fleet{owner, device};
    if (rows_of(fleet).empty()) return not_his(fleet);
    return renew_token(device, now);
}

Result<void> RegistryWriter::set_format(const WebhookKey& webhook, PayloadFormat format,
                                        Timestamp now)
{
    if (!fleet_.set_format(webhook, format, now)) return not_his(webhook.id);
    return {};
}

Result<void> RegistryWriter::set_headers(const WebhookKey& webhook,
                                         const std::vector<OwnHeader>& headers, Timestamp now)
{
    const std::string sealed = headers_.sealed(headers, webhook.id);
    if (!fleet_.set_headers(webhook, sealed, now)) return not_his(webhook.id);
    return {};
}

}  // namespace mysigfox::storage
