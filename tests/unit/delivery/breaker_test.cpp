// A webhook that does not work is asked again, rarely, and spared otherwise.
#include "delivery/breaker.hpp"

#include "waiting_entries.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mysigfox::delivery {
namespace {

using storage::LaneCondition;

class BreakerTest : public testing::Test {
protected:
    void fail(int times = 1, std::optional<Timestamp> asked = {})
    {
        for (int i = 0; i < times; ++i) breaker_.fails(now_, asked, kMiddle);
    }
    void fail_probe(std::optional<Timestamp> asked = {})
    {
        now_ = breaker_.trouble()->next_probe;
        breaker_.probe_fails(now_, asked, kMiddle);
    }
    std::chrono::milliseconds until_probe() const { return breaker_.trouble()->next_probe - now_; }
    std::optional<LaneCondition> condition() const
    {
        if (!breaker_.trouble()) return std::nullopt;
        return breaker_.trouble()->condition;
    }

    Timestamp now_ = kNow;
    Breaker breaker_{kSlots};
};

TEST_F(BreakerTest, OpensAfterFiveFailuresInARow)
{
    fail(4);
    breaker_.works();
    fail(4);
    EXPECT_FALSE(condition());
    fail();
    EXPECT_EQ(condition(), LaneCondition::failing);
    EXPECT_EQ(breaker_.trouble()->since, now_);
}

TEST_F(BreakerTest, AsksAfterFiveSecondsThenMoreAndMoreRarely)
{
    fail(5);
    std::vector<std::chrono::milliseconds> waits{until_probe()};
    for (int i = 0; i < 6; ++i) {
        fail_probe();
        waits.push_back(until_probe());
    }
    const std::vector<std::chrono::milliseconds> expected{5s,    1min,  5min, 15min,
                                                          30min, 30min, 30min};
    EXPECT_EQ(waits, expected);
}

TEST_F(BreakerTest, SpreadsProbesOverATenthToEitherSide)
{
    for (const auto& [chance, wait] : {std::pair{0.0, 4'500ms}, std::pair{0.9999, 5'500ms}}) {
        Breaker breaker{kSlots};
        for (int i = 0; i < 5; ++i) breaker.fails(kNow, {}, chance);
        EXPECT_EQ(breaker.trouble()->next_probe - kNow, wait);
    }
}

TEST_F(BreakerTest, MakesOneProbeAStepInAnHour)
{
    fail(5);
    int probes = 0;
    while (breaker_.trouble()->next_probe <= kNow + 1h) {
        fail_probe();
        ++probes;
    }
    EXPECT_EQ(probes, 5) << "at 5 s, 1:05, 6:05, 21:05 and 51:05";
}

TEST_F(BreakerTest, StartsSlowlyWhenItWorksAgain)
{
    fail(5);
    breaker_.works();
    EXPECT_FALSE(condition());
    std::vector<std::size_t> in_flight;
    for (int round = 0; round < 4; ++round) {
        const std::size_t allowance = breaker_.allowance();
        in_flight.push_back(allowance);
        for (std::size_t i = 0; i < allowance; ++i) breaker_.works();
    }
    EXPECT_EQ(in_flight, (std::vector<std::size_t>{1, 2, 4, 4}));
}

TEST_F(BreakerTest, OpensAgainAtTheFirstFailureOfASlowStartAndGoesOnWhereItWas)
{
    fail(5);
    for (int i = 0; i < 3; ++i) fail_probe();
    breaker_.works();
    fail();
    EXPECT_EQ(condition(), LaneCondition::failing);
    EXPECT_EQ(until_probe(), 15min);

    for (int i = 0; i < 10; ++i) breaker_.works();
    fail(5);
    EXPECT_EQ(until_probe(), 5s) << "it did work in between";
}

TEST_F(BreakerTest, OpensAtOnceWhenItIsAskedToWait)
{
    fail(1, now_ + 10min);
    EXPECT_EQ(condition(), LaneCondition::failing);
    EXPECT_EQ(until_probe(), 10min);

    fail(1, now_ + 1h);
    EXPECT_EQ(until_probe(), 1h) << "said by another one in flight";
    fail_probe(now_ + 3h);
    EXPECT_EQ(until_probe(), 2h);
    fail_probe(now_ + 1s);
    EXPECT_EQ(until_probe(), 5min) << "no less than what is planned";
}

TEST_F(BreakerTest, IsNotHurriedWhenItAskedToWait)
{
    fail(1, now_ + 10min);
    breaker_.resume(now_);
    EXPECT_EQ(until_probe(), 10min);

    Breaker restored{kSlots};
    storage::LaneState state = *breaker_.trouble();
    state.next_probe = now_ + 2h;
    restored.restore(state);
    restored.resume(now_ + 1min);
    EXPECT_EQ(restored.trouble()->next_probe, now_ + 2h) << "nor after a restart";
}

TEST_F(BreakerTest, IsAskedAtOnceWhenItsOwnerSaysSo)
{
    fail(5);
    for (int i = 0; i < 4; ++i) fail_probe();
    breaker_.resume(now_);
    EXPECT_EQ(until_probe(), 0s);
}

TEST_F(BreakerTest, PausesWhenItIsGoneAndHearsNobodyUntilResumed)
{
    breaker_.gone(now_);
    EXPECT_EQ(condition(), LaneCondition::paused_gone);
    breaker_.works();
    fail(9);
    breaker_.pause(now_);
    EXPECT_EQ(condition(), LaneCondition::paused_gone);

    now_ += 10h;
    breaker_.resume(now_);
    EXPECT_EQ(condition(), LaneCondition::failing);
    EXPECT_EQ(until_probe(), 0s);
    EXPECT_EQ(breaker_.was_paused(), 10h);
    breaker_.works();
    EXPECT_EQ(breaker_.was_paused(), 10h) << "what waited still waited";
}

TEST_F(BreakerTest, AsksOnceADayWhenAllIsGivenUp)
{
    fail(5);
    breaker_.gave_up(DeliveryId{7});
    breaker_.run_out(now_, kMiddle);
    EXPECT_EQ(condition(), LaneCondition::spent);
    EXPECT_EQ(breaker_.trouble()->parked, DeliveryId{7});
    EXPECT_EQ(until_probe(), 24h);
    fail_probe();
    EXPECT_EQ(until_probe(), 24h);

    breaker_.message_came(now_);
    EXPECT_EQ(condition(), LaneCondition::failing);
    EXPECT_EQ(until_probe(), 0s) << "it has something to ask with";
    fail_probe();
    EXPECT_EQ(until_probe(), 1min);
}

TEST_F(BreakerTest, IsForgottenWhenNothingWasGivenUpAndNothingWaits)
{
    fail(5);
    breaker_.run_out(now_, kMiddle);
    EXPECT_FALSE(condition());
}

TEST_F(BreakerTest, GoesOnAfterARestartWhereItWas)
{
    fail(5);
    fail_probe();
    fail_probe();
    Breaker restored{kSlots};
    restored.restore(*breaker_.trouble());
    EXPECT_EQ(restored.trouble()->next_probe, breaker_.trouble()->next_probe);
    now_ = restored.trouble()->next_probe;
    restored.probe_fails(now_, {}, kMiddle);
    EXPECT_EQ(restored.trouble()->next_probe - now_, 15min);
}

}  // namespace
}  // namespace mysigfox::delivery
