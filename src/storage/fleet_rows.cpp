// SQL of what customers do with their own.
#include "storage/fleet_rows.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace mysigfox::storage {
namespace {

/// A walk lets other changes pass between its steps.
constexpr std::int64_t kWalkStep = 5'000;

/// NAME of "https://any.example/inbox/NAME?query"; empty if there is none.
std::string inbox_in(std::string_view url)
{
    constexpr std::string_view kPath = "/inbox/";
    const std::size_t at = url.find(kPath);
    if (at == std::string_view::npos) return {};
    const std::string_view name = url.substr(at + kPath.size());
    return std::string{name.substr(0, name.find('?'))};
}

}  // namespace

FleetRows::FleetRows(Database& db)
    : db_(db),
      devices_(db.prepare("SELECT id FROM device WHERE customer = ? ORDER BY id")),
      others_(db.prepare("SELECT 1 FROM device WHERE customer = ? AND id <> ? LIMIT 1")),
      rename_(db.prepare("UPDATE customer SET email = ?2, email_key = ?3, changed = ?4"
                         " WHERE id = ?1")),
      urls_of_(db.prepare("SELECT url FROM past_url WHERE device = ? AND owner = ?"
                          " AND url <> ''")),
      urls_after_(db.prepare("SELECT customer, id, url FROM webhook WHERE (customer, id) > (?, ?)"
                             " ORDER BY customer, id LIMIT ?")),
      forget_urls_(db.prepare("DELETE FROM past_url WHERE device = ? AND owner = ?")),
      drop_customer_(db.prepare("DELETE FROM customer WHERE id = ?1 AND NOT EXISTS"
                                "(SELECT 1 FROM device WHERE customer = ?1)")),
      forget_all_urls_(db.prepare("DELETE FROM past_url WHERE owner = ?")),
      forget_webhooks_(db.prepare("DELETE FROM webhook WHERE customer = ?")),
      forget_customer_(db.prepare("DELETE FROM customer WHERE id = ?")),
      format_(db.prepare("SELECT format FROM webhook WHERE customer = ? AND id = ?")),
      set_format_(db.prepare("UPDATE webhook SET format = ?3, changed = ?4"
                             " WHERE customer = ?1 AND id = ?2")),
      set_headers_(db.prepare("UPDATE webhook SET headers = ?3, changed = ?4"
                              " WHERE customer = ?1 AND id = ?2"))
{
}

std::vector<DeviceId> FleetRows::devices_of(CustomerId owner) const
{
    std::vector<DeviceId> devices;
    for (Cursor row = devices_.query(owner); row.next();) {
        devices.push_back(DeviceId::from_value(static_cast<std::uint32_t>(row.integer(0))));
    }
    return devices;
}

bool FleetRows::has_other_devices(CustomerId owner, DeviceId than) const
{
    Cursor row = others_.query(owner, than.value());
    return row.next();
}

void FleetRows::rename(CustomerId customer, const EmailAddress& email, Timestamp now) const
{
    const std::string key = email.key();
    rename_.run(customer, email.str(), key, to_milliseconds(now));
}

std::set<std::string> FleetRows::urls_of(DeviceId device, CustomerId owner) const
{
    std::set<std::string> urls;
    for (Cursor row = urls_of_.query(device.value(), owner); row.next();) {
        urls.emplace(row.text(0));
    }
    return urls;
}

FleetRows::WalkStep FleetRows::look_for_inboxes(const std::set<std::string>& names,
                                                const WebhookKey& after) const
{
    WalkStep step{after};
    std::int64_t count = 0;
    for (Cursor row = urls_after_.query(after.customer, after.id, kWalkStep); row.next(); ++count) {
        step.last = {CustomerId{row.integer(0)}, WebhookId{row.integer(1)}};
        const auto name = names.find(inbox_in(row.text(2)));
        if (name != names.end()) step.met.insert(*name);
    }
    step.is_over = count < kWalkStep;
    return step;
}

void FleetRows::forget_urls(DeviceId device, CustomerId owner) const
{
    forget_urls_.run(device.value(), owner);
}

void FleetRows::drop_customer_if_unused(CustomerId customer) const
{
    drop_customer_.run(customer);
}

void FleetRows::forget_customer(CustomerId customer) const
{
    forget_all_urls_.run(customer);
    forget_webhooks_.run(customer);
    forget_customer_.run(customer);
}

PayloadFormat FleetRows::format_of(const WebhookKey& webhook) const
{
    Cursor row = format_.query(webhook.customer, webhook.id);
    return row.next() ? static_cast<PayloadFormat>(row.integer(0)) : PayloadFormat::classic;
}

bool FleetRows::set_format(const WebhookKey& webhook, PayloadFormat format, Timestamp now) const
{
    set_format_.run(webhook.customer, webhook.id, format, to_milliseconds(now));
    return db_.changes() == 1;
}

bool FleetRows::set_headers(const WebhookKey& webhook, const std::string& sealed,
                            Timestamp now) const
{
    std::optional<std::span<const std::uint8_t>> bytes;
    if (!sealed.empty()) {
        bytes = std::span{reinterpret_cast<const std::uint8_t*>(sealed.data()), sealed.size()};
    }
    set_headers_.run(webhook.customer, webhook.id, bytes, to_milliseconds(now));
    return db_.changes() == 1;
}

}  // namespace mysigfox::storage
