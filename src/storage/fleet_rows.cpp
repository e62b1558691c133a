// SQL of what customers do with their own.
#include "storage/fleet_rows.hpp"

#include <optional>
#include <span>

namespace mysigfox::storage {

FleetRows::FleetRows(Database& db)
    : db_(db),
      devices_(db.prepare("SELECT id FROM device WHERE customer = ? ORDER BY id")),
      others_(db.prepare("SELECT 1 FROM device WHERE customer = ? AND id <> ? LIMIT 1")),
      rename_(db.prepare("UPDATE customer SET email = ?2, email_key = ?3, changed = ?4"
                         " WHERE id = ?1")),
      urls_of_(db.prepare("SELECT url FROM past_url WHERE device = ? AND owner = ?"
                          " AND url <> ''")),
      leads_to_(db.prepare("SELECT 1 FROM webhook WHERE instr(url, ?) > 0 LIMIT 1")),
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

bool FleetRows::leads_to(const std::string& piece) const
{
    Cursor row = leads_to_.query(piece);
    return row.next();
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
