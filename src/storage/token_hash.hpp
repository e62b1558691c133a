// What registry.db keeps of a token, of a key of a customer's program, and of a sign-in.
#pragma once

#include "mysigfox/base/secret.hpp"
#include "mysigfox/domain/api_key.hpp"
#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/token.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace mysigfox::storage {

using TokenHash = std::array<std::uint8_t, 16>;

/// With the device in it, so that equal tokens of two devices do not look equal.
inline TokenHash token_hash(const SecretKey& key, DeviceId device, const Token& token)
{
    const SecretKey::Digest digest = key.hash("token", device.str() + ":" + token.reveal());
    TokenHash hash{};
    std::copy_n(digest.begin(), hash.size(), hash.begin());
    return hash;
}

inline Digest api_key_hash(const SecretKey& key, const ApiKey& of)
{
    return key.hash("api key", of.reveal());
}

inline Digest sign_in_hash(const SecretKey& key, std::string_view shown)
{
    return key.hash("sign-in", shown);
}

inline std::string_view bytes_of(const TokenHash& hash) noexcept
{
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace mysigfox::storage
