#include "storage/customer_directory.hpp"

#include "storage/registry_reader.hpp"

#include <fmt/format.h>

namespace mysigfox::storage {
namespace {

constexpr const char* kListedCustomer =
    "SELECT c.id, c.email, c.language, c.created,"
    " (SELECT count(*) FROM device d WHERE d.customer = c.id) FROM customer c";

constexpr const char* kListedWebhook =
    "SELECT w.id, w.customer, c.email, w.url, w.format, w.headers IS NOT NULL,"
    " (SELECT count(*) FROM device d WHERE d.customer = w.customer AND d.webhook = w.id),"
    " w.created, w.changed FROM webhook w JOIN customer c ON c.id = w.customer";

ListedCustomer read_listed_customer(const Cursor& row)
{
    return {.id = CustomerId{row.integer(0)},
            .email = std::string{row.text(1)},
            .language = parse_language(row.text(2)).value_or(Language::cs),
            .created = from_milliseconds(row.integer(3)),
            .devices = static_cast<std::size_t>(row.integer(4))};
}

std::vector<ListedWebhook> read_listed_webhooks(Cursor row)
{
    std::vector<ListedWebhook> found;
    while (row.next()) {
        found.push_back({.id = WebhookId{row.integer(0)},
                         .owner = CustomerId{row.integer(1)},
                         .email = std::string{row.text(2)},
                         .url = std::string{row.text(3)},
                         .format = static_cast<PayloadFormat>(row.integer(4)),
                         .has_headers = row.integer(5) != 0,
                         .devices = static_cast<std::size_t>(row.integer(6)),
                         .created = from_milliseconds(row.integer(7)),
                         .changed = from_milliseconds(row.integer(8))});
    }
    return found;
}

}  // namespace

SqliteCustomerDirectory::SqliteCustomerDirectory(const std::filesystem::path& file)
    : db_(file, Database::Mode::read_only),
      customers_(
          db_.prepare(fmt::format("{} WHERE c.id > ? ORDER BY c.id LIMIT ?", kListedCustomer))),
      by_email_(db_.prepare(fmt::format("{} WHERE c.email_key = ?", kListedCustomer))),
      devices_(db_.prepare(fmt::format("{} WHERE d.customer = ? ORDER BY d.id", kDeviceRecord))),
      urls_(db_.prepare("SELECT url FROM webhook WHERE customer = ?1"
                        " UNION SELECT url FROM past_url WHERE owner = ?1 AND url <> ''")),
      webhooks_(db_.prepare(fmt::format("{} WHERE (w.customer, w.id) > (?, ?)"
                                        " ORDER BY w.customer, w.id LIMIT ?",
                                        kListedWebhook))),
      webhooks_of_(
          db_.prepare(fmt::format("{} WHERE w.customer = ? ORDER BY w.id", kListedWebhook))),
      webhook_(db_.prepare(fmt::format("{} WHERE w.id = ?", kListedWebhook)))
{
}

std::vector<ListedCustomer> SqliteCustomerDirectory::customers(CustomerId after, std::size_t limit)
{
    std::vector<ListedCustomer> found;
    for (Cursor row = customers_.query(after, limit); row.next();) {
        found.push_back(read_listed_customer(row));
    }
    return found;
}

std::optional<ListedCustomer> SqliteCustomerDirectory::customer(const EmailAddress& email)
{
    const std::string key = email.key();
    Cursor row = by_email_.query(key);
    if (!row.next()) return std::nullopt;
    return read_listed_customer(row);
}

std::vector<DeviceRecord> SqliteCustomerDirectory::devices(CustomerId owner)
{
    std::vector<DeviceRecord> found;
    for (Cursor row = devices_.query(owner); row.next();) found.push_back(read_device_record(row));
    return found;
}

/// A walk through all that was remembered of anybody.
std::vector<std::string> SqliteCustomerDirectory::urls(CustomerId owner)
{
    std::vector<std::string> found;
    for (Cursor row = urls_.query(owner); row.next();) found.emplace_back(row.text(0));
    return found;
}

std::vector<ListedWebhook> SqliteCustomerDirectory::webhooks(CustomerId after_owner,
                                                             WebhookId after, std::size_t limit)
{
    return read_listed_webhooks(webhooks_.query(after_owner, after, limit));
}

std::vector<ListedWebhook> SqliteCustomerDirectory::webhooks(CustomerId owner)
{
    return read_listed_webhooks(webhooks_of_.query(owner));
}

/// By its id alone: a walk through all of them, for which an operator can wait.
std::optional<ListedWebhook> SqliteCustomerDirectory::webhook(WebhookId id)
{
    auto found = read_listed_webhooks(webhook_.query(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace mysigfox::storage
