// Further copies are counted, each message by itself, within a bound.
#include "storage/copy_table.hpp"

#include <gtest/gtest.h>

namespace mysigfox::storage {
namespace {

Uplink counted_message(std::uint16_t sequence)
{
    return {.device = DeviceId::from_value(1),
            .time = {},
            .has_own_time = true,
            .sequence = sequence,
            .data = "2a",
            .snr = {},
            .rssi = {}};
}

TEST(CopyTable, CountsEachMessageByItself)
{
    CopyTable copies{10};
    EXPECT_EQ(copies.of(counted_message(1)), 0u);
    copies.add(counted_message(1));
    copies.add(counted_message(1));
    copies.add(counted_message(2));
    Uplink heard_elsewhere = counted_message(1);
    heard_elsewhere.rssi = -99.0;
    EXPECT_EQ(copies.of(heard_elsewhere), 2u) << "what another station heard is the same message";
    EXPECT_EQ(copies.of(counted_message(2)), 1u);
    EXPECT_EQ(copies.of(counted_message(3)), 0u);
}

TEST(CopyTable, ForgetsWhatIsOldAndKeepsWhatIsCountedOn)
{
    CopyTable copies{3};
    copies.add(counted_message(0));
    for (std::uint16_t i = 1; i <= 6; ++i) {
        copies.add(counted_message(i));
        copies.add(counted_message(0));
    }
    EXPECT_EQ(copies.of(counted_message(0)), 7u);
    EXPECT_EQ(copies.of(counted_message(1)), 0u);
    EXPECT_EQ(copies.of(counted_message(6)), 1u);
}

}  // namespace
}  // namespace mysigfox::storage
