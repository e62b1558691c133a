// A try is spent, refilled, shared or given back.
#include "mysigfox/api/rate_limit.hpp"

#include <gtest/gtest.h>

namespace mysigfox::api {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kNow = from_milliseconds(1'700'000'000'000);

TEST(RateLimit, AllowsABurstAndThenOneTryAnInterval)
{
    RateLimit limit{3, 30s};
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.try_spend("a", kNow));
    EXPECT_FALSE(limit.try_spend("a", kNow));
    EXPECT_FALSE(limit.try_spend("a", kNow + 29s));
    EXPECT_TRUE(limit.try_spend("a", kNow + 30s));
    EXPECT_FALSE(limit.try_spend("a", kNow + 30s));
}

TEST(RateLimit, NeverSavesUpMoreThanABurst)
{
    RateLimit limit{2, 1s};
    EXPECT_TRUE(limit.try_spend("a", kNow));
    EXPECT_TRUE(limit.try_spend("a", kNow + 1h));
    EXPECT_TRUE(limit.try_spend("a", kNow + 1h));
    EXPECT_FALSE(limit.try_spend("a", kNow + 1h));
}

TEST(RateLimit, CountsEachKeyForItself)
{
    RateLimit limit{1, 30s};
    EXPECT_TRUE(limit.try_spend("a", kNow));
    EXPECT_FALSE(limit.try_spend("a", kNow));
    EXPECT_TRUE(limit.try_spend("b", kNow));
}

TEST(RateLimit, GivesATryBack)
{
    RateLimit limit{1, 30s};
    EXPECT_TRUE(limit.try_spend("a", kNow));
    limit.give_back("a");
    EXPECT_TRUE(limit.try_spend("a", kNow));
    EXPECT_FALSE(limit.try_spend("a", kNow));
}

TEST(RateLimit, KeysBeyondTheBoundShareOneBucket)
{
    RateLimit limit{1, 30s, 2};
    EXPECT_TRUE(limit.try_spend("a", kNow));
    EXPECT_TRUE(limit.try_spend("b", kNow));
    EXPECT_TRUE(limit.try_spend("c", kNow));
    EXPECT_FALSE(limit.try_spend("d", kNow));
    EXPECT_FALSE(limit.try_spend("a", kNow)) << "a known key keeps its own count";
}

TEST(RateLimit, ForgetsWhoIsWholeAgainToMakeRoom)
{
    RateLimit limit{1, 30s, 2};
    EXPECT_TRUE(limit.try_spend("a", kNow));
    EXPECT_TRUE(limit.try_spend("b", kNow));
    const Timestamp later = kNow + 31s;
    EXPECT_TRUE(limit.try_spend("c", later));
    EXPECT_TRUE(limit.try_spend("d", later));
    EXPECT_FALSE(limit.try_spend("c", later)) << "c has a bucket of its own";
}

TEST(RateLimit, AClockSetBackGivesNothingAway)
{
    RateLimit limit{1, 30s};
    EXPECT_TRUE(limit.try_spend("a", kNow));
    EXPECT_FALSE(limit.try_spend("a", kNow - 1h));
    EXPECT_FALSE(limit.try_spend("a", kNow + 29s));
    EXPECT_TRUE(limit.try_spend("a", kNow + 30s));
}

}  // namespace
}  // namespace mysigfox::api
