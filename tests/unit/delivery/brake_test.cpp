// An origin that turns us away is approached slowly, and an outage of ours blames nobody.
#include "delivery/brake.hpp"
#include "delivery/egress_watch.hpp"
#include "delivery/origins.hpp"

#include "waiting_entries.hpp"

#include <gtest/gtest.h>

namespace mysigfox::delivery {
namespace {

TEST(Brake, IsOffUntilWeWereTurnedAwayAHundredTimesInTenMinutes)
{
    Brake brake;
    for (int i = 0; i < 99; ++i) brake.turned_away(kNow);
    EXPECT_FALSE(brake.is_on(kNow));
    brake.turned_away(kNow);
    EXPECT_TRUE(brake.is_on(kNow));
    EXPECT_FALSE(brake.is_on(kNow + 7s)) << "one has leaked";
    EXPECT_FALSE(brake.is_on(kNow + 10min));
}

TEST(Brake, NeverComesOnForOneRefusalInTenSeconds)
{
    Brake brake;
    for (int i = 0; i < 1'000; ++i) {
        brake.turned_away(kNow + i * 10s);
        ASSERT_FALSE(brake.is_on(kNow + i * 10s));
    }
}

TEST(Brake, KeepsUsFarFromTenThousandInTenMinutes)
{
    Brake brake;
    int turned_away = 0;
    for (auto passed = 0ms; passed < 10min; passed += 10ms) {
        const Timestamp now = kNow + passed;
        if (brake.next_start(now) > now) continue;
        brake.started(now);
        brake.turned_away(now);
        ++turned_away;
    }
    EXPECT_GE(turned_away, 100);
    EXPECT_LT(turned_away, 250);
}

class OriginsTest : public testing::Test {
protected:
    static void note_at(Origins& origins, int origin, Cause cause, Timestamp now)
    {
        AttemptResult result;
        result.cause = cause;
        origins.note(OriginId{static_cast<std::uint64_t>(origin)}, result, now);
    }
    void note(int origin, Cause cause, Timestamp now) { note_at(origins_, origin, cause, now); }
    bool is_down() const { return origins_.egress().is_down(); }

    Metrics metrics_;
    Counters counters_{metrics_};
    EgressCensus census_;
    Origins origins_{10, counters_, census_};
    Origins other_loop_{10, counters_, census_};
};

TEST_F(OriginsTest, CountsTheOriginsOfAllLoops)
{
    for (int origin = 1; origin <= 3; ++origin) note(origin, Cause::delivered, kNow);
    note_at(other_loop_, 4, Cause::delivered, kNow);
    note_at(other_loop_, 5, Cause::delivered, kNow);
    note(1, Cause::connect_timeout, kNow + 1min);
    note_at(other_loop_, 4, Cause::connect_timeout, kNow + 1min);
    EXPECT_FALSE(is_down());
    note_at(other_loop_, 5, Cause::connect_timeout, kNow + 2min);
    EXPECT_TRUE(other_loop_.egress().is_down()) << "three of five, two of them its own";
    note(2, Cause::connect_timeout, kNow + 3min);
    EXPECT_TRUE(is_down());
}

TEST_F(OriginsTest, OfALoopThatHasBeenQuietOnlyWhatWorkedCounts)
{
    for (int origin = 1; origin <= 4; ++origin) {
        note_at(other_loop_, origin, Cause::delivered, kNow);
        note_at(other_loop_, origin, Cause::connect_timeout, kNow + 1min);
    }
    for (int origin = 5; origin <= 8; ++origin) note(origin, Cause::delivered, kNow + 2min);
    for (int origin = 5; origin <= 7; ++origin) note(origin, Cause::connect_timeout, kNow + 10min);
    EXPECT_FALSE(is_down()) << "three of eight: the other loop's failed too long ago";
    note(8, Cause::connect_timeout, kNow + 10min);
    EXPECT_FALSE(is_down()) << "half of them";
}

TEST_F(OriginsTest, TakesItForOurFaultWhenMostOfThoseThatWorkedCannotBeReached)
{
    for (int origin = 1; origin <= 10; ++origin) note(origin, Cause::delivered, kNow);
    const Timestamp later = kNow + 30min;
    for (int origin = 1; origin <= 5; ++origin) note(origin, Cause::connect_timeout, later);
    EXPECT_FALSE(is_down()) << "half of them";
    note(6, Cause::name_failed, later + 4min);
    EXPECT_TRUE(is_down());
    EXPECT_EQ(metrics_.gauge("egress_down").value(), 1);

    note(7, Cause::connect_failed, later + 5min);
    EXPECT_TRUE(is_down());
    note(1, Cause::status, later + 6min);
    EXPECT_FALSE(is_down()) << "somebody answered";
    EXPECT_EQ(metrics_.gauge("egress_down").value(), 0);
}

TEST_F(OriginsTest, BlamesThreeAtLeast)
{
    for (int origin = 1; origin <= 2; ++origin) note(origin, Cause::delivered, kNow);
    for (int origin = 1; origin <= 2; ++origin) note(origin, Cause::name_failed, kNow + 1min);
    EXPECT_FALSE(is_down());
}

TEST_F(OriginsTest, DoesNotCountOriginsThatHaveNotWorkedForAnHour)
{
    for (int origin = 1; origin <= 9; ++origin) note(origin, Cause::delivered, kNow);
    for (int origin = 1; origin <= 9; ++origin) note(origin, Cause::name_not_found, kNow + 61min);
    EXPECT_FALSE(is_down());
}

TEST_F(OriginsTest, DoesNotCountFailuresThatAreMoreThanFiveMinutesApart)
{
    for (int origin = 1; origin <= 5; ++origin) note(origin, Cause::delivered, kNow);
    for (int origin = 1; origin <= 5; ++origin) {
        note(origin, Cause::connect_refused, kNow + origin * 3min);
    }
    EXPECT_FALSE(is_down());
}

TEST_F(OriginsTest, DoesNotTakeASlowOrBrokenReceiverForOurFault)
{
    for (int origin = 1; origin <= 5; ++origin) note(origin, Cause::delivered, kNow);
    for (const Cause cause : {Cause::timeout, Cause::closed, Cause::tls_expired, Cause::cut,
                              Cause::bad_answer, Cause::redirect, Cause::address_refused}) {
        for (int origin = 1; origin <= 5; ++origin) note(origin, cause, kNow + 1min);
    }
    EXPECT_FALSE(is_down());
}

TEST_F(OriginsTest, SendsAFewProbesEveryFewSecondsWhileItIsDown)
{
    for (int origin = 1; origin <= 3; ++origin) note(origin, Cause::delivered, kNow);
    for (int origin = 1; origin <= 3; ++origin) note(origin, Cause::name_failed, kNow);
    ASSERT_TRUE(is_down());
    Timestamp now = origins_.egress().next_probe();
    EXPECT_EQ(now, kNow + 5s);
    for (int i = 0; i < 3; ++i) {
        EXPECT_LE(origins_.egress().next_probe(), now);
        origins_.egress_probed(now);
    }
    EXPECT_EQ(origins_.egress().next_probe(), now + 5s);
}

TEST_F(OriginsTest, ForgetsWhatIsNotUsedForAnHour)
{
    for (std::uint64_t origin = 1; origin <= 100; ++origin) {
        origins_.enter(OriginId{origin}, kNow);
        origins_.leave(OriginId{origin});
    }
    origins_.enter(OriginId{1}, kNow + 2h);
    EXPECT_EQ(origins_.size(), 1u);
}

}  // namespace
}  // namespace mysigfox::delivery
