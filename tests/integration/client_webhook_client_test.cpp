// The webhook client against receivers as they are, over plain HTTP.
#include "support/client_fixture.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace mysigfox::client {
namespace {

using namespace test;
using Then = Scene::Then;
using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kFlips = 1'000;
#else
constexpr std::size_t kFlips = 10'000;
#endif

class WebhookClientTest : public ClientFixture {};

Scene hangs()
{
    return says("", Then::hang);
}

// ---- what is sent

TEST_F(WebhookClientTest, SendsExactlyWhatWasAskedFor)
{
    ScriptedWebhook webhook;
    WebhookRequest asked = request(webhook.url("127.0.0.1", "/a%20b?x=1&y=%2F"), R"({"a":1})");
    asked.fields = {{"Content-Type", "application/json"}, {"X-Zebra", "1"}, {"A-Field", "2"}};

    loop_.run(client().post(asked));

    EXPECT_THAT(webhook.requests(), testing::ElementsAre("POST /a%20b?x=1&y=%2F HTTP/1.1\r\n"
                                                         "Host: 127.0.0.1:" +
                                                         std::to_string(webhook.port()) +
                                                         "\r\nContent-Type: application/json\r\n"
                                                         "X-Zebra: 1\r\nA-Field: 2\r\n"
                                                         "Content-Length: 7\r\n\r\n{\"a\":1}"));
}

TEST_F(WebhookClientTest, AFieldCannotSmuggleAnother)
{
    ScriptedWebhook webhook;
    WebhookRequest asked = request(webhook.url());
    asked.fields = {{"X-Note", "a\r\nX-Evil: b"}};

    loop_.run(client().post(asked));

    EXPECT_THAT(webhook.requests().at(0), Not(HasSubstr("\r\nX-Evil")));
}

TEST_F(WebhookClientTest, AnEmptyBodyHasALengthToo)
{
    ScriptedWebhook webhook;

    loop_.run(client().post(request(webhook.url(), "")));

    EXPECT_THAT(webhook.requests().at(0), HasSubstr("Content-Length: 0\r\n\r\n"));
}

TEST_F(WebhookClientTest, SendsWithTheMethodThatWasAskedFor)
{
    ScriptedWebhook webhook;
    WebhookRequest asked = request(webhook.url(), "");
    asked.method = "GET";

    EXPECT_EQ(loop_.run(client().post(asked)).cause, Cause::delivered);

    EXPECT_TRUE(webhook.requests().at(0).starts_with("GET / HTTP/1.1\r\n"));
}

TEST_F(WebhookClientTest, KeepsAsMuchOfAnAnswerAsItIsTold)
{
    const std::string body(30'000, 'x');
    ScriptedWebhook webhook{answers(200, "", body)};
    limits_.kept_answer = 20'000;

    EXPECT_EQ(post(webhook.url()).answer, body.substr(0, 20'000));
}

TEST_F(WebhookClientTest, NoProxyOfTheEnvironmentIsAsked)
{
    ScriptedWebhook proxy;
    ScriptedWebhook webhook;
    ::setenv("http_proxy", proxy.url().c_str(), 1);

    EXPECT_EQ(cause(webhook.url()), Cause::delivered);

    ::unsetenv("http_proxy");
    EXPECT_EQ(proxy.connections(), 0u);
}

// ---- what answers mean

struct Judgement {
    const char* what;
    Scene scene;
    Cause cause;
    int status;
};

TEST_F(WebhookClientTest, JudgesEveryKindOfAnswer)
{
    const std::vector<Judgement> table{
        {"200", answers(200), Cause::delivered, 200},
        {"201 with a body", answers(201, "", "made"), Cause::delivered, 201},
        {"202", answers(202), Cause::delivered, 202},
        {"204 without a length", says("HTTP/1.1 204 No Content\r\n\r\n"), Cause::delivered, 204},
        {"HTTP/1.0", says("HTTP/1.0 200 OK\r\n\r\nok", Then::close), Cause::delivered, 200},
        {"no length", says("HTTP/1.1 200 OK\r\n\r\nuntil the end", Then::close), Cause::delivered,
         200},
        {"no reason", says("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"), Cause::delivered, 200},
        {"chunked",
         says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
         Cause::delivered, 200},
        {"1xx first",
         says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n"
              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
         Cause::delivered, 200},
        {"body cut short", says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", Then::close),
         Cause::delivered, 200},
        {"400", answers(400, "", "no"), Cause::status, 400},
        {"404", answers(404), Cause::status, 404},
        {"410", answers(410), Cause::status, 410},
        {"429", answers(429), Cause::status, 429},
        {"500", answers(500), Cause::status, 500},
        {"999", answers(999), Cause::status, 999},
        {"304", says("HTTP/1.1 304 Not Modified\r\n\r\n"), Cause::redirect, 304},
        {"101", says("HTTP/1.1 101 Switching Protocols\r\n\r\n"), Cause::bad_answer, 0},
        {"not HTTP", says("220 smtp.example.com ESMTP\r\n", Then::close), Cause::bad_answer, 0},
        {"HTTP/2", says("HTTP/2 200 OK\r\n\r\n", Then::close), Cause::bad_answer, 0},
        {"a line that is no field", says("HTTP/1.1 204 No Content\r\nnonsense\r\n\r\n"),
         Cause::delivered, 204},
        {"two lengths", says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nok"),
         Cause::delivered, 200},
        {"a refusal with an odd field", says("HTTP/1.1 503 Busy\r\nX Y: 1\r\n\r\n"), Cause::status,
         503},
        {"an interim answer with an odd field",
         says("HTTP/1.1 100 Continue\r\nnonsense\r\n\r\n", Then::close), Cause::bad_answer, 0},
        {"silence, then closed", says("", Then::close), Cause::closed, 0},
        {"half a head", says("HTTP/1.1 200 OK\r\nContent-", Then::close), Cause::closed, 0},
        {"reset", says("", Then::reset), Cause::closed, 0},
    };
    for (const Judgement& row : table) {
        SCOPED_TRACE(row.what);
        ScriptedWebhook webhook{row.scene};

        const AttemptResult result = post(webhook.url());

        EXPECT_EQ(result.cause, row.cause) << result.detail;
        EXPECT_EQ(result.status, row.status);
        EXPECT_EQ(webhook.connections(), 1u);
        const bool has_answer = row.status != 0;
        EXPECT_EQ(result.perhaps_delivered, !has_answer);
        EXPECT_THAT(result.detail, HasSubstr("127.0.0.1:" + std::to_string(webhook.port())));
    }
}

TEST_F(WebhookClientTest, CopiesRetryAfter)
{
    ScriptedWebhook webhook{answers(429, "Retry-After: 120\r\n")};

    EXPECT_EQ(post(webhook.url()).retry_after, "120");
}

TEST_F(WebhookClientTest, TrailersHaveNoSay)
{
    ScriptedWebhook webhook{says(
        "HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nRetry-After: 86400\r\n\r\n")};

    EXPECT_EQ(post(webhook.url()).retry_after, std::nullopt);
}

TEST_F(WebhookClientTest, FollowsNoRedirectAndNamesTheNewPlaceWithoutItsQuery)
{
    ScriptedWebhook other;
    for (const int status : {301, 302, 303, 307, 308}) {
        ScriptedWebhook webhook{
            answers(status, "Location: " + other.url("127.0.0.1", "/new?secret=1#x") + "\r\n")};

        const AttemptResult result = post(webhook.url());

        EXPECT_EQ(result.cause, Cause::redirect);
        EXPECT_EQ(result.location, other.url("127.0.0.1", "/new?…"));
        EXPECT_THAT(result.detail, Not(HasSubstr("secret")));
    }
    EXPECT_EQ(other.connections(), 0u);
}

TEST_F(WebhookClientTest, TheDetailNeverShowsTheQuery)
{
    for (const Scene& scene : {answers(500), says("", Then::close), answers(200)}) {
        ScriptedWebhook webhook{scene};
        EXPECT_THAT(post(webhook.url("127.0.0.1", "/x?token=hush")).detail, Not(HasSubstr("hush")));
    }
}

// ---- bounds

TEST_F(WebhookClientTest, AHugeHeaderIsABadAnswer)
{
    ScriptedWebhook webhook{answers(200, "X-Big: " + std::string(20'000, 'x') + "\r\n")};
    EXPECT_EQ(cause(webhook.url()), Cause::bad_answer);

    std::string many;
    for (int i = 0; i < 2'000; ++i) many += "X-Field: value\r\n";
    ScriptedWebhook chatty{answers(200, many)};
    EXPECT_EQ(cause(chatty.url()), Cause::bad_answer);
}

TEST_F(WebhookClientTest, EndlessInterimAnswersAreABadAnswer)
{
    std::string interim;
    for (int i = 0; i < 50; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
    ScriptedWebhook webhook{says(interim, Then::hang)};

    EXPECT_EQ(cause(webhook.url()), Cause::bad_answer);
}

TEST_F(WebhookClientTest, OfAHugeBodyOnlyTheStartIsRead)
{
    const std::string body(5'000'000, 'x');
    const std::vector<Scene> scenes{
        answers(200, "", body), says("HTTP/1.1 200 OK\r\n\r\n" + body, Then::close),
        says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4c4b40\r\n" + body +
             "\r\n0\r\n\r\n")};
    for (const Scene& scene : scenes) {
        ScriptedWebhook webhook{scene};

        EXPECT_EQ(cause(webhook.url()), Cause::delivered);
        EXPECT_EQ(cause(webhook.url()), Cause::delivered);

        EXPECT_EQ(webhook.connections(), 2u) << "a connection with a rest in it was used again";
    }
}

TEST_F(WebhookClientTest, ABodyThatDripsDoesNotHoldTheResultBack)
{
    limits_.drain = 100ms;
    Scene scene = says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1'000, 'x'));
    scene.drip = 10ms;
    ScriptedWebhook webhook{scene};

    EXPECT_EQ(cause(webhook.url()), Cause::delivered);
}

TEST_F(WebhookClientTest, AHeadInPiecesIsStillAHead)
{
    Scene scene = answers(200);
    scene.drip = 1ms;
    ScriptedWebhook webhook{scene};

    EXPECT_EQ(cause(webhook.url()), Cause::delivered);
}

// Beast 1.81 asserts on the last chunk in odd pieces.
TEST_F(WebhookClientTest, AChunkedBodyInPiecesIsReadToItsEnd)
{
    for (const std::string body : {"0\r\n\r\n", "2\r\nok\r\n0\r\n\r\n", "0;x=y\r\nA: b\r\n\r\n"}) {
        Scene scene = says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        scene.drip = 3ms;
        ScriptedWebhook webhook{scene};

        EXPECT_EQ(cause(webhook.url()), Cause::delivered);
        EXPECT_EQ(cause(webhook.url()), Cause::delivered);

        EXPECT_EQ(webhook.connections(), 1u);
    }
}

TEST_F(WebhookClientTest, NoAnswerWithinTheTotalLimitIsATimeout)
{
    limits_.total = 200ms;
    ScriptedWebhook webhook{hangs()};
    const auto start = Clock::now();

    const AttemptResult result = post(webhook.url());

    EXPECT_EQ(result.cause, Cause::timeout);
    EXPECT_TRUE(result.perhaps_delivered);
    EXPECT_GE(result.elapsed, 200ms);
    EXPECT_LT(Clock::now() - start, 5s);
    EXPECT_EQ(webhook.connections(), 1u);
}

TEST_F(WebhookClientTest, AHeadThatDripsHasOneDeadlineNotOneAByte)
{
    limits_.total = 300ms;
    Scene scene = answers(200, "X-Long: " + std::string(1'000, 'x') + "\r\n");
    scene.drip = 20ms;
    ScriptedWebhook webhook{scene};

    EXPECT_EQ(cause(webhook.url()), Cause::timeout);
}

TEST_F(WebhookClientTest, AnEarlyAnswerCountsAlthoughTheRequestWasNotRead)
{
    Scene scene = answers(413);
    scene.is_early = true;
    scene.then = Then::close;
    scene.linger = 200ms;
    ScriptedWebhook webhook{scene};

    const AttemptResult result =
        loop_.run(client().post(request(webhook.url(), std::string(100'000, 'x'))));

    EXPECT_EQ(result.status, 413);
}

// ---- connections

/// Takes no connection, like a firewall that drops: its queue is full.
class FullListener {
public:
    FullListener()
    {
        acceptor_.open(boost::asio::ip::tcp::v4());
        acceptor_.bind({boost::asio::ip::make_address("127.0.0.1"), 0});
        acceptor_.listen(0);
        for (int i = 0; i < 3; ++i) {
            fillers_.emplace_back(io_);
            fillers_.back().async_connect(acceptor_.local_endpoint(), [](const auto&) {});
        }
        io_.poll();
    }
    std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/";
    }

private:
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_{io_};
    std::vector<boost::asio::ip::tcp::socket> fillers_;
};

std::uint16_t port_without_listener()
{
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor acceptor{io, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    return acceptor.local_endpoint().port();
}

TEST_F(WebhookClientTest, ARefusedConnectionIsSaidToBeRefused)
{
    const AttemptResult result =
        post("http://127.0.0.1:" + std::to_string(port_without_listener()) + "/");

    EXPECT_EQ(result.cause, Cause::connect_refused) << result.detail;
    EXPECT_FALSE(result.perhaps_delivered);
}

TEST_F(WebhookClientTest, AConnectionNobodyTakesTimesOut)
{
    limits_.connect = 200ms;
    const FullListener full;

    const AttemptResult result = post(full.url());

    EXPECT_EQ(result.cause, Cause::connect_timeout) << result.detail;
    EXPECT_FALSE(result.perhaps_delivered);
}

TEST_F(WebhookClientTest, WithoutDescriptorsTheConnectionFailsAndLaterWorks)
{
    ScriptedWebhook webhook;
    client();
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);

    const AttemptResult result = post(webhook.url());

    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(result.cause, Cause::connect_failed) << result.detail;
    EXPECT_EQ(cause(webhook.url()), Cause::delivered);
}

TEST_F(WebhookClientTest, TriesTheNextAddressWhenOneDoesNotAnswer)
{
    ScriptedWebhook webhook;
    dns_.set("hook.example.com", addresses({"127.0.0.2", "127.0.0.1"}));

    EXPECT_EQ(cause(webhook.url("hook.example.com")), Cause::delivered);
}

TEST_F(WebhookClientTest, KeepsAConnectionForTheNextMessage)
{
    ScriptedWebhook webhook;

    for (int i = 0; i < 5; ++i) EXPECT_EQ(cause(webhook.url()), Cause::delivered);

    EXPECT_EQ(webhook.connections(), 1u);
    EXPECT_EQ(webhook.requests().size(), 5u);
    EXPECT_EQ(count("webhook_connections_reused_total"), 4u);
}

TEST_F(WebhookClientTest, DoesNotReuseWhatTheReceiverWantsClosed)
{
    for (const std::string fields : {"Connection: close\r\n", "connection: foo, Close\r\n"}) {
        ScriptedWebhook webhook{answers(200, fields)};
        post(webhook.url());
        post(webhook.url());
        EXPECT_EQ(webhook.connections(), 2u);
    }
}

TEST_F(WebhookClientTest, DoesNotReuseAConnectionThatSaidMoreThanItsAnswer)
{
    ScriptedWebhook webhook{says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 No")};

    EXPECT_EQ(cause(webhook.url()), Cause::delivered);
    EXPECT_EQ(cause(webhook.url()), Cause::delivered);

    EXPECT_EQ(webhook.connections(), 2u);
}

TEST_F(WebhookClientTest, KeepsAFewIdleConnectionsAnOriginAndNoMore)
{
    limits_.idle_per_origin = 2;
    Scene slow = answers(200);
    slow.delay = 100ms;
    ScriptedWebhook webhook{slow};
    std::vector<Task<AttemptResult>> tasks;
    for (int i = 0; i < 6; ++i) tasks.push_back(client().post(request(webhook.url())));

    for (const AttemptResult& result : loop_.run_all(std::move(tasks))) {
        EXPECT_EQ(result.cause, Cause::delivered);
    }

    loop_.run_until([&] { return webhook.open_connections() == 2; });
}

TEST_F(WebhookClientTest, KeepsNoMoreIdleConnectionsThanAllowedInAll)
{
    limits_.idle_total = 2;
    std::vector<std::unique_ptr<ScriptedWebhook>> webhooks;
    for (int i = 0; i < 4; ++i) {
        webhooks.push_back(std::make_unique<ScriptedWebhook>());
        post(webhooks.back()->url());
    }

    loop_.run_until([&] { return webhooks[0]->open_connections() == 0; });
    loop_.run_until([&] { return webhooks[1]->open_connections() == 0; });
    EXPECT_EQ(webhooks[2]->open_connections(), 1u);
    EXPECT_EQ(webhooks[3]->open_connections(), 1u);
}

TEST_F(WebhookClientTest, ClosesIdleConnectionsAfterAWhile)
{
    limits_.keep_idle = 100ms;
    ScriptedWebhook webhook;
    post(webhook.url());
    EXPECT_EQ(webhook.open_connections(), 1u);

    loop_.run_until([&] { return webhook.open_connections() == 0; });
}

TEST_F(WebhookClientTest, StopClosesIdleConnections)
{
    ScriptedWebhook webhook;
    post(webhook.url());

    client().stop();

    loop_.run_until([&] { return webhook.open_connections() == 0; });
}

TEST_F(WebhookClientTest, RedialsOnceWhenAKeptConnectionDiesBeforeItsAnswer)
{
    ScriptedWebhook webhook{{answers(200), says("", Then::close), answers(201)}};
    post(webhook.url());

    const AttemptResult result = post(webhook.url());

    EXPECT_EQ(result.status, 201);
    EXPECT_FALSE(result.perhaps_delivered);
    EXPECT_EQ(webhook.connections(), 2u);
    EXPECT_EQ(count("webhook_redials_total"), 1u);
}

TEST_F(WebhookClientTest, RedialsOnlyOnce)
{
    ScriptedWebhook webhook{{answers(200), says("", Then::close)}};
    post(webhook.url());

    const AttemptResult result = post(webhook.url());

    EXPECT_EQ(result.cause, Cause::closed);
    EXPECT_TRUE(result.perhaps_delivered);
    EXPECT_EQ(webhook.requests().size(), 3u);
}

TEST_F(WebhookClientTest, NeverRedialsAfterAByteOfAnAnswer)
{
    ScriptedWebhook webhook{{answers(200), says("H", Then::close), answers(201)}};
    post(webhook.url());

    EXPECT_EQ(cause(webhook.url()), Cause::closed);

    EXPECT_EQ(webhook.requests().size(), 2u);
}

TEST_F(WebhookClientTest, NeverRedialsAfterATimeout)
{
    limits_.total = 300ms;
    ScriptedWebhook webhook{{answers(200), hangs(), answers(201)}};
    post(webhook.url());

    EXPECT_EQ(cause(webhook.url()), Cause::timeout);

    EXPECT_EQ(webhook.requests().size(), 2u);
}

TEST_F(WebhookClientTest, AConnectionTheReceiverClosedMeanwhileIsNotUsed)
{
    Scene scene = answers(200);
    scene.then = Then::close;
    ScriptedWebhook closing{scene};
    post(closing.url());
    loop_.run_until([&] { return closing.open_connections() == 0; });

    EXPECT_EQ(cause(closing.url()), Cause::delivered);

    EXPECT_EQ(count("webhook_redials_total"), 0u);
}

TEST_F(WebhookClientTest, ASlowReceiverHoldsNobodyElseUp)
{
    ScriptedWebhook slow{hangs()};
    ScriptedWebhook webhook;
    limits_.total = 3s;
    bool slow_is_over = false;
    boost::asio::co_spawn(loop_.context(), client().post(request(slow.url())),
                          [&](std::exception_ptr, AttemptResult) { slow_is_over = true; });

    EXPECT_EQ(cause(webhook.url()), Cause::delivered);

    EXPECT_FALSE(slow_is_over);
    loop_.run_until([&] { return slow_is_over; });
}

TEST_F(WebhookClientTest, CancelledItIsCutAndClosesEverything)
{
    ScriptedWebhook webhook{hangs()};

    const AttemptResult result = loop_.run_cancelled(
        client().post(request(webhook.url())), [&] { return webhook.requests().size() == 1; });

    EXPECT_EQ(result.cause, Cause::cut);
    EXPECT_TRUE(result.perhaps_delivered);
    loop_.run_until([&] { return webhook.open_connections() == 0; });
}

TEST_F(WebhookClientTest, CancelledWhileConnectingOrResolvingItIsCut)
{
    const FullListener full;
    int turns = 0;
    const auto a_few_turns = [&] { return ++turns > 5; };

    AttemptResult result = loop_.run_cancelled(client().post(request(full.url())), a_few_turns);
    EXPECT_EQ(result.cause, Cause::cut);
    EXPECT_FALSE(result.perhaps_delivered);

    DnsReply silent;
    silent.is_silent = true;
    dns_.set("silent.example.com", silent);
    result = loop_.run_cancelled(client().post(request("http://silent.example.com/")),
                                 [&] { return dns_.questions("silent.example.com") > 0; });
    EXPECT_EQ(result.cause, Cause::cut);
}

// ---- names and addresses

TEST_F(WebhookClientTest, SpeaksOfWhatDnsSaid)
{
    limits_.dns = 200ms;
    DnsReply broken;
    broken.code = 2;
    DnsReply silent;
    silent.is_silent = true;
    dns_.set("broken.example.com", broken);
    dns_.set("silent.example.com", silent);
    dns_.set("empty.example.com", addresses({}));

    EXPECT_EQ(cause("http://gone.example.com/"), Cause::name_not_found);
    EXPECT_EQ(cause("http://empty.example.com/"), Cause::name_not_found);
    EXPECT_EQ(cause("http://broken.example.com/"), Cause::name_failed);
    EXPECT_EQ(cause("http://silent.example.com/"), Cause::name_failed);
}

TEST_F(WebhookClientTest, ANameThatLeadsInsideIsRefused)
{
    policy_.allowed_targets.clear();
    ScriptedWebhook webhook;
    int number = 0;
    for (const char* address : {"127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1"}) {
        const std::string name = "x" + std::to_string(++number) + ".example.com";
        dns_.set(name, addresses({address}));
        EXPECT_EQ(cause(webhook.url(name)), Cause::address_refused) << address;
    }
    EXPECT_EQ(webhook.connections(), 0u);
}

TEST_F(WebhookClientTest, OneForbiddenAddressAmongGoodOnesRefusesAll)
{
    ScriptedWebhook webhook;
    dns_.set("mixed.example.com", addresses({"127.0.0.1", "10.0.0.1"}));

    const AttemptResult result = post(webhook.url("mixed.example.com"));

    EXPECT_EQ(result.cause, Cause::address_refused);
    EXPECT_THAT(result.detail, HasSubstr("10.0.0.1"));
    EXPECT_EQ(webhook.connections(), 0u);
}

TEST_F(WebhookClientTest, ANameThatMovesInsideBetweenTwoMessagesIsRefused)
{
    names_.keep_at_least = 1ms;
    ScriptedWebhook webhook;
    DnsReply good = addresses({"127.0.0.1"});
    good.ttl = 0;
    dns_.set("rebind.example.com", {good, addresses({"169.254.169.254"})});
    EXPECT_EQ(cause(webhook.url("rebind.example.com")), Cause::delivered);
    loop_.run_for(20ms);

    EXPECT_EQ(cause(webhook.url("rebind.example.com")), Cause::address_refused);

    EXPECT_EQ(webhook.requests().size(), 1u);
}

TEST_F(WebhookClientTest, AKeptConnectionIsLeftWhenTheNameMoves)
{
    names_.keep_at_least = 1ms;
    ScriptedWebhook webhook;
    DnsReply first = addresses({"127.0.0.1"});
    first.ttl = 0;
    dns_.set("moving.example.com", {first, addresses({"127.0.0.2"})});
    EXPECT_EQ(cause(webhook.url("moving.example.com")), Cause::delivered);
    loop_.run_for(20ms);

    EXPECT_EQ(cause(webhook.url("moving.example.com")), Cause::connect_refused);
}

TEST_F(WebhookClientTest, AKeptConnectionObeysAPolicyThatBecameNarrower)
{
    ScriptedWebhook webhook;
    const WebhookRequest asked = request(webhook.url());
    EXPECT_EQ(loop_.run(client().post(asked)).cause, Cause::delivered);

    policy_.allowed_targets.clear();

    EXPECT_EQ(loop_.run(client().post(asked)).cause, Cause::address_refused);
    EXPECT_EQ(webhook.requests().size(), 1u);
}

// One listener on the allowed address, one on the forbidden one, both on the same port.
TEST_F(WebhookClientTest, ANameThatFlipsAtEveryQueryNeverLeadsToTheForbiddenAddress)
{
    policy_.allowed_targets = {*Cidr::parse("127.0.0.1/32")};
    names_.keep_at_least = 0ms;
    ScriptedWebhook webhook;
    boost::asio::ip::tcp::acceptor trap{
        loop_.context(), {boost::asio::ip::make_address("127.0.0.2"), webhook.port()}};
    std::size_t trapped = 0;
    trap.async_accept([&](const auto& error, auto) { trapped += error ? 0 : 1; });
    std::vector<DnsReply> flipping;
    for (std::size_t i = 0; i < kFlips; ++i) {
        flipping.push_back(addresses({i % 2 == 0 ? "127.0.0.1" : "127.0.0.2"}));
        flipping.back().ttl = 0;
    }
    dns_.set("flip.example.com", flipping);

    std::size_t delivered = 0;
    std::size_t refused = 0;
    for (std::size_t i = 0; i < kFlips; ++i) {
        const Cause seen = cause(webhook.url("flip.example.com"));
        delivered += seen == Cause::delivered ? 1 : 0;
        refused += seen == Cause::address_refused ? 1 : 0;
    }
    loop_.run_for(50ms);

    EXPECT_EQ(delivered, kFlips / 2);
    EXPECT_EQ(refused, kFlips / 2);
    EXPECT_EQ(dns_.questions("flip.example.com"), kFlips);
    EXPECT_EQ(trapped, 0u);
}

TEST_F(WebhookClientTest, OurOwnListenersAreRefusedEvenWhereTheAddressIsAllowed)
{
    ScriptedWebhook webhook;
    const WebhookRequest asked = request(webhook.url());
    policy_.own_listeners.push_back({*IpAddress::parse("127.0.0.1"), webhook.port()});

    EXPECT_EQ(loop_.run(client().post(asked)).cause, Cause::address_refused);
    EXPECT_EQ(webhook.connections(), 0u);
}

}  // namespace
}  // namespace mysigfox::client
