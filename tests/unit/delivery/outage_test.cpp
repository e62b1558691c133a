// Receivers that fail for hours, seen from outside: what they get, when, and what is left.
#include "delivery/breaker.hpp"
#include "delivery_fixture.hpp"

#include <algorithm>
#include <set>

namespace mysigfox::delivery {
namespace {

using storage::DeliveryState;
using storage::LaneCondition;

class OutageTest : public DeliveryTest {
protected:
    static AttemptResult failure(Cause cause)
    {
        AttemptResult result;
        result.cause = cause;
        return result;
    }

    void fails_from_now_on(const AttemptResult& how = answer(500))
    {
        client_.answers.assign(100'000, how);
    }
    void works_from_now_on() { client_.answers.clear(); }

    void point_all(std::uint32_t devices)
    {
        for (std::uint32_t i = 1; i <= devices; ++i) {
            point(DeviceId::from_value(i), kWebhook, kUrl);
        }
    }

    /// Second by second, or in larger steps.
    void pass(std::chrono::milliseconds time, std::chrono::milliseconds step = 1s)
    {
        for (auto passed = 0ms; passed < time; passed += step) advance(step);
    }

    std::size_t count(DeliveryState wanted) const
    {
        return static_cast<std::size_t>(std::ranges::count(
            outbox_.rows, wanted, [](const auto& row) { return row.second.state; }));
    }

    std::optional<LaneCondition> kept(WebhookId webhook = kWebhook) const
    {
        const auto lane = outbox_.lanes.find(webhook);
        if (lane == outbox_.lanes.end()) return std::nullopt;
        return lane->second.condition;
    }

    std::int64_t lanes_that_are(const std::string& condition)
    {
        return metrics_.gauge("lanes", "condition=\"" + condition + "\"").value();
    }

    void restart()
    {
        stop(0ms);
        start();
        for (const storage::LaneState& state : outbox_.lane_states()) dispatcher_->restore(state);
        outbox_.each_pending([this](const storage::PendingDelivery& pending) {
            dispatcher_->enqueue(kWebhook, pending, nullptr);
        });
        turn();
    }
};

TEST_F(OutageTest, IsToldToWhoListensFromItsBeginningToItsEnd)
{
    point_all(10);
    fails_from_now_on(answer(503));
    for (std::uint32_t i = 1; i <= 10; ++i) enqueue(kWebhook, DeviceId::from_value(i));
    pass(3min);

    ASSERT_GE(news_.size(), 3U) << "its opening and two probes";
    for (const LaneNews& news : news_) {
        EXPECT_EQ(news.webhook, kWebhook);
        ASSERT_TRUE(news.now);
        EXPECT_EQ(news.now->condition, LaneCondition::failing);
        EXPECT_EQ(news.cause, Cause::status);
        EXPECT_EQ(news.status, 503);
        EXPECT_NE(news.device, DeviceId::from_value(0));
    }

    works_from_now_on();
    pass(10min);
    ASSERT_FALSE(news_.back().now) << "it works again";
    EXPECT_EQ(news_.back().waiting, 9U) << "beside the one it was asked with";
}

TEST_F(OutageTest, AnHourBehindTenThousandMessagesCostsAProbeAStepAndNoAttempt)
{
    constexpr std::uint32_t kDevices = 100;
    constexpr std::size_t kMessages = 10'000;
    point_all(kDevices);
    fails_from_now_on();
    for (std::size_t i = 0; i < kMessages; ++i) {
        enqueue(kWebhook, DeviceId::from_value(static_cast<std::uint32_t>(i % kDevices) + 1));
    }
    turn();
    const std::size_t found_out = client_.requests.size();
    EXPECT_LE(found_out, Breaker::kFailuresToOpen + options_.in_flight_per_lane - 1);
    EXPECT_EQ(kept(), LaneCondition::failing);

    pass(1h);
    const std::size_t probes = client_.requests.size() - found_out;
    EXPECT_EQ(probes, 5u) << "after 5 s, 1, 5, 15 and 30 min";
    EXPECT_EQ(counted("lane_probes_total", R"(outcome="failed")"), probes);
    std::size_t attempts = 0;
    for (const auto& [id, row] : outbox_.rows) attempts += row.delivery.pending.attempts;
    EXPECT_EQ(attempts, found_out) << "none since it is known";
    EXPECT_EQ(count(DeliveryState::pending), kMessages);

    works_from_now_on();
    const std::size_t sent_before = outbox_.updates.size();
    pass(34min);
    EXPECT_EQ(count(DeliveryState::delivered), kMessages);
    EXPECT_EQ(kept(), std::nullopt);
    EXPECT_EQ(lanes_that_are("failing"), 0);
    ASSERT_EQ(outbox_.updates.size() - sent_before, kMessages) << "each once";
    for (std::size_t i = 0; i < kMessages; ++i) {
        ASSERT_EQ(outbox_.updates[sent_before + i].id, DeliveryId{static_cast<int>(i) + 1});
    }
}

TEST_F(OutageTest, GoesOnAfterARestartWhereItWas)
{
    fails_from_now_on();
    for (int i = 0; i < 20; ++i) enqueue();
    pass(40min);
    const std::size_t sent = client_.requests.size();
    ASSERT_EQ(kept(), LaneCondition::failing);
    restart();
    EXPECT_EQ(client_.requests.size(), sent) << "nobody is asked because we restarted";
    works_from_now_on();
    pass(34min);
    EXPECT_EQ(count(DeliveryState::delivered), 20u);
    std::vector<DeliveryId> order;
    for (const auto& update : outbox_.updates) {
        if (update.state == DeliveryState::delivered) order.push_back(update.id);
    }
    EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST_F(OutageTest, GivesUpOnlyWhenTheTimeIsOverAndThenAsksOnceADay)
{
    fails_from_now_on();
    const auto first = enqueue();
    pass(40h, 1min);
    const auto second = enqueue();
    pass(35h, 1min);
    EXPECT_EQ(count(DeliveryState::pending), 2u);
    pass(2h, 1min);
    EXPECT_EQ(state(first.id), DeliveryState::parked);
    EXPECT_EQ(state(second.id), DeliveryState::pending);
    const auto given_up =
        std::ranges::find(outbox_.updates, DeliveryState::parked, &storage::DeliveryUpdate::state);
    EXPECT_GE(given_up->at - first.received, 76h);
    EXPECT_LE(given_up->at - first.received, 76h + 2min);
    EXPECT_EQ(given_up->cause, std::nullopt) << "nothing was attempted";
    EXPECT_EQ(given_up->attempt, nullptr);

    pass(41h, 1min);
    EXPECT_EQ(count(DeliveryState::parked), 2u);
    EXPECT_EQ(kept(), LaneCondition::spent);
    EXPECT_EQ(outbox_.lanes.at(kWebhook).parked, second.id);
    const std::size_t sent = client_.requests.size();
    pass(72h, 1min);
    EXPECT_GE(client_.requests.size() - sent, 2u);
    EXPECT_LE(client_.requests.size() - sent, 4u);

    works_from_now_on();
    pass(27h, 1min);
    EXPECT_EQ(state(second.id), DeliveryState::delivered);
    EXPECT_EQ(state(first.id), DeliveryState::parked) << "its owner decides";
    EXPECT_EQ(kept(), std::nullopt);
    EXPECT_EQ(counted("lane_recoveries_total"), 1u);
}

TEST_F(OutageTest, ARefusalOfOneMessageStopsNobodyAndIsParkedInTheEnd)
{
    point_all(2);
    client_.answers.assign(1, answer(422));
    const auto refused = enqueue(kWebhook, DeviceId::from_value(1));
    turn();
    for (int i = 0; i < 50; ++i) enqueue(kWebhook, DeviceId::from_value(2));
    turn();
    EXPECT_EQ(count(DeliveryState::delivered), 50u);
    EXPECT_EQ(kept(), std::nullopt);

    client_.answers.assign(9, answer(422));
    pass(77h, 1min);
    EXPECT_EQ(state(refused.id), DeliveryState::parked);
    EXPECT_EQ(client_.requests.size(), 60u);
    EXPECT_EQ(kept(), std::nullopt);
}

TEST_F(OutageTest, AsksNobodyEarlierThanAskedForTheWholeLane)
{
    point_all(10);
    client_.answers.assign(1, answer(429, "600"));
    enqueue(kWebhook, DeviceId::from_value(1));
    turn();
    for (std::uint32_t i = 2; i <= 10; ++i) enqueue(kWebhook, DeviceId::from_value(i));
    pass(10min - 1s);
    EXPECT_EQ(client_.requests.size(), 1u);
    restart();
    EXPECT_EQ(client_.requests.size(), 1u) << "a restart is no excuse";
    pass(2s);
    EXPECT_EQ(count(DeliveryState::delivered), 10u);
}

TEST_F(OutageTest, PausesWhatIsGoneUntilItIsResumedHoweverLongThatTakes)
{
    client_.answers.assign(1, answer(410));
    const auto pending = enqueue();
    turn();
    EXPECT_EQ(kept(), LaneCondition::paused_gone);
    for (int i = 0; i < 3; ++i) enqueue();
    pass(100h, 1min);
    EXPECT_EQ(client_.requests.size(), 1u);
    EXPECT_EQ(count(DeliveryState::pending), 4u) << "its time stands still";
    restart();
    pass(1h, 1min);
    EXPECT_EQ(client_.requests.size(), 1u);

    dispatcher_->resume(kWebhook);
    turn();
    EXPECT_EQ(state(pending.id), DeliveryState::delivered);
    EXPECT_EQ(count(DeliveryState::delivered), 4u);
    EXPECT_EQ(kept(), std::nullopt);
}

TEST_F(OutageTest, IsPausedAndResumedByTheOperator)
{
    dispatcher_->pause(kWebhook);
    enqueue();
    pass(1h, 1min);
    EXPECT_TRUE(client_.requests.empty());
    EXPECT_EQ(kept(), LaneCondition::paused);
    dispatcher_->resume(kWebhook);
    turn();
    EXPECT_EQ(count(DeliveryState::delivered), 1u);
    EXPECT_EQ(kept(), std::nullopt);
}

TEST_F(OutageTest, ANewUrlGetsAtOnceWhatWaitedForTheOldOne)
{
    constexpr WebhookId kNew{0x99};
    fails_from_now_on();
    for (int i = 0; i < 10; ++i) enqueue();
    pass(2h, 1min);
    ASSERT_EQ(kept(), LaneCondition::failing);
    const std::size_t sent = client_.requests.size();
    point(kDevice, kNew, "https://better.example/");
    dispatcher_->reconsider(kDevice);
    advance(1s);
    EXPECT_EQ(client_.requests.size(), sent);
    ASSERT_EQ(handed_over_.size(), 10u);
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(handed_over_[i].first, kNew);
        EXPECT_EQ(handed_over_[i].second.id, DeliveryId{static_cast<int>(i) + 1});
        EXPECT_EQ(handed_over_[i].second.due, clock_.now());
    }
    pass(1h, 1min);
    EXPECT_EQ(kept(), std::nullopt) << "the old one has nothing left";
}

TEST_F(OutageTest, AMessageOfADeviceWaitsForTheOneBeforeIt)
{
    client_.answers.assign(2, answer(500));
    const auto first = enqueue();
    turn();
    const auto second = enqueue();
    pass(4s);
    EXPECT_EQ(client_.requests.size(), 1u);
    pass(6min);
    ASSERT_EQ(client_.requests.size(), 4u);
    EXPECT_EQ(outbox_.updates[2].id, first.id);
    EXPECT_EQ(outbox_.updates[3].id, second.id);
}

TEST_F(OutageTest, BlamesNoWebhookWhenWeReachNobody)
{
    constexpr std::uint32_t kHosts = 20;
    for (std::uint32_t i = 1; i <= kHosts; ++i) {
        point(DeviceId::from_value(i), WebhookId{i},
              "https://host" + std::to_string(i) + ".example/");
        enqueue(WebhookId{i}, DeviceId::from_value(i));
    }
    turn();
    ASSERT_EQ(count(DeliveryState::delivered), kHosts);

    fails_from_now_on(failure(Cause::connect_timeout));
    advance(30min);
    for (int round = 0; round < 10; ++round) {
        for (std::uint32_t i = 1; i <= kHosts; ++i) enqueue(WebhookId{i}, DeviceId::from_value(i));
    }
    turn();
    EXPECT_EQ(metrics_.gauge("egress_down").value(), 1);
    const std::size_t sent = client_.requests.size();
    pass(80h, 10min);
    const std::size_t probes = client_.requests.size() - sent;
    EXPECT_LE(probes, 3u * 80 * 6) << "three at a time";
    EXPECT_GE(probes, 80u * 6);
    EXPECT_TRUE(outbox_.lanes.empty());
    EXPECT_EQ(count(DeliveryState::parked), 0u);
    std::size_t attempts = 0;
    for (const auto& [id, row] : outbox_.rows) attempts += row.delivery.pending.attempts;
    EXPECT_LE(attempts, 2 * kHosts);

    works_from_now_on();
    pass(1min);
    EXPECT_EQ(metrics_.gauge("egress_down").value(), 0);
    EXPECT_EQ(count(DeliveryState::pending), 0u);
}

TEST_F(OutageTest, HandsEveryAttemptToTheLog)
{
    client_.answers.assign(5, answer(500));
    point_all(5);
    for (std::uint32_t i = 1; i <= 5; ++i) enqueue(kWebhook, DeviceId::from_value(i));
    turn();
    advance(6s);
    turn();
    ASSERT_GE(outbox_.updates.size(), 6u);
    for (std::size_t i = 0; i < 5; ++i) {
        const auto& made = outbox_.updates[i].attempt;
        ASSERT_TRUE(made);
        EXPECT_EQ(made->number, 1u);
        EXPECT_EQ(made->delivery, outbox_.updates[i].id);
        EXPECT_EQ(made->result.status, 500);
    }
    const auto& probe = outbox_.updates[5].attempt;
    ASSERT_TRUE(probe);
    EXPECT_EQ(probe->number, 0u);
    EXPECT_EQ(probe->begun, clock_.now());
}

}  // namespace
}  // namespace mysigfox::delivery
