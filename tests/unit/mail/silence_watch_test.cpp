// Silence is what a device does not use to do, with a clock set by hand.
#include "mysigfox/mail/silence_watch.hpp"

#include <gtest/gtest.h>

namespace mysigfox::mail {
namespace {

using namespace std::chrono_literals;
using namespace literals;

class SilenceWatchTest : public testing::Test {
protected:
    static constexpr DeviceId kHourly = DeviceId::from_value(1);
    static constexpr DeviceId kOften = DeviceId::from_value(2);

    /// Minute by minute: one device every ten minutes, the other every hour, while it lives.
    void pass(std::chrono::minutes time, bool hourly_lives, bool often_lives = true)
    {
        for (auto left = time; left > 0min; left -= 1min) {
            now_ += 1min;
            ++minute_;
            if (often_lives && minute_ % 10 == 0) watch_.heard(kOften, now_);
            if (hourly_lives && minute_ % 60 == 0) watch_.heard(kHourly, now_);
            for (const auto& each : watch_.due(now_)) told_.push_back(each);
        }
    }

    SilenceWatch watch_{3};
    std::vector<SilenceWatch::Silent> told_;
    Timestamp now_ = from_milliseconds(1'700'000'000'000);
    int minute_ = 0;
};

TEST_F(SilenceWatchTest, IsToldOnceAfterThreeTimesTheUsualInterval)
{
    pass(24h, true);
    const Timestamp last = now_;
    pass(3h, false);
    EXPECT_TRUE(told_.empty());
    pass(1min, false);
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_EQ(told_[0].device, kHourly);
    EXPECT_EQ(told_[0].since, last);
    pass(24h, false);
    EXPECT_EQ(told_.size(), 1U);

    pass(24h, true);
    pass(4h, false);
    EXPECT_EQ(told_.size(), 2U) << "it spoke meanwhile";
}

TEST_F(SilenceWatchTest, IsNotKnownFromTwoIntervals)
{
    pass(3h, true);
    pass(48h, false);
    EXPECT_TRUE(told_.empty());
}

TEST_F(SilenceWatchTest, IsNobodysWhileTheIntakeIsQuiet)
{
    pass(24h, true);
    pass(48h, false, false);
    EXPECT_TRUE(told_.empty());

    pass(2h, true);
    EXPECT_TRUE(told_.empty()) << "what could not be said is not silence";
    pass(4h, false);
    EXPECT_EQ(told_.size(), 1U);
}

TEST_F(SilenceWatchTest, RemembersSoManyDevicesAtMost)
{
    SilenceWatch small{3, 1};
    for (int i = 0; i < 100; ++i) {
        now_ += 1h;
        small.heard(kOften, now_);
        if (i < 50) small.heard(kHourly, now_);
    }
    EXPECT_TRUE(small.due(now_).empty());
}

TEST_F(SilenceWatchTest, SaysTheSameTwiceWithoutANewRhythm)
{
    for (int i = 0; i < 24; ++i) {
        pass(60min, true);
        watch_.heard(kHourly, now_ + 2s);
    }
    pass(3h, false);
    EXPECT_TRUE(told_.empty());
    pass(2min, false);
    EXPECT_EQ(told_.size(), 1U);
}

}  // namespace
}  // namespace mysigfox::mail
