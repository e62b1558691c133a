// Devices of one customer, and what proves that one holds one of them.
#pragma once

#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/ids.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace mysigfox::storage {

/// Devices of one customer: all of them, or the one.
struct Fleet {
    CustomerId owner = kNobody;
    std::optional<DeviceId> only{};
};

/// What a token proves, as long as the device keeps that token.
using TokenProof = std::array<std::uint8_t, 16>;

}  // namespace mysigfox::storage
