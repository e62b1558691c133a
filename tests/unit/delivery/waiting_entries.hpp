// Waiting deliveries, made in one line.
#pragma once

#include "delivery/waiting.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace mysigfox::delivery {

using namespace std::chrono_literals;

inline constexpr std::size_t kSlots = 4;
inline constexpr double kMiddle = 0.5;  ///< the chance that changes no wait
inline constexpr Timestamp kNow = from_milliseconds(1'501'568'895'000);

/// Received when it is due, unless it was attempted: then now.
inline Waiting entry(std::int64_t id, std::chrono::milliseconds due = 0ms,
                     std::uint16_t attempts = 0, std::uint32_t device = 7)
{
    storage::PendingDelivery pending;
    pending.id = DeliveryId{id};
    pending.device = DeviceId::from_value(device);
    pending.due = kNow + due;
    pending.received = attempts == 0 ? pending.due : std::min(kNow, pending.due);
    pending.attempts = attempts;
    return waiting_for(pending);
}

/// A first try of this device, received so long after (or before) kNow.
inline Waiting first_try(std::int64_t id, std::uint32_t device, std::chrono::milliseconds at = 0ms)
{
    return entry(id, at, 0, device);
}

}  // namespace mysigfox::delivery
