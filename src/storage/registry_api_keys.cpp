// Keys of customers' programs: made, used, revoked.
#include "storage/registry_writer.hpp"

#include <chrono>
#include <string>

namespace mysigfox::storage {

Result<ApiKey> RegistryWriter::make_api_key(const ApiKeyOrder& order, Timestamp now)
{
    if (!still_holds(order.reach, order.proof)) {
        return make_error(Errc::unauthorized, "he has another token, or is no customer any more");
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
