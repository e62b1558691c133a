// What the client reports of an attempt beside its cause: phases, peer, TLS, the answer's start.
#include "support/client_fixture.hpp"

#include <gmock/gmock.h>

namespace mysigfox::client {
namespace {

using namespace test;
using Then = Scene::Then;

class AttemptReportTest : public ClientFixture {
protected:
    AttemptResult post_to(const Scene& scene)
    {
        webhook_ = std::make_unique<ScriptedWebhook>(scene);
        return post(webhook_->url());
    }

    std::unique_ptr<ScriptedWebhook> webhook_;
};

TEST_F(AttemptReportTest, TheFirstAttemptShowsEveryPhaseItNeeded)
{
    ScriptedWebhook webhook;
    dns_.set("hook.example.com", addresses({"127.0.0.1"}));

    const AttemptResult result = post(webhook.url("hook.example.com"));

    EXPECT_TRUE(result.phases.dns.has_value());
    EXPECT_TRUE(result.phases.connect.has_value());
    EXPECT_FALSE(result.phases.tls.has_value());
    EXPECT_TRUE(result.phases.first_byte.has_value());
    EXPECT_EQ(result.peer, IpAddress::parse("127.0.0.1"));
    EXPECT_EQ(result.tls, TlsVersion::none);
}

TEST_F(AttemptReportTest, AKeptConnectionNeedsNoPhaseBeforeTheRequest)
{
    ScriptedWebhook webhook;
    dns_.set("hook.example.com", addresses({"127.0.0.1"}));
    post(webhook.url("hook.example.com"));

    const AttemptResult result = post(webhook.url("hook.example.com"));

    EXPECT_FALSE(result.phases.dns.has_value());
    EXPECT_FALSE(result.phases.connect.has_value());
    EXPECT_FALSE(result.phases.tls.has_value());
    EXPECT_TRUE(result.phases.first_byte.has_value());
    EXPECT_EQ(result.peer, IpAddress::parse("127.0.0.1"));
    EXPECT_FALSE(result.was_redialled);
}

TEST_F(AttemptReportTest, TheWaitForTheFirstByteIsCountedFromTheRequest)
{
    Scene slow = answers(200);
    slow.delay = 150ms;

    const AttemptResult result = post_to(slow);

    ASSERT_TRUE(result.phases.first_byte.has_value());
    EXPECT_GE(*result.phases.first_byte, 150ms);
    EXPECT_LE(*result.phases.first_byte, result.elapsed + 1ms);
}

TEST_F(AttemptReportTest, APhaseThatFailedIsTheLastOneShown)
{
    const AttemptResult nowhere = post("http://gone.example.com/");
    EXPECT_TRUE(nowhere.phases.dns.has_value());
    EXPECT_FALSE(nowhere.phases.connect.has_value());
    EXPECT_EQ(nowhere.peer, std::nullopt);

    std::uint16_t port = 0;
    {
        const ScriptedWebhook closed;
        port = closed.port();
    }
    const AttemptResult refused = post("http://127.0.0.1:" + std::to_string(port) + "/");
    EXPECT_EQ(refused.cause, Cause::connect_refused);
    EXPECT_TRUE(refused.phases.connect.has_value());
    EXPECT_FALSE(refused.phases.first_byte.has_value());
    EXPECT_EQ(refused.peer, std::nullopt);
}

TEST_F(AttemptReportTest, ARedialIsReported)
{
    ScriptedWebhook webhook{{answers(200), says("", Then::close), answers(201, "", "again")}};
    post(webhook.url());

    const AttemptResult result = post(webhook.url());

    EXPECT_TRUE(result.was_redialled);
    EXPECT_EQ(result.answer, "again");
    EXPECT_TRUE(result.phases.connect.has_value());
}

TEST_F(AttemptReportTest, KeepsTheStartOfTheAnswerWhateverItsStatusAndFraming)
{
    const std::string two_kb(2'048, 'x');
    const std::string one_kb(1'024, 'x');
    struct Row {
        const char* what;
        Scene scene;
        std::string kept;
    };
    const std::vector<Row> table{
        {"a 2xx's body", answers(200, "", "taken"), "taken"},
        {"a refusal's body", answers(500, "", "no disk left"), "no disk left"},
        {"no body", answers(200), ""},
        {"a long one", answers(404, "", two_kb), one_kb},
        {"exactly as much as is kept", answers(200, "", one_kb), one_kb},
        {"until the end", says("HTTP/1.1 200 OK\r\n\r\nto the end", Then::close), "to the end"},
        {"HTTP/1.0", says("HTTP/1.0 200 OK\r\n\r\nold", Then::close), "old"},
        {"cut short", says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", Then::close),
         "half"},
        {"chunks, put together",
         says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"),
         "abcde"},
        {"after interim answers",
         says("HTTP/1.1 103 Early\r\nLink: </>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
              "ok"),
         "ok"},
        {"never decoded", answers(200, "Content-Encoding: gzip\r\n", "\x1f\x8b\x08 not unpacked"),
         "\x1f\x8b\x08 not unpacked"},
        {"a redirect's body", answers(302, "Location: /new\r\n", "moved"), "moved"},
    };
    for (const Row& row : table) {
        SCOPED_TRACE(row.what);
        EXPECT_EQ(post_to(row.scene).answer, row.kept);
    }
}

TEST_F(AttemptReportTest, ABodyInPiecesIsKeptAsOne)
{
    Scene scene = answers(500, "", "piece by piece");
    scene.drip = 2ms;

    EXPECT_EQ(post_to(scene).answer, "piece by piece");
}

TEST_F(AttemptReportTest, WeNeverAskForACodedAnswer)
{
    post_to(answers(200));

    EXPECT_THAT(webhook_->requests().at(0), testing::Not(testing::HasSubstr("ccept-")));
}

TEST_F(AttemptReportTest, AnAnswerThatDoesNotBeginInTimeIsATimeoutAndNotSentAgain)
{
    limits_.first_byte = 200ms;
    ScriptedWebhook webhook{{answers(200), says("", Then::hang), answers(201)}};
    post(webhook.url());

    const AttemptResult result = post(webhook.url());

    EXPECT_EQ(result.cause, Cause::timeout);
    EXPECT_THAT(result.detail, testing::HasSubstr("200 ms"));
    EXPECT_TRUE(result.perhaps_delivered);
    EXPECT_FALSE(result.was_redialled);
    EXPECT_EQ(webhook.requests().size(), 2u);
}

TEST_F(AttemptReportTest, OnceTheAnswerHasBegunOnlyTheTotalLimitCounts)
{
    limits_.first_byte = 200ms;
    Scene scene = answers(200, "X-Long: " + std::string(20, 'x') + "\r\n");
    scene.drip = 10ms;

    EXPECT_EQ(post_to(scene).cause, Cause::delivered);
}

}  // namespace
}  // namespace mysigfox::client
