// SQL of the registry's rows. An absent customer or webhook is 0 here and NULL in the file.
#include "storage/registry_rows.hpp"

#include <algorithm>
#include <span>

namespace mysigfox::storage {
namespace {

constexpr int kPastUrls = 99;  // with the present one, what the history promises

CustomerRow read_customer(const Cursor& row)
{
    return {.id = CustomerId{row.integer(0)},
            .email = std::string{row.text(1)},
            .language = parse_language(row.text(2)).value_or(Language::cs)};
}

}  // namespace

RegistryRows::RegistryRows(Database& db)
    : db_(db),
      find_device_(db.prepare("SELECT token_hash, customer, webhook, owner_left, paused"
                              " FROM device WHERE id = ?")),
      insert_device_(
          db.prepare("INSERT INTO device(id, token_hash, customer, webhook, owner_left, paused,"
                     " created, changed, webhook_since)"
                     " VALUES(?1, ?2, NULLIF(?3, 0), NULLIF(?4, 0), ?5, ?6, ?7, ?7,"
                     " CASE WHEN ?4 <> 0 THEN ?7 END)")),
      update_device_(
          db.prepare("UPDATE device SET token_hash = ?2, customer = NULLIF(?3, 0),"
                     " webhook = NULLIF(?4, 0), owner_left = ?5, paused = ?6, changed = ?7,"
                     " webhook_since = CASE WHEN webhook IS NULLIF(?4, 0) THEN webhook_since"
                     " ELSE ?7 END WHERE id = ?1")),
      erase_device_(db.prepare("DELETE FROM device WHERE id = ?")),
      find_email_(db.prepare("SELECT id, email, language FROM customer WHERE email_key = ?")),
      find_customer_(db.prepare("SELECT id, email, language FROM customer WHERE id = ?")),
      insert_customer_(
          db.prepare("INSERT INTO customer(email, email_key, language, created, changed)"
                     " VALUES(?1, ?2, ?3, ?4, ?4)")),
      set_language_(db.prepare("UPDATE customer SET language = ?2, changed = ?3 WHERE id = ?1")),
      find_webhook_(db.prepare("SELECT id FROM webhook WHERE customer = ? AND url = ?")),
      insert_webhook_(db.prepare("INSERT INTO webhook(customer, id, url, secret, created, changed)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5, ?5)")),
      find_url_(db.prepare("SELECT url FROM webhook WHERE customer = ? AND id = ?")),
      drop_webhook_(db.prepare("DELETE FROM webhook WHERE customer = ?1 AND id = ?2 AND NOT EXISTS"
                               "(SELECT 1 FROM device WHERE customer = ?1 AND webhook = ?2)")),
      replace_secret_(db.prepare(
          "UPDATE webhook SET previous_secret = secret, previous_until = ?3, secret = ?4,"
          " changed = ?5 WHERE customer = ?1 AND id = ?2")),
      give_secret_(db.prepare("UPDATE webhook SET secret = ?3 WHERE customer = ?1 AND id = ?2")),
      without_secret_(
          db.prepare("SELECT customer, id FROM webhook"
                     " INDEXED BY webhook_without_secret WHERE secret IS NULL LIMIT ?")),
      remember_(
          db.prepare("INSERT INTO past_url(device, owner, since, url) SELECT d.id, d.customer,"
                     " d.webhook_since, coalesce(w.url, '') FROM device d LEFT JOIN webhook w"
                     " ON w.customer = d.customer AND w.id = d.webhook"
                     " WHERE d.id = ? AND d.webhook_since IS NOT NULL")),
      trim_past_(db.prepare("DELETE FROM past_url WHERE device = ?1 AND id <= (SELECT id"
                            " FROM past_url WHERE device = ?1"
                            " ORDER BY id DESC LIMIT 1 OFFSET ?2)"))
{
}

std::optional<DeviceRow> RegistryRows::find(DeviceId device) const
{
    Cursor row = find_device_.query(device.value());
    if (!row.next()) return std::nullopt;
    DeviceRow found{.id = device,
                    .customer = CustomerId{row.integer(1)},
                    .webhook = WebhookId{row.integer(2)},
                    .owner_left = row.integer(3) != 0,
                    .is_paused = row.integer(4) != 0};
    const auto hash = row.blob(0);
    std::copy_n(hash.begin(), std::min(hash.size(), found.token.size()), found.token.begin());
    return found;
}

void RegistryRows::insert(const DeviceRow& device, Timestamp now) const
{
    insert_device_.run(device.id.value(), std::span<const std::uint8_t>{device.token},
                       device.customer, device.webhook, device.owner_left, device.is_paused,
                       to_milliseconds(now));
}

void RegistryRows::update(const DeviceRow& device, Timestamp now) const
{
    update_device_.run(device.id.value(), std::span<const std::uint8_t>{device.token},
                       device.customer, device.webhook, device.owner_left, device.is_paused,
                       to_milliseconds(now));
}

void RegistryRows::erase(DeviceId device) const
{
    erase_device_.run(device.value());
}

std::optional<CustomerRow> RegistryRows::find(const EmailAddress& email) const
{
    const std::string key = email.key();
    Cursor row = find_email_.query(key);
    if (!row.next()) return std::nullopt;
    return read_customer(row);
}

std::optional<CustomerRow> RegistryRows::find(CustomerId customer) const
{
    Cursor row = find_customer_.query(customer);
    if (!row.next()) return std::nullopt;
    return read_customer(row);
}

CustomerId RegistryRows::make_customer(const EmailAddress& email, Language language,
                                       Timestamp now) const
{
    const std::string key = email.key();
    insert_customer_.run(email.str(), key, to_string(language), to_milliseconds(now));
    return CustomerId{db_.last_insert_rowid()};
}

void RegistryRows::set_language(CustomerId customer, Language language, Timestamp now) const
{
    set_language_.run(customer, to_string(language), to_milliseconds(now));
}

std::optional<WebhookId> RegistryRows::find_webhook(CustomerId customer,
                                                    const std::string& url) const
{
    Cursor row = find_webhook_.query(customer, url);
    if (!row.next()) return std::nullopt;
    return WebhookId{row.integer(0)};
}

void RegistryRows::insert(const WebhookRow& webhook, Timestamp now) const
{
    insert_webhook_.run(webhook.key.customer, webhook.key.id, webhook.url, blob_of(webhook.secret),
                        to_milliseconds(now));
}

bool RegistryRows::replace_secret(const WebhookKey& webhook, std::string_view secret,
                                  Timestamp previous_until, Timestamp now) const
{
    replace_secret_.run(webhook.customer, webhook.id, to_milliseconds(previous_until),
                        blob_of(secret), to_milliseconds(now));
    return db_.changes() == 1;
}

void RegistryRows::give_secret(const WebhookKey& webhook, std::string_view secret) const
{
    give_secret_.run(webhook.customer, webhook.id, blob_of(secret));
}

std::vector<WebhookKey> RegistryRows::without_secret(std::size_t limit) const
{
    std::vector<WebhookKey> keys;
    for (Cursor row = without_secret_.query(limit); row.next();) {
        keys.push_back({CustomerId{row.integer(0)}, WebhookId{row.integer(1)}});
    }
    return keys;
}

std::string RegistryRows::url_of(const DeviceRow& device) const
{
    Cursor row = find_url_.query(device.customer, device.webhook);
    return row.next() ? std::string{row.text(0)} : std::string{};
}

void RegistryRows::drop_webhook_if_unused(const DeviceRow& device) const
{
    if (device.webhook != kNoWebhook) drop_webhook_.run(device.customer, device.webhook);
}

void RegistryRows::remember_url(DeviceId device) const
{
    remember_.run(device.value());
    trim_past_.run(device.value(), kPastUrls);
}

}  // namespace mysigfox::storage
