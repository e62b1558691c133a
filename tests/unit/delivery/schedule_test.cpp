// The lanes of one loop: fairness between webhooks, limits, and when something is due.
#include "delivery/schedule.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <vector>

namespace mysigfox::delivery {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kNow = from_milliseconds(1'000'000);
constexpr std::size_t kSlots = 4;
constexpr std::size_t kMany = 100'000;

Waiting delivery(std::int64_t id, std::chrono::milliseconds from_now = 0ms,
                 std::uint16_t attempts = 0, std::uint32_t device = 7)
{
    return {DeliveryId{id}, kNow + from_now, DeviceId::from_value(device), attempts};
}

WebhookId webhook(std::int64_t number)
{
    return WebhookId{number};
}

std::vector<Pick> take_all(Schedule& schedule, Timestamp now = kNow)
{
    std::vector<Pick> picks;
    while (auto pick = schedule.take(now)) picks.push_back(std::move(*pick));
    return picks;
}

TEST(Schedule, GivesEveryLaneItsTurnHoweverLongTheQueueBeforeIt)
{
    Schedule schedule{kSlots, kMany};
    std::int64_t id = 0;
    for (int i = 0; i < 5'000; ++i) schedule.add(webhook(1), delivery(++id), nullptr, kNow);
    for (int lane = 2; lane <= 1'000; ++lane) {
        schedule.add(webhook(lane), delivery(++id), nullptr, kNow);
    }

    std::set<WebhookId> served;
    for (int i = 0; i < 1'000; ++i) served.insert(schedule.take(kNow)->webhook);

    EXPECT_EQ(served.size(), 1'000u);
}

TEST(Schedule, SharesSlotsEquallyBetweenLanesThatAreAllBusy)
{
    constexpr int kLanes = 1'000;
    Schedule schedule{kSlots, 64};
    std::int64_t id = 0;
    for (int i = 0; i < 20; ++i) {
        for (int lane = 1; lane <= kLanes; ++lane) {
            schedule.add(webhook(lane), delivery(++id), nullptr, kNow);
        }
    }

    std::map<WebhookId, int> sent;
    std::deque<Pick> in_flight;
    for (int i = 0; i < 10 * kLanes; ++i) {
        if (in_flight.size() == 64) {
            schedule.release(in_flight.front().webhook, in_flight.front().waiting.id, kNow);
            in_flight.pop_front();
        }
        in_flight.push_back(*schedule.take(kNow));
        ++sent[in_flight.back().webhook];
    }

    for (const auto& [lane, count] : sent) ASSERT_EQ(count, 10);
    EXPECT_EQ(sent.size(), 1'000u);
}

TEST(Schedule, LetsAHangingLaneHoldOnlyItsOwnSlots)
{
    Schedule schedule{kSlots, kMany};
    std::int64_t id = 0;
    for (int i = 0; i < 100; ++i) schedule.add(webhook(1), delivery(++id), nullptr, kNow);
    const std::vector<Pick> hanging = take_all(schedule);
    EXPECT_EQ(hanging.size(), kSlots);

    int served = 0;
    for (int i = 0; i < 1'000; ++i) {
        schedule.add(webhook(2), delivery(++id), nullptr, kNow);
        const auto pick = schedule.take(kNow);
        ASSERT_TRUE(pick);
        EXPECT_EQ(pick->webhook, webhook(2));
        schedule.release(pick->webhook, pick->waiting.id, kNow);
        ++served;
    }
    EXPECT_EQ(served, 1'000);
    EXPECT_EQ(schedule.next_due(), std::nullopt) << "only the hanging lane has more";
}

TEST(Schedule, HasNoMoreInFlightThanItsTotal)
{
    Schedule schedule{kSlots, 10};
    for (int lane = 1; lane <= 20; ++lane) {
        schedule.add(webhook(lane), delivery(lane), nullptr, kNow);
    }

    const std::vector<Pick> picks = take_all(schedule);
    EXPECT_EQ(picks.size(), 10u);
    EXPECT_EQ(schedule.in_flight(), 10u);
    EXPECT_EQ(schedule.next_due(), std::nullopt);

    schedule.release(picks[0].webhook, picks[0].waiting.id, kNow);
    EXPECT_LE(schedule.next_due(), kNow);
    EXPECT_EQ(take_all(schedule).size(), 1u);
}

TEST(Schedule, KnowsWhenTheNextThingIsDue)
{
    Schedule schedule{kSlots, kMany};
    EXPECT_EQ(schedule.next_due(), std::nullopt);
    schedule.add(webhook(1), delivery(1, 30s, 1), nullptr, kNow);
    schedule.add(webhook(2), delivery(2, 10s, 1), nullptr, kNow);
    schedule.add(webhook(3), delivery(3, 20s, 1), nullptr, kNow);
    schedule.add(webhook(3), delivery(4, 5s, 1), nullptr, kNow);

    EXPECT_TRUE(take_all(schedule).empty());
    EXPECT_EQ(schedule.next_due(), kNow + 5s);
    EXPECT_EQ(take_all(schedule, kNow + 10s).size(), 2u);
    EXPECT_EQ(schedule.next_due(), kNow + 20s);
    EXPECT_EQ(take_all(schedule, kNow + 30s).size(), 2u);
    EXPECT_EQ(schedule.next_due(), std::nullopt);
}

TEST(Schedule, TriesAgainWhatIsAddedBeforeItsSlotIsGivenBack)
{
    Schedule schedule{1, kMany};
    schedule.add(webhook(1), delivery(1), nullptr, kNow);
    schedule.take(kNow);
    schedule.add(webhook(1), delivery(1, 5s, 1), nullptr, kNow);
    EXPECT_EQ(schedule.next_due(), std::nullopt) << "no slot is free";
    schedule.release(webhook(1), DeliveryId{1}, kNow);

    EXPECT_EQ(schedule.next_due(), kNow + 5s);
    const auto again = schedule.take(kNow + 5s);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->waiting.attempts, 1u);
}

TEST(Schedule, ForgetsLanesThatRanEmpty)
{
    Schedule schedule{kSlots, kMany};
    for (int lane = 1; lane <= 100; ++lane) {
        schedule.add(webhook(lane), delivery(lane), nullptr, kNow);
    }
    for (const Pick& pick : take_all(schedule)) {
        schedule.release(pick.webhook, pick.waiting.id, kNow);
    }

    EXPECT_EQ(schedule.lanes(), 0u);
    EXPECT_EQ(schedule.waiting(), 0u);
    EXPECT_EQ(schedule.in_flight(), 0u);
}

TEST(Schedule, HoldsBackUntilTheDeviceIsReconsidered)
{
    Schedule schedule{kSlots, kMany};
    for (int id = 1; id <= 3; ++id) {
        schedule.add(webhook(1), delivery(id, 0ms, 0, 0xA), nullptr, kNow);
    }
    for (const Pick& pick : take_all(schedule)) {
        schedule.hold(pick.webhook, pick.waiting);
        schedule.release(pick.webhook, pick.waiting.id, kNow);
    }
    EXPECT_EQ(schedule.next_due(), std::nullopt);
    EXPECT_EQ(schedule.waiting(), 3u);

    schedule.reconsider(DeviceId::from_value(0xB), kNow);
    EXPECT_TRUE(take_all(schedule, kNow + 76h).empty());
    schedule.reconsider(DeviceId::from_value(0xA), kNow);
    const std::vector<Pick> picks = take_all(schedule);
    ASSERT_EQ(picks.size(), 3u);
    EXPECT_EQ(picks[0].waiting.id, DeliveryId{1});
    EXPECT_EQ(schedule.waiting(), 0u);
}

TEST(Schedule, SaysOnlyChangesOfHealth)
{
    Schedule schedule{kSlots, kMany};
    schedule.add(webhook(1), delivery(1), nullptr, kNow);
    EXPECT_FALSE(schedule.note_health(webhook(1), true));
    EXPECT_TRUE(schedule.note_health(webhook(1), false));
    EXPECT_FALSE(schedule.note_health(webhook(1), false));
    EXPECT_TRUE(schedule.note_health(webhook(1), true));
}

TEST(Schedule, KeepsItsHeadWhenTheClockIsSetBack)
{
    Schedule schedule{kSlots, kMany};
    schedule.add(webhook(1), delivery(1), nullptr, kNow);
    EXPECT_FALSE(schedule.take(kNow - 1h));
    EXPECT_EQ(schedule.next_due(), kNow);
    EXPECT_TRUE(schedule.take(kNow));
}

/// Anything may happen in any order: nothing is lost, nothing is sent twice, no limit is passed.
TEST(Schedule, NeitherLosesNorDoublesAnything)
{
    constexpr std::size_t kTotal = 50;
    std::mt19937 dice{20240229};
    const auto roll = [&dice](unsigned sides) { return static_cast<unsigned>(dice() % sides); };
    Schedule schedule{kSlots, kTotal};
    std::vector<Pick> in_flight;
    std::map<WebhookId, std::size_t> busy;
    std::set<DeliveryId> open;
    std::set<std::uint32_t> held;
    Timestamp now = kNow;
    std::int64_t id = 0;

    for (int step = 0; step < 50'000; ++step) {
        const unsigned action = roll(10);
        if (action < 3 && step < 40'000) {
            const Waiting waiting{DeliveryId{++id}, now + std::chrono::milliseconds{roll(2'000)},
                                  DeviceId::from_value(roll(300)),
                                  static_cast<std::uint16_t>(roll(3))};
            open.insert(waiting.id);
            schedule.add(webhook(1 + roll(40)), waiting, nullptr, now);
        } else if (action < 6) {
            if (auto pick = schedule.take(now)) {
                ASSERT_LE(pick->waiting.due, now);
                ASSERT_LE(++busy[pick->webhook], kSlots);
                in_flight.push_back(std::move(*pick));
                ASSERT_LE(in_flight.size(), kTotal);
            }
        } else if (action < 9 && !in_flight.empty()) {
            std::swap(in_flight[roll(static_cast<unsigned>(in_flight.size()))], in_flight.back());
            Pick pick = std::move(in_flight.back());
            in_flight.pop_back();
            const unsigned result = roll(10);
            if (result < 2) {
                pick.waiting.due = now + 1s;
                ++pick.waiting.attempts;
                schedule.add(pick.webhook, pick.waiting, nullptr, now);
            } else if (result == 2) {
                schedule.hold(pick.webhook, pick.waiting);
                held.insert(pick.waiting.device.value());
            } else {
                ASSERT_EQ(open.erase(pick.waiting.id), 1u) << "sent twice";
            }
            --busy[pick.webhook];
            schedule.release(pick.webhook, pick.waiting.id, now);
        } else {
            now += std::chrono::milliseconds{roll(50)};
        }
        ASSERT_EQ(schedule.waiting() + schedule.in_flight(), open.size());
    }

    for (const std::uint32_t device : held) schedule.reconsider(DeviceId::from_value(device), now);
    for (const Pick& pick : in_flight) {
        open.erase(pick.waiting.id);
        schedule.release(pick.webhook, pick.waiting.id, now);
    }
    while (auto pick = schedule.take(now + 1h)) {
        EXPECT_EQ(open.erase(pick->waiting.id), 1u);
        schedule.release(pick->webhook, pick->waiting.id, now);
    }
    EXPECT_TRUE(open.empty());
    EXPECT_EQ(schedule.lanes(), 0u);
}

}  // namespace
}  // namespace mysigfox::delivery
