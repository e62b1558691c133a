// When a failed delivery is tried again, and when no more.
#include "mysigfox/delivery/retry_policy.hpp"

#include "waiting_entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

namespace mysigfox::delivery {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr Timestamp kReceived = from_milliseconds(1'501'568'895'000);
const RetryPolicy kPolicy{std::chrono::hours{76}};

AttemptResult answer(int status, std::optional<std::string> retry_after = {})
{
    AttemptResult result;
    result.cause = Cause::status;
    result.status = status;
    result.retry_after = std::move(retry_after);
    return result;
}

AttemptResult failure(Cause cause)
{
    AttemptResult result;
    result.cause = cause;
    return result;
}

std::optional<milliseconds> wait_after(int attempts, double chance, const AttemptResult& result)
{
    const Decision decision = kPolicy.decide(result, attempts, kReceived, kReceived, chance);
    if (const auto* retry = std::get_if<RetryAt>(&decision)) return retry->due - kReceived;
    return std::nullopt;
}

TEST(RetryPolicy, FollowsTheScheduleOfStandardWebhooks)
{
    const std::array<milliseconds, 9> waits{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
    for (std::size_t i = 0; i < waits.size(); ++i) {
        const int attempts = static_cast<int>(i) + 1;
        EXPECT_EQ(wait_after(attempts, kMiddle, answer(500)), waits[i]) << attempts << " attempts";
    }
    EXPECT_EQ(wait_after(10, kMiddle, answer(500)), std::nullopt);
}

TEST(RetryPolicy, SpreadsEachWaitEvenlyOverATenthToEitherSide)
{
    std::mt19937_64 dice{20170801};
    std::uniform_real_distribution<double> chance{0.0, 1.0};
    constexpr int kDraws = 20'000;
    milliseconds least = milliseconds::max();
    milliseconds most{0};
    double sum = 0;
    for (int i = 0; i < kDraws; ++i) {
        const milliseconds wait = wait_after(2, chance(dice), failure(Cause::timeout)).value();
        least = std::min(least, wait);
        most = std::max(most, wait);
        sum += static_cast<double>(wait.count());
    }

    EXPECT_GE(least, 270s);
    EXPECT_LE(most, 330s);
    EXPECT_LT(least, 271s);
    EXPECT_GT(most, 329s);
    EXPECT_NEAR(sum / kDraws, 300'000, 600);
}

struct Course {
    int attempts = 0;
    milliseconds last{0};  ///< after reception
};

/// Fails at every attempt until the policy parks it.
Course run_until_parked(const RetryPolicy& policy, double chance, milliseconds each_takes)
{
    Course course;
    for (Timestamp now = kReceived;;) {
        ++course.attempts;
        course.last = now - kReceived;
        now += each_takes;
        const Decision decision =
            policy.decide(failure(Cause::timeout), course.attempts, kReceived, now, chance);
        if (std::holds_alternative<Park>(decision)) return course;
        now = std::max(now, std::get<RetryAt>(decision).due);
    }
}

TEST(RetryPolicy, MakesTenAttemptsInThreeDays)
{
    const Course course = run_until_parked(kPolicy, kMiddle, 0ms);

    EXPECT_EQ(course.attempts, 10);
    EXPECT_EQ(course.last, 75h + 35min + 5s);
}

TEST(RetryPolicy, MakesTheLastAttemptWhenItGivesUp)
{
    const Course unlucky = run_until_parked(kPolicy, 0.999, 30s);
    EXPECT_EQ(unlucky.attempts, 10);
    EXPECT_EQ(unlucky.last, 76h);

    const Course impatient = run_until_parked(RetryPolicy{6h}, kMiddle, 0ms);
    EXPECT_EQ(impatient.attempts, 6);
    EXPECT_EQ(impatient.last, 6h);
}

TEST(RetryPolicy, NeverWaitsBackwards)
{
    for (int attempts = 1; attempts < 10; ++attempts) {
        for (const double chance : {0.0, 0.999}) {
            const Timestamp late = kReceived + 76h - 1ms;
            const Decision decision =
                kPolicy.decide(failure(Cause::closed), attempts, kReceived, late, chance);
            EXPECT_EQ(std::get<RetryAt>(decision).due, kReceived + 76h);
        }
    }
}

TEST(RetryPolicy, TakesAnySuccessStatusAsDelivered)
{
    for (const int status : {200, 201, 202, 204, 299}) {
        const Decision decision = kPolicy.decide(answer(status), 1, kReceived, kReceived, kMiddle);
        EXPECT_TRUE(std::holds_alternative<Delivered>(decision)) << status;
    }
    EXPECT_TRUE(is_success(failure(Cause::delivered)));
    for (const int status : {0, 100, 199, 300, 302, 400, 401, 404, 429, 500, 503}) {
        EXPECT_FALSE(is_success(answer(status))) << status;
    }
}

TEST(RetryPolicy, DoesNotTakeTheStatusOfABrokenAnswerForSuccess)
{
    AttemptResult result = answer(200);
    result.cause = Cause::bad_answer;
    EXPECT_FALSE(is_success(result));
}

TEST(RetryPolicy, TriesAgainAfterEveryKindOfFailure)
{
    for (const int status : {301, 302, 400, 401, 403, 404, 413, 415, 422, 429, 500, 503}) {
        EXPECT_EQ(wait_after(1, kMiddle, answer(status)), 5s) << status;
    }
    for (int i = static_cast<int>(Cause::redirect); i <= static_cast<int>(Cause::inbox_gone); ++i) {
        const auto cause = static_cast<Cause>(i);
        if (cause == Cause::cut) continue;
        EXPECT_EQ(wait_after(1, kMiddle, failure(cause)), 5s) << to_string(cause);
    }
}

TEST(RetryPolicy, GivesNothingUpBecauseTheWebhookIsGone)
{
    for (const int attempts : {1, 10}) {
        EXPECT_EQ(wait_after(attempts, kMiddle, answer(410)), 0ms) << "once it is resumed";
    }
}

TEST(RetryPolicy, SpendsNoAttemptOnWhatWasCut)
{
    for (const int attempts : {1, 10, 99}) {
        EXPECT_EQ(wait_after(attempts, kMiddle, failure(Cause::cut)), 0ms);
    }
    const Timestamp late = kReceived + 100h;
    const Decision decision = kPolicy.decide(failure(Cause::cut), 10, kReceived, late, kMiddle);
    EXPECT_EQ(std::get<RetryAt>(decision).due, late);
}

TEST(RetryPolicy, NeverComesBackEarlierThanAsked)
{
    EXPECT_EQ(wait_after(1, kMiddle, answer(429, "15")), 15s);
    EXPECT_EQ(wait_after(1, kMiddle, answer(503, "3600")), 1h);
    EXPECT_EQ(wait_after(1, kMiddle, answer(429, "1")), 5s);
    EXPECT_EQ(wait_after(4, kMiddle, answer(503, "1")), 2h);
}

TEST(RetryPolicy, CapsWhatIsAskedAtADay)
{
    EXPECT_EQ(wait_after(1, kMiddle, answer(429, "86401")), 24h);
    EXPECT_EQ(wait_after(1, kMiddle, answer(429, "99999999999999999999999")), 24h);
    EXPECT_EQ(wait_after(1, kMiddle, answer(503, "Fri, 01 Jan 2038 00:00:00 GMT")), 24h);
}

TEST(RetryPolicy, HeedsRetryAfterOnlyWhereItMeansThat)
{
    EXPECT_EQ(wait_after(1, kMiddle, answer(500, "3600")), 5s);
    EXPECT_EQ(wait_after(1, kMiddle, answer(302, "3600")), 5s);
    EXPECT_EQ(wait_after(1, kMiddle, answer(429, "soon")), 5s);
}

TEST(RetryPolicy, HonoursRetryAfterEvenAtTheEnd)
{
    const Timestamp late = kReceived + 75h;
    const Decision decision = kPolicy.decide(answer(429, "7200"), 9, kReceived, late, kMiddle);
    EXPECT_EQ(std::get<RetryAt>(decision).due, late + 2h);
    EXPECT_TRUE(std::holds_alternative<Park>(
        kPolicy.decide(answer(429, "7200"), 10, kReceived, late, kMiddle)));
}

struct Field {
    const char* text;
    std::optional<std::int64_t> seconds;  ///< since 1970, or nothing
};

void PrintTo(const Field& field, std::ostream* out)
{
    *out << '"' << field.text << '"';
}

class RetryAfterTest : public testing::TestWithParam<Field> {};

TEST_P(RetryAfterTest, MeansThisTime)
{
    const Timestamp now = from_milliseconds(1'501'568'895'000);
    const std::optional<Timestamp> time = parse_retry_after(GetParam().text, now);

    ASSERT_EQ(time.has_value(), GetParam().seconds.has_value()) << GetParam().text;
    if (time) {
        EXPECT_EQ(to_milliseconds(*time), *GetParam().seconds * 1000) << GetParam().text;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Fields, RetryAfterTest,
    testing::Values(
        Field{"0", 1'501'568'895}, Field{"120", 1'501'569'015}, Field{" 120\t", 1'501'569'015},
        Field{"999999999", 2'501'568'894}, Field{"Sun, 06 Nov 1994 08:49:37 GMT", 784'111'777},
        Field{"Sunday, 06-Nov-94 08:49:37 GMT", 784'111'777},
        Field{"Sun Nov  6 08:49:37 1994", 784'111'777},
        Field{"Sun Nov 06 08:49:37 1994", 784'111'777},
        Field{"Tue, 01 Aug 2017 06:28:15 GMT", 1'501'568'895},
        Field{"Friday, 01-Jan-38 00:00:00 GMT", 2'145'916'800},
        Field{"Thu, 29 Feb 2024 23:59:60 GMT", 1'709'251'200}, Field{"", {}}, Field{" ", {}},
        Field{"-1", {}}, Field{"+1", {}}, Field{"1.5", {}}, Field{"12 s", {}}, Field{"0x10", {}},
        Field{"soon", {}}, Field{"Thu, 30 Feb 2024 00:00:00 GMT", {}},
        Field{"Thu, 29 Feb 2023 00:00:00 GMT", {}}, Field{"Sun, 06 Nov 1994 24:00:00 GMT", {}},
        Field{"Sun, 06 Nov 1994 08:60:00 GMT", {}}, Field{"Sun, 06 nov 1994 08:49:37 GMT", {}},
        Field{"Sun, 06 Nov 1994 08:49:37", {}}, Field{"Sun, 06 Nov 1994 08:49:37 CET", {}},
        Field{"Sun, 06 Nov 1994 08:49:37 GMT+1", {}}, Field{"Sun, 6 Nov 1994 08:49:37 GMT", {}},
        Field{"Sun, 00 Nov 1994 08:49:37 GMT", {}}, Field{"2017-08-01T06:28:15Z", {}},
        Field{"Sun, ", {}}, Field{"Sun Nov", {}}));

}  // namespace
}  // namespace mysigfox::delivery
