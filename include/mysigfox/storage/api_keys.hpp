// The keys of customers' programs, as the registry keeps them.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/storage/fleet.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace mysigfox::storage {

enum class ApiKeyId : std::int64_t {};  ///< grows by one a key, and never comes back

/// So many may a customer have.
inline constexpr std::size_t kMostApiKeys = 10;

/// A key that is asked for. One for a single device is asked for with its token: it ends with
/// that token, and when the device goes to somebody else.
struct ApiKeyOrder {
    Fleet reach;
    TokenProof proof{};  ///< if reach.only
    std::string name;    ///< by its owner; UTF-8
};

/// A key as it may be shown: what it says nobody knows any more.
struct ApiKeyRecord {
    ApiKeyId id{};
    Fleet reach;
    std::string name;
    Timestamp created;
    std::optional<Timestamp> used;  ///< the day of its last use, at midnight UTC
};

}  // namespace mysigfox::storage
