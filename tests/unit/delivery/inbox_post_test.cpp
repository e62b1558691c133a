// What an inbox was told to answer acts inside the process as it would on the wire.
#include "delivery/inbox_post.hpp"

#include "support/fake_inbox.hpp"
#include "support/run_task.hpp"

#include <gtest/gtest.h>

namespace mysigfox::delivery {
namespace {

class InboxPostTest : public testing::Test {
protected:
    AttemptResult post(InboxAnswer told)
    {
        inbox_.answers["write1"] = told;
        return post_to("write1");
    }

    AttemptResult post_to(const std::string& name)
    {
        const client::WebhookRequest request{
            WebhookUrl::parse(policy_.public_url + "/inbox/" + name, policy_).value(), {}, "{}"};
        return test::run_task(post_to_inbox(inbox_, request, Timestamp{}));
    }

    InboxPostTest()
    {
        policy_.public_url = "https://relay.example";
        inbox_.requests["write1"];
    }

    TargetPolicy policy_;
    test::FakeInbox inbox_;
};

TEST_F(InboxPostTest, IsJudgedLikeAnyAnswer)
{
    struct Case {
        InboxAnswer told;
        Cause cause;
        int status;
    };
    const Case cases[] = {{InboxAnswer::ok, Cause::delivered, 200},
                          {InboxAnswer::error, Cause::status, 500},
                          {InboxAnswer::redirect, Cause::redirect, 302},
                          {InboxAnswer::gone, Cause::status, 410},
                          {InboxAnswer::busy, Cause::status, 429}};
    for (const Case& c : cases) {
        const AttemptResult result = post(c.told);
        EXPECT_EQ(result.cause, c.cause) << to_string(c.told);
        EXPECT_EQ(result.status, c.status);
    }
    EXPECT_EQ(post(InboxAnswer::busy).retry_after, "60");
    EXPECT_EQ(post(InboxAnswer::redirect).location, "https://relay.example/");
    EXPECT_EQ(inbox_.requests["write1"].size(), 7U);
}

TEST_F(InboxPostTest, SaysWhenThereIsNoSuchInboxOrNoRoom)
{
    EXPECT_EQ(post_to("other").cause, Cause::inbox_gone);
    inbox_.failure = make_error(Errc::overloaded, "full");
    EXPECT_EQ(post_to("write1").cause, Cause::status);
    EXPECT_EQ(post_to("write1").status, 503);
}

}  // namespace
}  // namespace mysigfox::delivery
