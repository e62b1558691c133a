// The rows of keys in registry.db; no rules.
#pragma once

#include "mysigfox/base/secret.hpp"
#include "mysigfox/storage/api_keys.hpp"
#include "storage/sqlite.hpp"

namespace mysigfox::storage {

/// As it is stored: NULL for all devices.
std::optional<std::int64_t> device_number(const std::optional<DeviceId>& device);

/// Of a statement that reads id, customer, device, name, created, used.
ApiKeyRecord read_api_key(const Cursor& row);
inline constexpr const char* kApiKeyRecord =
    "SELECT id, customer, device, name, created, used FROM api_key";

/// Confined to the thread that writes; inside its transaction.
class ApiKeyRows {
public:
    explicit ApiKeyRows(Database& db);

    std::size_t count(CustomerId owner) const;
    void insert(const ApiKeyOrder& order, const Digest& hash, Timestamp now) const;
    /// False: there is no such key within that fleet.
    bool erase(const Fleet& fleet, ApiKeyId key) const;
    /// Those that were made for this device alone.
    void erase_of(DeviceId device) const;
    void was_used(ApiKeyId key, Timestamp day) const;

private:
    Database& db_;
    const Statement count_, insert_, erase_, erase_of_, was_used_;
};

}  // namespace mysigfox::storage
