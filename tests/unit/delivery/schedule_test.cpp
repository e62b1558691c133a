// The lanes of one loop: fairness between webhooks, limits, and when something is due.
#include "delivery/schedule.hpp"

#include "waiting_entries.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <vector>

namespace mysigfox::delivery {
namespace {

constexpr std::size_t kMany = 100'000;

/// Each of a device of its own, so that no order holds it up.
Waiting delivery(std::int64_t id, std::chrono::milliseconds due = 0ms, std::uint16_t attempts = 0)
{
    return entry(id, due, attempts, static_cast<std::uint32_t>(id));
}

WebhookId webhook(std::int64_t number)
{
    return WebhookId{number};
}

/// A schedule and what it works with.
struct Lanes {
    Lanes(std::size_t slots, std::size_t total, std::size_t per_origin = kMany)
        : origins(per_origin, counters, census), schedule(options_for(slots), total, origins)
    {
    }

    static LaneOptions options_for(std::size_t slots)
    {
        LaneOptions options;
        options.slots = slots;
        return options;
    }

    std::optional<Pick> take(Timestamp now = kNow) { return schedule.take(now, kMiddle); }
    std::vector<Pick> take_all(Timestamp now = kNow)
    {
        std::vector<Pick> picks;
        while (auto pick = take(now)) picks.push_back(std::move(*pick));
        return picks;
    }
    void add(WebhookId lane, const Waiting& waiting, Timestamp now = kNow)
    {
        schedule.add(lane, waiting, {}, now);
    }
    bool settle(const Pick& pick, const Outcome& outcome = {}, Timestamp now = kNow)
    {
        return schedule.settle(pick, outcome, now, kMiddle);
    }

    Metrics metrics;
    Counters counters{metrics};
    EgressCensus census;
    Origins origins;
    Schedule schedule;
};

Outcome followed_by(Outcome::Next next, const Waiting& waiting)
{
    Outcome outcome;
    outcome.next = next;
    outcome.waiting = waiting;
    return outcome;
}

Outcome seen(Evidence evidence, OriginId origin = kNoOrigin)
{
    Outcome outcome;
    outcome.evidence = evidence;
    outcome.origin = origin;
    return outcome;
}

TEST(Schedule, GivesEveryLaneItsTurnHoweverLongTheQueueBeforeIt)
{
    Lanes lanes{kSlots, kMany};
    std::int64_t id = 0;
    for (int i = 0; i < 5'000; ++i) lanes.add(webhook(1), delivery(++id));
    for (int lane = 2; lane <= 1'000; ++lane) {
        lanes.add(webhook(lane), delivery(++id));
    }

    std::set<WebhookId> served;
    for (int i = 0; i < 1'000; ++i) served.insert(lanes.take()->webhook);

    EXPECT_EQ(served.size(), 1'000u);
}

TEST(Schedule, TellsWhatIsFurthestBehindOfAllLanes)
{
    Lanes lanes{kSlots, kMany};
    EXPECT_EQ(lanes.schedule.first_due(), std::nullopt);
    lanes.add(webhook(1), delivery(1, 3s));
    lanes.add(webhook(2), delivery(2, -7s, 1));
    lanes.add(webhook(3), delivery(3, -2s));

    EXPECT_EQ(lanes.schedule.first_due(), kNow - 7s);
}

TEST(Schedule, SharesSlotsEquallyBetweenLanesThatAreAllBusy)
{
    constexpr int kLanes = 1'000;
    Lanes lanes{kSlots, 64};
    std::int64_t id = 0;
    for (int i = 0; i < 20; ++i) {
        for (int lane = 1; lane <= kLanes; ++lane) {
            lanes.add(webhook(lane), delivery(++id));
        }
    }

    std::map<WebhookId, int> sent;
    std::deque<Pick> in_flight;
    for (int i = 0; i < 10 * kLanes; ++i) {
        if (in_flight.size() == 64) {
            lanes.settle(in_flight.front());
            in_flight.pop_front();
        }
        in_flight.push_back(*lanes.take());
        ++sent[in_flight.back().webhook];
    }

    for (const auto& [lane, count] : sent) ASSERT_EQ(count, 10);
    EXPECT_EQ(sent.size(), 1'000u);
}

TEST(Schedule, LetsAHangingLaneHoldOnlyItsOwnSlots)
{
    Lanes lanes{kSlots, kMany};
    std::int64_t id = 0;
    for (int i = 0; i < 100; ++i) lanes.add(webhook(1), delivery(++id));
    const std::vector<Pick> hanging = lanes.take_all();
    EXPECT_EQ(hanging.size(), kSlots);

    int served = 0;
    for (int i = 0; i < 1'000; ++i) {
        lanes.add(webhook(2), delivery(++id));
        const auto pick = lanes.take();
        ASSERT_TRUE(pick);
        EXPECT_EQ(pick->webhook, webhook(2));
        lanes.settle(*pick);
        ++served;
    }
    EXPECT_EQ(served, 1'000);
    EXPECT_EQ(lanes.schedule.next_due(), std::nullopt) << "only the hanging lane has more";
}

TEST(Schedule, HasNoMoreInFlightThanItsTotal)
{
    Lanes lanes{kSlots, 10};
    for (int lane = 1; lane <= 20; ++lane) {
        lanes.add(webhook(lane), delivery(lane));
    }

    const std::vector<Pick> picks = lanes.take_all();
    EXPECT_EQ(picks.size(), 10u);
    EXPECT_EQ(lanes.schedule.in_flight(), 10u);
    EXPECT_EQ(lanes.schedule.next_due(), std::nullopt);

    lanes.settle(picks[0]);
    EXPECT_LE(lanes.schedule.next_due(), kNow);
    EXPECT_EQ(lanes.take_all().size(), 1u);
}

TEST(Schedule, KnowsWhenTheNextThingIsDue)
{
    Lanes lanes{kSlots, kMany};
    EXPECT_EQ(lanes.schedule.next_due(), std::nullopt);
    lanes.add(webhook(1), delivery(1, 30s, 1));
    lanes.add(webhook(2), delivery(2, 10s, 1));
    lanes.add(webhook(3), delivery(3, 20s, 1));
    lanes.add(webhook(3), delivery(4, 5s, 1));

    EXPECT_TRUE(lanes.take_all().empty());
    EXPECT_EQ(lanes.schedule.next_due(), kNow + 5s);
    EXPECT_EQ(lanes.take_all(kNow + 10s).size(), 2u);
    EXPECT_EQ(lanes.schedule.next_due(), kNow + 20s);
    EXPECT_EQ(lanes.take_all(kNow + 30s).size(), 2u);
    EXPECT_EQ(lanes.schedule.next_due(), std::nullopt);
}

TEST(Schedule, TriesAgainWhatIsAddedBeforeItsSlotIsGivenBack)
{
    Lanes lanes{1, kMany};
    lanes.add(webhook(1), delivery(1));
    const auto pick = lanes.take();
    EXPECT_EQ(lanes.schedule.next_due(), std::nullopt) << "no slot is free";
    lanes.settle(*pick, followed_by(Outcome::Next::again, delivery(1, 5s, 1)));

    EXPECT_EQ(lanes.schedule.next_due(), kNow + 5s);
    const auto again = lanes.take(kNow + 5s);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->waiting.attempts, 1u);
}

TEST(Schedule, ForgetsLanesThatRanEmpty)
{
    Lanes lanes{kSlots, kMany};
    for (int lane = 1; lane <= 100; ++lane) {
        lanes.add(webhook(lane), delivery(lane));
    }
    for (const Pick& pick : lanes.take_all()) {
        lanes.settle(pick);
    }

    EXPECT_EQ(lanes.schedule.lanes(), 0u);
    EXPECT_EQ(lanes.schedule.waiting(), 0u);
    EXPECT_EQ(lanes.schedule.in_flight(), 0u);
}

TEST(Schedule, HoldsBackUntilTheDeviceIsReconsidered)
{
    Lanes lanes{kSlots, kMany};
    for (int id = 1; id <= 3; ++id) lanes.add(webhook(1), first_try(id, 0xA));
    for (int id = 1; id <= 3; ++id) {
        const auto pick = lanes.take();
        ASSERT_TRUE(pick);
        lanes.settle(*pick, followed_by(Outcome::Next::hold, pick->waiting));
    }
    EXPECT_EQ(lanes.schedule.next_due(), std::nullopt);
    EXPECT_EQ(lanes.schedule.waiting(), 3u);

    lanes.schedule.reconsider(DeviceId::from_value(0xB), kNow);
    EXPECT_TRUE(lanes.take_all(kNow + 76h).empty());
    lanes.schedule.reconsider(DeviceId::from_value(0xA), kNow);
    for (int id = 1; id <= 3; ++id) {
        const auto pick = lanes.take();
        ASSERT_TRUE(pick);
        EXPECT_EQ(pick->waiting.id, DeliveryId{id});
        lanes.settle(*pick);
    }
    EXPECT_EQ(lanes.schedule.waiting(), 0u);
}

TEST(Schedule, TellsWhatChangesWithALane)
{
    Lanes lanes{8, kMany};
    for (int id = 1; id <= 6; ++id) lanes.add(webhook(1), delivery(id));
    const std::vector<Pick> picks = lanes.take_all();
    EXPECT_TRUE(lanes.settle(picks[0], seen(Evidence::fails))) << "the first failure";
    for (std::size_t i = 1; i < 4; ++i) {
        EXPECT_FALSE(lanes.settle(picks[i], seen(Evidence::fails)));
    }
    EXPECT_TRUE(lanes.schedule.changes().empty());
    Outcome fifth = followed_by(Outcome::Next::again, picks[4].waiting);
    fifth.evidence = Evidence::fails;
    lanes.settle(picks[4], fifth);
    const auto opened = lanes.schedule.changes();
    ASSERT_EQ(opened.size(), 1u);
    EXPECT_EQ(opened[0].webhook, webhook(1));
    EXPECT_FALSE(opened[0].before);
    ASSERT_TRUE(opened[0].now);
    EXPECT_EQ(opened[0].now->webhook, webhook(1));
    EXPECT_EQ(opened[0].now->condition, storage::LaneCondition::failing);

    lanes.settle(picks[5], seen(Evidence::works));
    const auto closed = lanes.schedule.changes();
    ASSERT_EQ(closed.size(), 1u);
    EXPECT_EQ(closed[0].before, storage::LaneCondition::failing);
    EXPECT_FALSE(closed[0].now);
    EXPECT_TRUE(lanes.schedule.changes().empty());
}

TEST(Schedule, RemembersAFailingLaneWhereNothingIsInFlight)
{
    Lanes lanes{kSlots, kMany};
    storage::LaneState state;
    state.webhook = webhook(1);
    state.next_probe = kNow + 20min;
    lanes.schedule.restore(state, kNow);
    lanes.add(webhook(1), delivery(1));
    EXPECT_FALSE(lanes.take(kNow + 20min - 1ms));
    const auto probe = lanes.take(kNow + 20min);
    ASSERT_TRUE(probe);
    EXPECT_EQ(probe->errand, Errand::probe);
}

TEST(Schedule, HasNoMoreInFlightAtAnOriginThanItsCap)
{
    constexpr OriginId kOrigin{42};
    Lanes lanes{kSlots, kMany, 10};
    std::int64_t id = 0;
    for (int lane = 1; lane <= 30; ++lane) lanes.add(webhook(lane), delivery(++id));
    // Once it is known where they are: ten at a time, and everybody's turn comes.
    for (const Pick& pick : lanes.take_all()) {
        lanes.add(webhook(static_cast<std::int64_t>(pick.webhook)), delivery(++id));
        lanes.settle(pick, seen(Evidence::works, kOrigin));
    }
    std::set<WebhookId> served;
    std::vector<Pick> picks = lanes.take_all();
    EXPECT_EQ(picks.size(), 10u);
    while (!picks.empty()) {
        served.insert(picks.back().webhook);
        EXPECT_EQ(picks.back().origin, kOrigin);
        lanes.settle(picks.back(), seen(Evidence::works, kOrigin));
        picks.pop_back();
        for (Pick& pick : lanes.take_all()) picks.push_back(std::move(pick));
        EXPECT_LE(picks.size(), 10u);
    }
    EXPECT_EQ(served.size(), 30u);
    EXPECT_EQ(lanes.schedule.lanes(), 0u);
}

TEST(Schedule, LetsNobodyStandAtAnOriginBehindALaneThatHasNothingAnyMore)
{
    constexpr OriginId kOrigin{42};
    Lanes lanes{1, kMany, 1};
    for (int lane = 1; lane <= 3; ++lane) {
        lanes.add(webhook(lane), first_try(lane, 0xA0 + static_cast<std::uint32_t>(lane)));
        lanes.add(webhook(lane), first_try(10 + lane, 0xB0 + static_cast<std::uint32_t>(lane)));
    }
    for (const Pick& pick : lanes.take_all()) lanes.settle(pick, seen(Evidence::works, kOrigin));
    const auto first = lanes.take();
    ASSERT_TRUE(first);
    EXPECT_FALSE(lanes.take()) << "the others stand at the origin";
    const Schedule::Moves moves{{DeviceId::from_value(0xB2), webhook(99)}};
    lanes.schedule.extract(moves, kNow);
    lanes.settle(*first, seen(Evidence::works, kOrigin));
    const auto next = lanes.take();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->webhook, webhook(3));
}

TEST(Schedule, SlowsDownAllLanesOfAnOriginThatTurnsUsAway)
{
    constexpr OriginId kOrigin{42};
    Lanes lanes{1, kMany};
    for (int lane = 1; lane <= 30; ++lane) {
        lanes.add(webhook(lane), delivery(lane));
        lanes.add(webhook(lane), delivery(100 + lane));
    }
    for (const Pick& pick : lanes.take_all()) lanes.settle(pick, seen(Evidence::works, kOrigin));
    AttemptResult refusal;
    refusal.cause = Cause::status;
    refusal.status = 429;
    for (int i = 0; i < 101; ++i) lanes.origins.note(kOrigin, refusal, kNow);
    int sent = 0;
    for (auto second = 0s; second < 60s; ++second) {
        for (const Pick& pick : lanes.take_all(kNow + second)) {
            lanes.origins.note(kOrigin, refusal, kNow + second);
            lanes.settle(pick, {}, kNow + second);
            ++sent;
        }
    }
    EXPECT_EQ(sent, 12);
}

TEST(Schedule, GivesOutWhatHasToFollowItsDevice)
{
    Lanes lanes{kSlots, kMany};
    for (int id = 1; id <= 3; ++id) lanes.add(webhook(1), entry(id, 5h, 2, 0xA));
    lanes.add(webhook(1), entry(4, 5h, 2, 0xB));
    lanes.add(webhook(2), entry(5, 5h, 2, 0xA));
    const Schedule::Moves moves{{DeviceId::from_value(0xA), webhook(2)}};
    const auto moved = lanes.schedule.extract(moves, kNow);
    ASSERT_EQ(moved.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(moved[i].waiting.id, DeliveryId{static_cast<int>(i) + 1});
        EXPECT_EQ(moved[i].to, webhook(2));
    }
    EXPECT_EQ(lanes.schedule.waiting(), 2u);
}

TEST(Schedule, KeepsItsHeadWhenTheClockIsSetBack)
{
    Lanes lanes{kSlots, kMany};
    lanes.add(webhook(1), delivery(1));
    EXPECT_FALSE(lanes.take(kNow - 1h));
    EXPECT_EQ(lanes.schedule.next_due(), kNow);
    EXPECT_TRUE(lanes.take());
}

/// Anything may happen in any order: nothing is lost, nothing is sent twice, no limit is passed.
TEST(Schedule, NeitherLosesNorDoublesAnything)
{
    constexpr std::size_t kTotal = 50;
    std::mt19937 dice{20240229};
    const auto roll = [&dice](unsigned sides) { return static_cast<unsigned>(dice() % sides); };
    Lanes lanes{kSlots, kTotal};
    std::vector<Pick> in_flight;
    std::map<WebhookId, std::size_t> busy;
    std::set<DeliveryId> open;
    std::set<std::uint32_t> held;
    Timestamp now = kNow;
    std::int64_t id = 0;

    for (int step = 0; step < 50'000; ++step) {
        const unsigned action = roll(10);
        if (action < 3 && step < 40'000) {
            const auto due = now - kNow + std::chrono::milliseconds{roll(2'000)};
            const Waiting waiting =
                entry(++id, due, static_cast<std::uint16_t>(roll(3)), roll(300));
            open.insert(waiting.id);
            lanes.add(webhook(1 + roll(40)), waiting, now);
        } else if (action < 6) {
            if (auto pick = lanes.take(now)) {
                ASSERT_LE(++busy[pick->webhook], kSlots);
                in_flight.push_back(std::move(*pick));
                ASSERT_LE(in_flight.size(), kTotal);
            }
        } else if (action < 9 && !in_flight.empty()) {
            std::swap(in_flight[roll(static_cast<unsigned>(in_flight.size()))], in_flight.back());
            Pick pick = std::move(in_flight.back());
            in_flight.pop_back();
            const unsigned result = roll(10);
            Outcome outcome = followed_by(Outcome::Next::nothing, pick.waiting);
            outcome.evidence = roll(3) == 0 ? Evidence::fails : Evidence::works;
            if (result < 2) {
                outcome.next = Outcome::Next::again;
                outcome.waiting.put_off(now + 1s);
                outcome.waiting.attempts = 1;
            } else if (result == 2) {
                outcome.next = Outcome::Next::hold;
                held.insert(pick.waiting.device.value());
            } else {
                ASSERT_EQ(open.erase(pick.waiting.id), 1u) << "sent twice";
            }
            --busy[pick.webhook];
            lanes.settle(pick, outcome, now);
        } else {
            now += std::chrono::milliseconds{roll(50)};
        }
        ASSERT_EQ(lanes.schedule.waiting() + lanes.schedule.in_flight(), open.size());
    }

    for (const std::uint32_t device : held)
        lanes.schedule.reconsider(DeviceId::from_value(device), now);
    for (const Pick& pick : in_flight) {
        open.erase(pick.waiting.id);
        lanes.settle(pick, seen(Evidence::works), now);
    }
    for (int hour = 0; hour < 3; ++hour) {
        now += 1h;
        while (auto pick = lanes.take(now)) {
            EXPECT_EQ(open.erase(pick->waiting.id), 1u);
            lanes.settle(*pick, seen(Evidence::works), now);
        }
    }
    EXPECT_TRUE(open.empty());
    EXPECT_EQ(lanes.schedule.lanes(), 0u);
}

}  // namespace
}  // namespace mysigfox::delivery
