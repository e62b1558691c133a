// Limits: they act, late rather than early, once, and only while they are set.
#include "mysigfox/net/sweep.hpp"

#include "support/test_loop.hpp"

#include <memory>

namespace mysigfox::net {
namespace {

using namespace test;
using Clock = std::chrono::steady_clock;

class SweepTest : public testing::Test {
protected:
    SweepTest() { sweep_.start(); }
    ~SweepTest() override { sweep_.stop(); }

    TestLoop loop_;
    Sweep sweep_{loop_.executor()};
    int times_late_ = 0;
    Limit limit_{sweep_, [this] { ++times_late_; }};
};

TEST_F(SweepTest, ALimitThatPassesActsOnceAndIsSaidToBeLate)
{
    limit_.set(10ms);
    EXPECT_FALSE(limit_.was_late());

    loop_.run_until([&] { return limit_.was_late(); });
    loop_.run_for(250ms);

    EXPECT_EQ(times_late_, 1);
}

TEST_F(SweepTest, NoLimitActsEarly)
{
    const auto start = Clock::now();
    limit_.set(200ms);

    loop_.run_until([&] { return times_late_ > 0; });

    EXPECT_GE(Clock::now() - start, 200ms);
}

// A sweep may be made long before its loop runs.
TEST_F(SweepTest, NoLimitActsEarlyEvenIfTheSweepWasStartedLate)
{
    Sweep other{loop_.executor()};
    std::this_thread::sleep_for(300ms);
    other.start();
    int late = 0;
    Limit limit{other, [&] { ++late; }};
    const auto start = Clock::now();
    limit.set(200ms);

    loop_.run_until([&] { return late > 0; });

    EXPECT_GE(Clock::now() - start, 200ms);
    other.stop();
}

TEST_F(SweepTest, AClearedOrUnsetLimitNeverActs)
{
    limit_.set(10ms);
    limit_.clear();

    loop_.run_for(300ms);

    EXPECT_EQ(times_late_, 0);
    EXPECT_FALSE(limit_.was_late());
}

TEST_F(SweepTest, ALimitCanBeSetAgainAfterItActed)
{
    limit_.set(1ms);
    loop_.run_until([&] { return times_late_ == 1; });

    limit_.set(1ms);
    EXPECT_FALSE(limit_.was_late());
    loop_.run_until([&] { return times_late_ == 2; });
}

TEST_F(SweepTest, ALimitMaySetItselfAgainWhenItActs)
{
    int times = 0;
    Limit* self = nullptr;
    Limit limit{sweep_, [&] {
                    ++times;
                    self->set(1ms);
                }};
    self = &limit;
    limit.set(1ms);

    loop_.run_until([&] { return times == 3; });
}

TEST_F(SweepTest, ALimitThatIsGoneDoesNotAct)
{
    auto gone = std::make_unique<Limit>(sweep_, [this] { ++times_late_; });
    gone->set(1ms);
    gone.reset();

    loop_.run_for(250ms);

    EXPECT_EQ(times_late_, 0);
}

TEST_F(SweepTest, StoppedItLetsTheLoopEnd)
{
    limit_.set(1h);

    sweep_.stop();

    loop_.context().restart();
    loop_.context().run();
    EXPECT_EQ(times_late_, 0);
}

}  // namespace
}  // namespace mysigfox::net
