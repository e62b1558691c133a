// The messages of a device go one after the other.
#include "delivery/order.hpp"

#include "waiting_entries.hpp"

#include <gtest/gtest.h>

namespace mysigfox::delivery {
namespace {

constexpr DeviceId kDevice = DeviceId::from_value(7);

int id_of(const std::optional<Waiting>& waiting)
{
    return waiting ? static_cast<int>(waiting->id) : 0;
}

TEST(Order, LetsDevicesOfWhichNothingIsUnderWayGo)
{
    Order order{15min};
    EXPECT_TRUE(order.admit(first_try(1, 7), false, kNow));
    EXPECT_TRUE(order.admit(first_try(2, 8), false, kNow));
    EXPECT_EQ(order.waiting(), 0u);
}

TEST(Order, MakesTheNextWaitForTheOneInFlight)
{
    Order order{15min};
    for (int id = 2; id <= 4; ++id) EXPECT_FALSE(order.admit(first_try(id, 7), true, kNow));
    EXPECT_EQ(order.waiting(), 3u);

    for (int id = 2; id <= 4; ++id) {
        const auto next = order.next(kDevice, kNow);
        ASSERT_EQ(id_of(next), id);
        EXPECT_EQ(id_of(order.next(kDevice, kNow)), 0) << "one at a time";
        EXPECT_TRUE(order.admit(*next, false, kNow));
    }
    EXPECT_EQ(order.waiting(), 0u);
}

TEST(Order, LetsNobodyOvertakeTheOneThatIsNext)
{
    Order order{15min};
    order.admit(first_try(2, 7), true, kNow);
    const auto next = order.next(kDevice, kNow);
    EXPECT_FALSE(order.admit(first_try(3, 7), false, kNow));
    EXPECT_TRUE(order.admit(*next, false, kNow));
    EXPECT_EQ(id_of(order.next(kDevice, kNow)), 3);
}

TEST(Order, MakesLaterOnesWaitForARetryUntilItIsDone)
{
    Order order{15min};
    order.hold(entry(1, 5s, 1), kNow);
    EXPECT_FALSE(order.admit(first_try(2, 7), false, kNow));
    EXPECT_EQ(id_of(order.next(kDevice, kNow)), 0);

    EXPECT_TRUE(order.admit(entry(1, 5s, 1), false, kNow + 5s)) << "the retry itself";
    order.done(kDevice, DeliveryId{1});
    EXPECT_EQ(id_of(order.next(kDevice, kNow + 5s)), 2);
}

TEST(Order, LetsLaterOnesGoWhenTheWindowOfTheRetryIsOver)
{
    Order order{15min};
    order.hold(entry(1, 30min, 3), kNow);
    EXPECT_FALSE(order.admit(first_try(2, 7, 1min), false, kNow + 1min));
    EXPECT_EQ(order.next_expiry(), kNow + 15min);
    EXPECT_EQ(id_of(order.expire(kNow + 15min - 1ms)), 0);
    const auto next = order.expire(kNow + 15min);
    ASSERT_EQ(id_of(next), 2);
    EXPECT_TRUE(order.admit(*next, false, kNow + 15min));
    EXPECT_TRUE(order.admit(first_try(3, 7, 20min), false, kNow + 20min));
}

TEST(Order, LetsAnEarlierMessagePassALaterRetry)
{
    Order order{15min};
    order.hold(entry(5, 5s, 1), kNow);
    EXPECT_TRUE(order.admit(first_try(4, 7), false, kNow));
    EXPECT_FALSE(order.admit(first_try(6, 7), false, kNow));
}

TEST(Order, GivesBackEverythingAtOnce)
{
    Order order{15min};
    order.hold(entry(1, 5s, 1, 7), kNow);
    for (int id = 2; id <= 4; ++id) order.admit(first_try(id, 7), false, kNow);
    for (int id = 5; id <= 6; ++id) order.admit(first_try(id, 8), true, kNow);

    EXPECT_EQ(order.extract([](DeviceId device) { return device.value() == 8; }).size(), 2u);
    EXPECT_EQ(order.waiting(), 3u);
    EXPECT_EQ(order.dissolve().size(), 3u);
    EXPECT_EQ(order.waiting(), 0u);
    EXPECT_TRUE(order.admit(first_try(9, 7), false, kNow));
    EXPECT_EQ(id_of(order.expire(kNow + 1h)), 0);
}

TEST(Order, CanBeTurnedOff)
{
    Order order{0ms};
    order.hold(entry(1, 5s, 1), kNow);
    EXPECT_TRUE(order.admit(first_try(2, 7), true, kNow));
}

}  // namespace
}  // namespace mysigfox::delivery
