// Keys of customers' programs: made, used, revoked.
#include "storage/registry_writer.hpp"

#include <chrono>
#include <string>

namespace mysigfox::storage {

Result<ApiKey> RegistryWriter::make_api_key(const ApiKeyOrder& order, Timestamp now)
{
    if (order.reach.only) {
        const auto device = rows_.find(*order.reach.only);
        const bool is_his = device && device->customer == order.reach.owner && !device->owner_left;
        if (!is_his || !equals_in_constant_time(bytes_of(order.proof), bytes_of(device->token))) {
            return make_error(Errc::unauthorized, "device " + order.reach.only->str() +
                                                      " has another owner or another token by now");
        }
    } else if (!rows_.find(order.reach.owner)) {
        return make_error(Errc::unauthorized, "there is no such customer any more");
    }
    if (keys_.count(order.reach.owner) >= kMostApiKeys) {
        return make_error(Errc::conflict, "this customer has " + std::to_string(kMostApiKeys) +
                                              " keys already, and no more are possible");
    }
    ApiKey key = ApiKey::make();
    keys_.insert(order, api_key_hash(key_, key), now);
    return key;
}

Result<void> RegistryWriter::revoke_api_key(const Fleet& fleet, ApiKeyId key)
{
    if (keys_.erase(fleet, key)) return {};
    return make_error(Errc::not_found, "this customer has no such key");
}

Result<void> RegistryWriter::api_key_was_used(ApiKeyId key, Timestamp now)
{
    keys_.was_used(key, std::chrono::floor<std::chrono::days>(now));
    return {};
}

}  // namespace mysigfox::storage
