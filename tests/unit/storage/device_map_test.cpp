// A map that only grows, or is thrown away.
#include "storage/device_map.hpp"

#include <gtest/gtest.h>

namespace mysigfox::storage {
namespace {

DeviceId device(std::uint32_t number)
{
    return DeviceId::from_value(number);
}

TEST(DeviceMap, TellsWhatWasPutLast)
{
    DeviceMap map;
    EXPECT_EQ(map.find(device(7)), DeliveryId{});
    map.put(device(7), DeliveryId{1});
    map.put(device(0), DeliveryId{2});
    map.put(device(7), DeliveryId{3});
    EXPECT_EQ(map.find(device(7)), DeliveryId{3});
    EXPECT_EQ(map.find(device(0)), DeliveryId{2});
    EXPECT_EQ(map.size(), 2u);
}

TEST(DeviceMap, KeepsEverythingWhileItGrows)
{
    DeviceMap map;
    for (std::uint32_t i = 0; i < 10'000; ++i) map.put(device(i * 4'096), DeliveryId{i + 1});
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        ASSERT_EQ(map.find(device(i * 4'096)), DeliveryId{i + 1}) << i;
    }
    EXPECT_EQ(map.find(device(1)), DeliveryId{});
}

TEST(DeviceMap, ListsItsDevicesInOrderWithoutThoseThatHaveNone)
{
    DeviceMap map;
    map.put(device(9), DeliveryId{1});
    map.put(device(3), DeliveryId{2});
    map.put(device(5), DeliveryId{});
    EXPECT_EQ(map.devices(), (std::vector<DeviceId>{device(3), device(9)}));
}

}  // namespace
}  // namespace mysigfox::storage
