// When customers are told of their webhooks, with a clock set by hand.
#include "mysigfox/mail/webhook_watch.hpp"

#include <gtest/gtest.h>

namespace mysigfox::mail {
namespace {

using namespace std::chrono_literals;
using storage::LaneCondition;

class WebhookWatchTest : public testing::Test {
protected:
    /// It fails (again), asked `after` the last time; the next probe is `wait` away.
    std::optional<WebhookStory> fail(std::chrono::milliseconds after,
                                     std::chrono::milliseconds wait = 5s)
    {
        now_ += after;
        if (!since_) since_ = now_;
        return hear(LaneCondition::failing, wait);
    }

    std::optional<WebhookStory> hear(LaneCondition condition, std::chrono::milliseconds wait = 5s)
    {
        WebhookNews news = said();
        storage::LaneState state;
        state.webhook = kWebhook;
        state.condition = condition;
        state.since = since_.value_or(now_);
        state.next_probe = now_ + wait;
        news.now = state;
        return watch_.hear(news, now_);
    }

    void work(std::size_t waiting)
    {
        since_.reset();
        WebhookNews news = said();
        news.waiting = waiting;
        EXPECT_FALSE(watch_.hear(news, now_));
    }

    static WebhookNews said()
    {
        WebhookNews news;
        news.webhook = kWebhook;
        news.device = DeviceId::from_value(0x21DF4E);
        news.cause = Cause::timeout;
        return news;
    }

    std::vector<WebhookStory> due_after(std::chrono::milliseconds time)
    {
        now_ += time;
        return watch_.due(now_);
    }

    /// As a lane's probes do it, for over an hour; gives the story that was told.
    std::optional<WebhookStory> fail_for_an_hour()
    {
        std::optional<WebhookStory> told;
        for (const auto after : {0ms, 5'000ms, 60'000ms, 300'000ms, 900'000ms, 1'800'000ms}) {
            EXPECT_FALSE(told) << "told too early";
            told = fail(after);
        }
        if (!told) told = fail(30min);
        return told;
    }

    static constexpr WebhookId kWebhook{7};
    WebhookWatch watch_;
    Timestamp now_ = from_milliseconds(1'700'000'000'000);
    std::optional<Timestamp> since_;
};

TEST_F(WebhookWatchTest, TellsOfAFailureAfterSixOfThemAndAnHour)
{
    const auto told = fail_for_an_hour();

    ASSERT_TRUE(told);
    EXPECT_EQ(told->occasion, Occasion::webhook_failing);
    EXPECT_EQ(told->cause, Cause::timeout);
    EXPECT_EQ(told->next, now_ + 5s);
    EXPECT_FALSE(fail(30min)) << "once is enough";
}

TEST_F(WebhookWatchTest, AnHourAloneIsNotEnough)
{
    EXPECT_FALSE(fail(0ms, 2h)) << "it asked for two hours at its first failure";
    for (int i = 2; i < 6; ++i) EXPECT_FALSE(fail(1h, 2h)) << i;
    EXPECT_TRUE(fail(1h, 2h)) << "the sixth";
}

TEST_F(WebhookWatchTest, SixFailuresAloneAreNotEnough)
{
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(fail(1min));
}

TEST_F(WebhookWatchTest, TellsOfAPauseAtOnce)
{
    const auto gone = hear(LaneCondition::paused_gone);
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->occasion, Occasion::webhook_paused);
    EXPECT_FALSE(gone->is_spent);
    EXPECT_FALSE(hear(LaneCondition::paused_gone));
}

TEST_F(WebhookWatchTest, TellsWhenTheScheduleRanOut)
{
    ASSERT_TRUE(fail_for_an_hour());
    const auto spent = hear(LaneCondition::spent);
    ASSERT_TRUE(spent);
    EXPECT_TRUE(spent->is_spent);
}

TEST_F(WebhookWatchTest, TheOperatorsPauseIsHisBusiness)
{
    EXPECT_FALSE(hear(LaneCondition::paused));
}

TEST_F(WebhookWatchTest, TellsOfARecoveryThatLasts)
{
    ASSERT_TRUE(fail_for_an_hour());
    work(41);
    EXPECT_TRUE(due_after(119s).empty());
    const auto told = due_after(1s);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].occasion, Occasion::webhook_recovered);
    EXPECT_EQ(told[0].late, 42U);
    EXPECT_TRUE(due_after(1h).empty());
    EXPECT_EQ(watch_.size(), 0U);
}

TEST_F(WebhookWatchTest, ARecoveryThatDoesNotLastIsNone)
{
    ASSERT_TRUE(fail_for_an_hour());
    work(41);
    EXPECT_FALSE(fail(1min));
    EXPECT_TRUE(due_after(1h).empty());
}

TEST_F(WebhookWatchTest, WhoWasNotToldOfTheTroubleIsNotToldOfItsEnd)
{
    EXPECT_FALSE(fail(0ms));
    work(1);
    EXPECT_TRUE(due_after(1h).empty());
    EXPECT_EQ(watch_.size(), 0U);
}

}  // namespace
}  // namespace mysigfox::mail
