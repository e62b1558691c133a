// What an attempt says of the message, of the receiver, and what follows.
#include "delivery/conclusion.hpp"

#include "waiting_entries.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mysigfox::delivery {
namespace {

using storage::DeliveryState;

AttemptResult result_of(Cause cause, int status = 0)
{
    AttemptResult result;
    result.cause = cause;
    result.status = status;
    return result;
}

struct Row {
    AttemptResult result;
    Evidence evidence;
};

void PrintTo(const Row& row, std::ostream* out)
{
    *out << to_string(row.result.cause) << ' ' << row.result.status;
}

class EvidenceTest : public testing::TestWithParam<Row> {};

TEST_P(EvidenceTest, SpeaksOf)
{
    const AttemptResult& result = GetParam().result;
    EXPECT_EQ(evidence_of(result), GetParam().evidence)
        << to_string(result.cause) << " " << result.status;
}

std::vector<Row> rows()
{
    std::vector<Row> rows{{result_of(Cause::delivered, 302), Evidence::works},
                          {result_of(Cause::cut), Evidence::none},
                          {result_of(Cause::redirect, 301), Evidence::fails},
                          {result_of(Cause::bad_answer, 400), Evidence::fails},
                          {result_of(Cause::inbox_gone), Evidence::fails},
                          {result_of(Cause::status, 410), Evidence::gone}};
    for (const int status : {200, 201, 202, 204}) {
        rows.push_back({result_of(Cause::status, status), Evidence::works});
    }
    for (const int status : {400, 413, 415, 422}) {
        rows.push_back({result_of(Cause::status, status), Evidence::refuses_message});
    }
    for (const int status : {401, 403, 404, 405, 408, 411, 414, 429, 500, 502, 503, 504}) {
        rows.push_back({result_of(Cause::status, status), Evidence::fails});
    }
    for (int cause = static_cast<int>(Cause::name_not_found); cause <= 17; ++cause) {
        rows.push_back({result_of(static_cast<Cause>(cause)), Evidence::fails});
    }
    return rows;
}

INSTANTIATE_TEST_SUITE_P(Outcomes, EvidenceTest, testing::ValuesIn(rows()));

class ConclusionTest : public testing::Test {
protected:
    ConclusionTest()
    {
        pending_.id = DeliveryId{1};
        pending_.attempts = 3;
        pending_.due = kNow;
        pending_.received = kNow - 1h;
        pick_.waiting = waiting_for(pending_);
    }

    Conclusion after(const AttemptResult& result, bool is_ours = false) const
    {
        return conclude(RetryPolicy{76h}, pick_, pending_, result, is_ours, kNow, 0.5);
    }

    storage::PendingDelivery pending_;
    Pick pick_;
};

TEST_F(ConclusionTest, SpendsAnAttemptOnAFailure)
{
    const Conclusion made = after(result_of(Cause::status, 500));
    EXPECT_TRUE(made.is_spent);
    EXPECT_EQ(made.update.attempts, 4u);
    EXPECT_EQ(made.update.state, DeliveryState::pending);
    EXPECT_EQ(made.update.due, kNow + 2h);
    EXPECT_EQ(made.outcome.next, Outcome::Next::again);
    EXPECT_EQ(made.outcome.waiting.attempts, 4u);
    EXPECT_EQ(made.outcome.waiting.due, kNow + 2h);
    EXPECT_EQ(made.outcome.waiting.received(), pending_.received);
    EXPECT_EQ(made.outcome.waiting.is_refused, 0u);
}

TEST_F(ConclusionTest, SpendsNoneOnAProbe)
{
    pick_.errand = Errand::probe;
    const Conclusion made = after(result_of(Cause::status, 500));
    EXPECT_FALSE(made.is_spent);
    EXPECT_EQ(made.update.attempts, 3u);
    EXPECT_EQ(made.update.state, DeliveryState::pending);
    EXPECT_EQ(made.outcome.next, Outcome::Next::again);
    EXPECT_EQ(made.outcome.waiting.attempts, 3u);
    EXPECT_EQ(made.outcome.evidence, Evidence::fails);
}

TEST_F(ConclusionTest, SpendsOneOnAProbeThatIsAnsweredForItsMessagesSake)
{
    pick_.errand = Errand::probe;
    const Conclusion made = after(result_of(Cause::status, 422));
    EXPECT_TRUE(made.is_spent);
    EXPECT_EQ(made.update.attempts, 4u);
    EXPECT_EQ(made.outcome.waiting.is_refused, 1u);
    EXPECT_EQ(made.outcome.evidence, Evidence::refuses_message);
}

TEST_F(ConclusionTest, DeliversByAProbe)
{
    for (const Errand errand : {Errand::probe, Errand::revive}) {
        pick_.errand = errand;
        const Conclusion made = after(result_of(Cause::delivered, 200));
        EXPECT_EQ(made.update.state, DeliveryState::delivered);
        EXPECT_EQ(made.outcome.next, Outcome::Next::nothing);
        EXPECT_EQ(made.outcome.evidence, Evidence::works);
    }
}

TEST_F(ConclusionTest, LeavesParkedWhatItAsksWith)
{
    pick_.errand = Errand::revive;
    for (const int status : {500, 400, 410}) {
        const Conclusion made = after(result_of(Cause::status, status));
        EXPECT_EQ(made.update.state, DeliveryState::parked) << status;
        EXPECT_FALSE(made.is_spent) << status;
        EXPECT_EQ(made.outcome.next, Outcome::Next::nothing) << status;
    }
}

TEST_F(ConclusionTest, BlamesNobodyForWhatIsOurs)
{
    const Conclusion made = after(result_of(Cause::connect_failed), true);
    EXPECT_FALSE(made.is_spent);
    EXPECT_EQ(made.outcome.evidence, Evidence::none);
    EXPECT_EQ(made.outcome.next, Outcome::Next::again);
    EXPECT_EQ(made.outcome.waiting.due, kNow);
}

TEST_F(ConclusionTest, KeepsWhatIsGoneForTheDayOnWhichItIsResumed)
{
    const Conclusion made = after(result_of(Cause::status, 410));
    EXPECT_EQ(made.update.state, DeliveryState::pending);
    EXPECT_EQ(made.outcome.next, Outcome::Next::again);
    EXPECT_EQ(made.outcome.evidence, Evidence::gone);
}

TEST_F(ConclusionTest, HoldsUpTheLaneAsLongAsTheReceiverAsks)
{
    AttemptResult result = result_of(Cause::status, 429);
    result.retry_after = "600";
    EXPECT_EQ(after(result).outcome.asked, kNow + 10min);
    result.retry_after = "9999999";
    EXPECT_EQ(after(result).outcome.asked, kNow + 24h);
    result.status = 500;
    EXPECT_EQ(after(result).outcome.asked, std::nullopt);
}

TEST_F(ConclusionTest, DoesNotCountTheTimeOfAPause)
{
    pending_.received = kNow - 80h;
    pick_.waiting = waiting_for(pending_);
    EXPECT_EQ(after(result_of(Cause::status, 500)).update.state, DeliveryState::parked);
    pick_.was_paused = 70h;
    EXPECT_EQ(after(result_of(Cause::status, 500)).update.state, DeliveryState::pending);
}

TEST_F(ConclusionTest, RecordsOfACutOnlyThatItPerhapsArrived)
{
    AttemptResult result = result_of(Cause::cut);
    EXPECT_FALSE(after(result).is_recorded);
    EXPECT_EQ(after(result).outcome.postpone, kNow + 1s);
    result.perhaps_delivered = true;
    const Conclusion made = after(result);
    EXPECT_TRUE(made.is_recorded);
    EXPECT_FALSE(made.is_spent);
    EXPECT_EQ(made.update.state, DeliveryState::pending);
}

}  // namespace
}  // namespace mysigfox::delivery
