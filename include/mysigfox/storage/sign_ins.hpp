// Who signed in to the pages, as the registry remembers it: a restart ends nobody's sign-in.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/storage/fleet.hpp"

#include <chrono>
#include <cstddef>
#include <optional>

namespace mysigfox::storage {

/// By the token of one device, or by a mailed link as the customer himself.
struct SignedIn {
    CustomerId customer = kNobody;
    std::optional<DeviceId> device{};  ///< of the token
    TokenProof proof{};                ///< likewise: void when it has another one
};

inline constexpr std::chrono::hours kSignInLife{12};
/// Of one customer by mail, and of one device by its token; then the oldest go.
inline constexpr std::size_t kMostSignIns = 20;

}  // namespace mysigfox::storage
