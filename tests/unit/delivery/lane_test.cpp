// One webhook's waiting deliveries: what is sent next.
#include "delivery/lane.hpp"

#include "waiting_entries.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mysigfox::delivery {
namespace {

/// Each of a device of its own, so that no order holds it up.
Waiting delivery(int id, std::chrono::milliseconds due = 0ms, std::uint16_t attempts = 0)
{
    return entry(id, due, attempts, static_cast<std::uint32_t>(id));
}

std::unique_ptr<storage::Delivery> message_of(const Waiting& waiting)
{
    const Uplink uplink{waiting.device, {}, true, {}, "01", {}, {}};
    auto message = std::make_unique<storage::Delivery>(storage::Delivery{{}, {}, uplink});
    message->pending.id = waiting.id;
    return message;
}

LaneOptions with_slots(std::size_t slots)
{
    LaneOptions options;
    options.slots = slots;
    return options;
}

void add(Lane& lane, const Waiting& waiting)
{
    lane.add(waiting, nullptr, kNow);
}

/// The id of the next one, 0 if there is none.
int next(Lane& lane, Timestamp now = kNow)
{
    const auto taken = lane.take(now, kMiddle);
    return taken ? static_cast<int>(taken->waiting.id) : 0;
}

int next_errand(Lane& lane, Errand errand, Timestamp now)
{
    const auto taken = lane.take(now, kMiddle);
    if (!taken || taken->errand != errand) return 0;
    return static_cast<int>(taken->waiting.id);
}

void fail(Lane& lane, Timestamp now = kNow, int times = Breaker::kFailuresToOpen)
{
    for (int i = 0; i < times; ++i) {
        lane.tell([now](Breaker& breaker) { breaker.fails(now, {}, kMiddle); });
    }
}

void work(Lane& lane)
{
    lane.tell([](Breaker& breaker) { breaker.works(); });
}

TEST(Lane, SendsFirstTriesBeforeRetriesThatAreDueLonger)
{
    Lane lane{with_slots(10)};
    add(lane, delivery(1, -5s, 3));
    add(lane, delivery(2, -9s, 1));
    add(lane, delivery(3, -1s));
    add(lane, delivery(4));

    EXPECT_EQ(next(lane), 3);
    EXPECT_EQ(next(lane), 4);
    EXPECT_EQ(next(lane), 2);
    EXPECT_EQ(next(lane), 1);
    EXPECT_EQ(next(lane), 0);
}

TEST(Lane, SendsNothingBeforeItIsDue)
{
    Lane lane{with_slots(10)};
    add(lane, delivery(1, 1ms, 1));

    EXPECT_EQ(lane.next_due(), kNow + 1ms);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(next(lane, kNow + 1ms), 1);
}

TEST(Lane, TellsWhatIsFurthestBehindUnlessItsReceiverDoesNotWork)
{
    Lane lane{with_slots(10)};
    EXPECT_EQ(lane.first_due(), std::nullopt);
    add(lane, delivery(1, 5s));
    EXPECT_EQ(lane.first_due(), kNow + 5s);
    add(lane, delivery(2, -9s, 1));
    add(lane, delivery(3, -1s));
    EXPECT_EQ(lane.first_due(), kNow - 9s);

    fail(lane);

    EXPECT_EQ(lane.first_due(), std::nullopt);
}

TEST(Lane, LetsADueRetryPassAFirstTryThatIsNotDue)
{
    Lane lane{with_slots(10)};
    add(lane, delivery(1, 1s));
    add(lane, delivery(2, 0ms, 1));

    EXPECT_EQ(lane.next_due(), kNow);
    EXPECT_EQ(next(lane), 2);
    EXPECT_EQ(next(lane), 0);
}

TEST(Lane, HasNoMoreInFlightThanItsSlots)
{
    Lane lane{with_slots(4)};
    for (int id = 1; id <= 6; ++id) add(lane, delivery(id));

    for (int id = 1; id <= 4; ++id) EXPECT_EQ(next(lane), id);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(lane.next_due(), std::nullopt);

    lane.release(DeliveryId{2}, kNow);
    EXPECT_EQ(next(lane), 5);
    EXPECT_EQ(next(lane), 0);
}

TEST(Lane, IsIdleOnlyWhenNothingWaitsAndNothingIsInFlight)
{
    Lane lane{with_slots(4)};
    EXPECT_TRUE(lane.is_idle());
    add(lane, delivery(1));
    EXPECT_FALSE(lane.is_idle());
    next(lane);
    EXPECT_FALSE(lane.is_idle());
    lane.release(DeliveryId{1}, kNow);
    EXPECT_TRUE(lane.is_idle());
}

TEST(Lane, GivesAFreshMessageBackWithItsDelivery)
{
    Lane lane{with_slots(4)};
    add(lane, delivery(1, 0ms, 1));
    lane.add(delivery(2), message_of(delivery(2)), kNow);

    const auto fresh = lane.take(kNow, kMiddle);
    ASSERT_TRUE(fresh && fresh->fresh);
    EXPECT_EQ(fresh->fresh->pending.id, DeliveryId{2});
    const auto old = lane.take(kNow, kMiddle);
    ASSERT_TRUE(old);
    EXPECT_EQ(old->fresh, nullptr);
}

TEST(Lane, KeepsOnlySoManyMessagesWhole)
{
    Lane lane{with_slots(1000)};
    for (int id = 1; id <= 200; ++id) lane.add(delivery(id), message_of(delivery(id)), kNow);

    EXPECT_EQ(lane.fresh(), Lane::kMaxFresh);
    int whole = 0;
    for (int id = 1; id <= 200; ++id) {
        const auto taken = lane.take(kNow, kMiddle);
        ASSERT_EQ(taken->waiting.id, DeliveryId{id});
        if (taken->fresh) ++whole;
    }
    EXPECT_EQ(whole, static_cast<int>(Lane::kMaxFresh));
    EXPECT_EQ(lane.fresh(), 0u);
}

TEST(Lane, ForgetsASecondEntryOfWhatIsInFlight)
{
    Lane lane{with_slots(4)};
    add(lane, delivery(1));
    lane.add(delivery(1), message_of(delivery(1)), kNow);
    add(lane, delivery(2));

    EXPECT_EQ(next(lane), 1);
    EXPECT_EQ(next(lane), 2);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(lane.waiting(), 0u);
    EXPECT_EQ(lane.fresh(), 0u);
}

TEST(Lane, SendsWhatWasJustSaidBeforeWhatIsReplayed)
{
    Lane lane{with_slots(10)};
    Waiting replayed = delivery(1, -80h);
    replayed.put_off(kNow - 1min);
    add(lane, replayed);
    add(lane, delivery(2));
    EXPECT_EQ(next(lane), 2);
    EXPECT_EQ(next(lane), 1);
}

TEST(Lane, SendsLiveTrafficBeforeWhatItsOwnerAskedForAgain)
{
    Lane lane{with_slots(10)};
    storage::PendingDelivery asked;  // of a minute ago: its age alone would not tell
    asked.id = DeliveryId{1};
    asked.device = DeviceId::from_value(1);
    asked.received = kNow - 1min;
    asked.due = kNow;
    asked.is_replay = true;
    add(lane, waiting_for(asked));
    add(lane, delivery(2));
    EXPECT_EQ(next(lane), 2);
    EXPECT_EQ(next(lane), 1);
}

TEST(Lane, SendsOneOfADeviceAtATimeAndOthersMeanwhile)
{
    Lane lane{with_slots(4)};
    for (int id = 1; id <= 3; ++id) add(lane, first_try(id, 7));
    add(lane, first_try(4, 8));
    EXPECT_EQ(next(lane), 1);
    EXPECT_EQ(next(lane), 4);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(lane.waiting(), 2u);
    lane.release(DeliveryId{1}, kNow);
    EXPECT_EQ(next(lane), 2);
    lane.release(DeliveryId{2}, kNow);
    EXPECT_EQ(next(lane), 3);
}

TEST(Lane, MakesADeviceWaitForItsRetryUntilTheWindowIsOver)
{
    Lane lane{with_slots(4)};
    for (int id = 1; id <= 2; ++id) add(lane, first_try(id, 7));
    next(lane);
    lane.put_back(entry(1, 30min, 3), kNow);
    lane.release(DeliveryId{1}, kNow);
    EXPECT_EQ(next(lane, kNow + 15min - 1ms), 0);
    EXPECT_EQ(lane.next_due(), kNow + 15min);
    EXPECT_EQ(next(lane, kNow + 15min), 2);
    EXPECT_EQ(next(lane, kNow + 30min), 0) << "never two of a device at once";
    lane.release(DeliveryId{2}, kNow + 30min);
    EXPECT_EQ(next(lane, kNow + 30min), 1);
}

TEST(Lane, GoesThroughALongQueueOfOneDevice)
{
    Lane lane{with_slots(4)};
    for (int id = 1; id <= 10'000; ++id) add(lane, first_try(id, 7));
    for (int id = 1; id <= 10'000; ++id) {
        ASSERT_EQ(next(lane), id);
        next(lane);
        lane.release(DeliveryId{id}, kNow);
    }
    EXPECT_TRUE(lane.is_idle());
}

TEST(Lane, SendsOnlyAProbeWhileItDoesNotWork)
{
    Lane lane{with_slots(4)};
    for (int id = 1; id <= 9; ++id) add(lane, delivery(id));
    fail(lane);
    EXPECT_EQ(lane.next_due(), kNow + 5s);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(next_errand(lane, Errand::probe, kNow + 5s), 1) << "the oldest";
    EXPECT_EQ(next(lane, kNow + 1h), 0) << "one at a time";
    EXPECT_EQ(lane.next_due(), std::nullopt);
}

TEST(Lane, SendsEverythingInTheOrderOfArrivalOnceItWorksAgain)
{
    Lane lane{with_slots(4)};
    for (int id = 1; id <= 4; ++id) add(lane, delivery(id));
    for (int id = 1; id <= 4; ++id) EXPECT_EQ(next(lane), id);
    fail(lane);
    for (const int id : {4, 2, 1, 3}) {
        lane.put_back(delivery(id, 5s, 1), kNow);
        lane.release(DeliveryId{id}, kNow);
    }
    for (int id = 5; id <= 8; ++id) add(lane, delivery(id));
    EXPECT_EQ(next_errand(lane, Errand::probe, kNow + 5s), 1);
    work(lane);
    lane.release(DeliveryId{1}, kNow + 5s);
    for (int id = 2; id <= 8; ++id) {
        EXPECT_EQ(next_errand(lane, Errand::attempt, kNow + 5s), id);
        EXPECT_EQ(next(lane, kNow + 5s), 0) << "one in flight at first";
        lane.release(DeliveryId{id}, kNow + 5s);
    }
}

TEST(Lane, ProbesOnlyWhenThoseInFlightBeforeAreBack)
{
    Lane lane{with_slots(4)};
    for (int id = 1; id <= 3; ++id) add(lane, delivery(id));
    next(lane);
    fail(lane);
    EXPECT_EQ(next(lane, kNow + 1min), 0);
    lane.release(DeliveryId{1}, kNow + 1min);
    EXPECT_EQ(next_errand(lane, Errand::probe, kNow + 1min), 2);
}

TEST(Lane, DoesNotHurryWhatWasRefusedForItsOwnSake)
{
    Lane lane{with_slots(4)};
    Waiting refused = entry(1, 30min, 3, 7);
    refused.is_refused = 1;
    add(lane, refused);
    for (int id = 2; id <= 3; ++id) add(lane, first_try(id, static_cast<std::uint32_t>(9 - id)));
    fail(lane);
    EXPECT_EQ(next_errand(lane, Errand::probe, kNow + 5s), 2);
    work(lane);
    lane.release(DeliveryId{2}, kNow + 5s);
    EXPECT_EQ(next_errand(lane, Errand::attempt, kNow + 5s), 3);
    EXPECT_EQ(lane.waiting(), 1u);
    lane.release(DeliveryId{3}, kNow + 5s);
    EXPECT_EQ(lane.next_due(), kNow + 30min);
}

TEST(Lane, RetriesAtOnceInTheOrderOfArrivalWhenItsOwnerSaysThatItWorks)
{
    Lane lane{with_slots(4)};
    Waiting refused = entry(4, 30min, 3, 7);
    refused.is_refused = 1;
    add(lane, delivery(2, 5min, 2));
    add(lane, delivery(1, 2h, 4));
    add(lane, refused);
    add(lane, first_try(3, 1));  // of the device whose message 1 is to go before
    EXPECT_EQ(next(lane), 0);
    lane.confirmed(kNow);
    EXPECT_EQ(next_errand(lane, Errand::attempt, kNow), 1);
    EXPECT_EQ(next_errand(lane, Errand::attempt, kNow), 2);
    EXPECT_EQ(next(lane), 0);
    lane.release(DeliveryId{1}, kNow);
    EXPECT_EQ(next_errand(lane, Errand::attempt, kNow), 3);
    EXPECT_EQ(next(lane), 0);
    EXPECT_EQ(lane.waiting(), 1u) << "what was refused for its own sake waits for its time";
}

TEST(Lane, AsksAtOnceWhenItsOwnerSaysThatItWorksAgain)
{
    Lane lane{with_slots(4)};
    add(lane, delivery(1, 5min, 2));
    fail(lane);
    EXPECT_EQ(next(lane), 0);
    lane.confirmed(kNow);
    EXPECT_EQ(next_errand(lane, Errand::probe, kNow), 1);
}

TEST(Lane, GivesUpWhatIsTooOldWhileItDoesNotWorkButAsksOnceMoreBefore)
{
    Lane lane{with_slots(4)};
    add(lane, delivery(1));
    add(lane, delivery(2, 1h));
    fail(lane);
    const Timestamp late = kNow + 76h;
    EXPECT_EQ(next_errand(lane, Errand::probe, late), 1) << "we may have been down ourselves";
    lane.tell([late](Breaker& breaker) { breaker.probe_fails(late, {}, kMiddle); });
    lane.put_back(delivery(1), late);
    lane.release(DeliveryId{1}, late);
    EXPECT_EQ(next_errand(lane, Errand::give_up, late), 1);
    EXPECT_EQ(next(lane, late), 0);
}

TEST(Lane, GivesNothingUpWhileItIsPausedNorForTheTimeItWas)
{
    Lane lane{with_slots(4)};
    add(lane, delivery(1));
    lane.tell([](Breaker& breaker) { breaker.pause(kNow); });
    EXPECT_EQ(next(lane, kNow + 100h), 0);
    EXPECT_EQ(lane.next_due(), std::nullopt);
    const Timestamp resumed = kNow + 100h;
    lane.tell([resumed](Breaker& breaker) { breaker.resume(resumed); });
    EXPECT_EQ(next_errand(lane, Errand::probe, resumed), 1);
    lane.tell([resumed](Breaker& breaker) { breaker.probe_fails(resumed, {}, kMiddle); });
    lane.put_back(delivery(1), resumed);
    lane.release(DeliveryId{1}, resumed);
    EXPECT_EQ(next(lane, resumed), 0);
    EXPECT_EQ(lane.next_due(), resumed + 1min);
}

TEST(Lane, AsksOnceADayWithWhatWasGivenUpLast)
{
    Lane lane{with_slots(4)};
    fail(lane);
    lane.tell([](Breaker& breaker) { breaker.gave_up(DeliveryId{5}); });
    EXPECT_EQ(next(lane, kNow + 5s), 0);
    EXPECT_EQ(lane.next_due(), kNow + 5s + 24h);
    EXPECT_EQ(next_errand(lane, Errand::revive, kNow + 5s + 24h), 5);
    EXPECT_FALSE(lane.is_idle());
}

TEST(Lane, GivesOutWhatIsOfADeviceThatMoved)
{
    Lane lane{with_slots(1)};
    for (int id = 1; id <= 3; ++id) add(lane, first_try(id, 7));
    add(lane, first_try(4, 8));
    add(lane, entry(5, 2h, 3, 7));
    next(lane);
    const auto moved = lane.extract([](DeviceId device) { return device.value() == 7; });
    EXPECT_EQ(moved.size(), 3u);
    EXPECT_EQ(lane.waiting(), 1u);
}

}  // namespace
}  // namespace mysigfox::delivery
