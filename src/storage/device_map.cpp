// Open addressing with linear probing; nothing is ever taken out alone.
#include "storage/device_map.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::storage {
namespace {

constexpr std::size_t kFirstDevices = 1'024;

}  // namespace

DeliveryId DeviceMap::find(DeviceId device) const noexcept
{
    if (slots_.empty()) return {};
    return slots_[place_of(device.value())].delivery;
}

void DeviceMap::put(DeviceId device, DeliveryId delivery)
{
    if ((size_ + 1) * 10 > slots_.size() * 7) grow();
    Slot& slot = slots_[place_of(device.value())];
    if (!slot.is_used) ++size_;
    slot = {device.value(), true, delivery};
}

std::vector<DeviceId> DeviceMap::devices() const
{
    std::vector<DeviceId> all;
    all.reserve(size_);
    for (const Slot& slot : slots_) {
        if (slot.delivery != DeliveryId{}) all.push_back(DeviceId::from_value(slot.device));
    }
    std::ranges::sort(all);
    return all;
}

/// Where it stands, or would.
std::size_t DeviceMap::place_of(std::uint32_t device) const noexcept
{
    // Ids come in runs: multiplied, they spread.
    const std::uint64_t spread = device * std::uint64_t{0x9E37'79B9'7F4A'7C15};
    std::size_t place = (spread >> 32U) & (slots_.size() - 1);
    while (slots_[place].is_used && slots_[place].device != device) {
        place = (place + 1) & (slots_.size() - 1);
    }
    return place;
}

void DeviceMap::grow()
{
    const std::size_t wanted = slots_.empty() ? kFirstDevices : slots_.size() * 2;
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(wanted));
    for (const Slot& slot : before) {
        if (slot.is_used) slots_[place_of(slot.device)] = slot;
    }
}

}  // namespace mysigfox::storage
