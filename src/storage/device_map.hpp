// From devices to deliveries, in one block of memory.
#pragma once

#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mysigfox::storage {

/// 16 bytes a slot, at most 70 % full; forgetting all of it costs nothing.
class DeviceMap {
public:
    /// DeliveryId{} if there is none.
    DeliveryId find(DeviceId device) const noexcept;
    /// DeliveryId{} as well: then there is none.
    void put(DeviceId device, DeliveryId delivery);
    std::size_t size() const noexcept { return size_; }

    /// In ascending order.
    std::vector<DeviceId> devices() const;

private:
    struct Slot {
        std::uint32_t device = 0;
        bool is_used = false;
        DeliveryId delivery{};
    };
    std::size_t place_of(std::uint32_t device) const noexcept;
    void grow();

    std::vector<Slot> slots_;  // none, or a power of two
    std::size_t size_ = 0;
};

}  // namespace mysigfox::storage
