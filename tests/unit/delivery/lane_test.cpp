// One webhook's waiting deliveries: what is sent next.
#include "delivery/lane.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace mysigfox::delivery {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kNow = from_milliseconds(1'000'000);

Waiting delivery(int id, std::chrono::milliseconds from_now = 0ms, std::uint16_t attempts = 0)
{
    return {DeliveryId{id}, kNow + from_now, DeviceId::from_value(7), attempts};
}

std::unique_ptr<storage::Delivery> message_of(const Waiting& waiting)
{
    const Uplink uplink{waiting.device, {}, true, {}, "01", {}, {}};
    auto message = std::make_unique<storage::Delivery>(storage::Delivery{{}, {}, uplink});
    message->pending.id = waiting.id;
    return message;
}

/// The id of the next one, 0 if there is none.
int next(Lane& lane, Timestamp now = kNow)
{
    const auto taken = lane.take(now);
    return taken ? static_cast<int>(taken->waiting.id) : 0;
}

TEST(Lane, SendsFirstTriesBeforeRetriesThatAreDueLonger)
{
    Lane lane{10};
    lane.add(delivery(1, -5s, 3), nullptr);
    lane.add(delivery(2, -9s, 1), nullptr);
    lane.add(delivery(3, -1s), nullptr);
    lane.add(delivery(4), nullptr);

    EXPECT_EQ(next(lane), 3);
    EXPECT_EQ(next(lane), 4);
    EXPECT_EQ(next(lane), 2);
    EXPECT_EQ(next(lane), 1);
    EXPECT_EQ(next(lane), 0);
}

TEST(Lane, SendsNothingBeforeItIsDue)
{
    Lane lane{10};
    lane.add(delivery(1, 1ms, 1), nullptr);

    EXPECT_EQ(lane.next_due(), kNow + 1ms);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(next(lane, kNow + 1ms), 1);
}

TEST(Lane, LetsADueRetryPassAFirstTryThatIsNotDue)
{
    Lane lane{10};
    lane.add(delivery(1, 1s), nullptr);
    lane.add(delivery(2, 0ms, 1), nullptr);

    EXPECT_EQ(lane.next_due(), kNow);
    EXPECT_EQ(next(lane), 2);
    EXPECT_EQ(next(lane), 0);
}

TEST(Lane, HasNoMoreInFlightThanItsSlots)
{
    Lane lane{4};
    for (int id = 1; id <= 6; ++id) lane.add(delivery(id), nullptr);

    for (int id = 1; id <= 4; ++id) EXPECT_EQ(next(lane), id);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(lane.next_due(), std::nullopt);

    lane.release(DeliveryId{2});
    EXPECT_EQ(next(lane), 5);
    EXPECT_EQ(next(lane), 0);
}

TEST(Lane, IsIdleOnlyWhenNothingWaitsAndNothingIsInFlight)
{
    Lane lane{4};
    EXPECT_TRUE(lane.is_idle());
    lane.add(delivery(1), nullptr);
    EXPECT_FALSE(lane.is_idle());
    next(lane);
    EXPECT_FALSE(lane.is_idle());
    lane.release(DeliveryId{1});
    EXPECT_TRUE(lane.is_idle());
}

TEST(Lane, GivesAFreshMessageBackWithItsDelivery)
{
    Lane lane{4};
    lane.add(delivery(1, 0ms, 1), nullptr);
    lane.add(delivery(2), message_of(delivery(2)));

    const auto fresh = lane.take(kNow);
    ASSERT_TRUE(fresh && fresh->fresh);
    EXPECT_EQ(fresh->fresh->pending.id, DeliveryId{2});
    const auto old = lane.take(kNow);
    ASSERT_TRUE(old);
    EXPECT_EQ(old->fresh, nullptr);
}

TEST(Lane, KeepsOnlySoManyMessagesWhole)
{
    Lane lane{1000};
    for (int id = 1; id <= 200; ++id) lane.add(delivery(id), message_of(delivery(id)));

    EXPECT_EQ(lane.fresh(), Lane::kMaxFresh);
    int whole = 0;
    for (int id = 1; id <= 200; ++id) {
        const auto taken = lane.take(kNow);
        ASSERT_EQ(taken->waiting.id, DeliveryId{id});
        if (taken->fresh) ++whole;
    }
    EXPECT_EQ(whole, static_cast<int>(Lane::kMaxFresh));
    EXPECT_EQ(lane.fresh(), 0u);
}

TEST(Lane, ForgetsASecondEntryOfWhatIsInFlight)
{
    Lane lane{4};
    lane.add(delivery(1), nullptr);
    lane.add(delivery(1), message_of(delivery(1)));
    lane.add(delivery(2), nullptr);

    EXPECT_EQ(next(lane), 1);
    EXPECT_EQ(next(lane), 2);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(lane.waiting(), 0u);
    EXPECT_EQ(lane.fresh(), 0u);
}

TEST(DueQueue, GivesBackByTimeThenByArrival)
{
    std::mt19937 dice{7};
    std::vector<Waiting> all;
    for (int id = 0; id < 2'000; ++id) {
        all.push_back(delivery(id, std::chrono::milliseconds{dice() % 50}));
    }
    std::shuffle(all.begin(), all.end(), dice);
    DueQueue queue;
    for (const Waiting& waiting : all) queue.push(waiting);

    Waiting previous = queue.pop();
    while (!queue.empty()) {
        const Waiting waiting = queue.pop();
        ASSERT_LE(std::tie(previous.due, previous.id), std::tie(waiting.due, waiting.id));
        previous = waiting;
    }
}

TEST(DueQueue, CostsLessThan32BytesADelivery)
{
    DueQueue queue;
    for (int id = 0; id < 100'000; ++id) {
        queue.push(delivery(id));
        const bool is_small = queue.size() < 100;
        ASSERT_TRUE(is_small || queue.capacity() * sizeof(Waiting) < queue.size() * 32);
    }
    while (!queue.empty()) queue.pop();
    EXPECT_LT(queue.capacity(), 100u) << "memory of a backlog that is gone";
}

}  // namespace
}  // namespace mysigfox::delivery
