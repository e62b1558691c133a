// SQL of keys.
#include "storage/api_key_rows.hpp"

#include <span>

namespace mysigfox::storage {

std::optional<std::int64_t> device_number(const std::optional<DeviceId>& device)
{
    if (!device) return std::nullopt;
    return device->value();
}

ApiKeyRecord read_api_key(const Cursor& row)
{
    ApiKeyRecord record;
    record.id = ApiKeyId{row.integer(0)};
    record.reach.owner = CustomerId{row.integer(1)};
    if (const auto device = row.optional_integer(2)) {
        record.reach.only = DeviceId::from_value(static_cast<std::uint32_t>(*device));
    }
    record.name = row.text(3);
    record.created = from_milliseconds(row.integer(4));
    if (const auto used = row.optional_integer(5)) record.used = from_milliseconds(*used);
    return record;
}

ApiKeyRows::ApiKeyRows(Database& db)
    : db_(db),
      count_(db.prepare("SELECT count(*) FROM api_key WHERE customer = ?")),
      insert_(db.prepare("INSERT INTO api_key(hash, customer, device, name, created)"
                         " VALUES(?, ?, ?, ?, ?)")),
      erase_(db.prepare("DELETE FROM api_key WHERE id = ?1 AND customer = ?2"
                        " AND (?3 IS NULL OR device = ?3)")),
      erase_of_(db.prepare("DELETE FROM api_key WHERE device = ?")),
      was_used_(db.prepare("UPDATE api_key SET used = ?2 WHERE id = ?1"
                           " AND coalesce(used, 0) < ?2"))
{
}

std::size_t ApiKeyRows::count(CustomerId owner) const
{
    Cursor row = count_.query(owner);
    row.next();
    return static_cast<std::size_t>(row.integer(0));
}

void ApiKeyRows::insert(const ApiKeyOrder& order, const Digest& hash, Timestamp now) const
{
    insert_.run(std::span<const std::uint8_t>{hash}, order.reach.owner,
                device_number(order.reach.only), order.name, to_milliseconds(now));
}

bool ApiKeyRows::erase(const Fleet& fleet, ApiKeyId key) const
{
    erase_.run(key, fleet.owner, device_number(fleet.only));
    return db_.changes() == 1;
}

void ApiKeyRows::erase_of(DeviceId device) const
{
    erase_of_.run(device.value());
}

void ApiKeyRows::was_used(ApiKeyId key, Timestamp day) const
{
    was_used_.run(key, to_milliseconds(day));
}

}  // namespace mysigfox::storage
