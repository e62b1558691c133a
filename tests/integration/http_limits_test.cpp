// Every limit acts, and the server outlives whoever tries them.
#include "support/http_server_fixture.hpp"

#include <fcntl.h>
#include <sys/resource.h>

#include <vector>

namespace mysigfox::http {
namespace {

using namespace std::chrono_literals;
using testing_support::RawAnswer;
using testing_support::RawClient;

constexpr const char* kGet = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr const char* kHold = "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr const char* kPost = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";

class HttpLimitsTest : public testing_support::HttpServerTest {
protected:
    HttpLimitsTest()
    {
        add("/echo", {"GET", "POST"}, echo);
        add("/hold", {"GET"}, holding());
        add("/spin", {"GET"}, [this](const Request&) -> Task<Response> {
            ++held_;
            while (!may_go_) co_await boost::asio::post(io_.at(0), use_task);
            co_return plain_response(204);
        });
        add("/big", {"GET"}, [](const Request&) -> Task<Response> {
            co_return plain_response(200, std::string(32'000'000, 'x'));
        });
    }

    ~HttpLimitsTest() override { may_go_ = true; }

    /// Sends a byte now and then until the server closes: never quiet for long, never done.
    static RawAnswer trickle(RawClient& client, const std::string& byte)
    {
        while (!client.is_closed_within(20ms)) client.send(byte);
        const auto answer = testing_support::take_answer(client.rest());
        return answer.value_or(RawAnswer{});
    }

    std::uint64_t closed(const std::string& reason)
    {
        return count("http_connections_closed_total", "reason=\"" + reason + "\"");
    }
};

TEST_F(HttpLimitsTest, AQuietConnectionIsClosedWithoutAWord)
{
    limits_.idle = 100ms;
    start();
    RawClient never{port_};
    RawClient once{port_};
    EXPECT_EQ(once.ask(kGet).status, 200);
    EXPECT_TRUE(never.is_closed_within());
    EXPECT_TRUE(once.is_closed_within());
    EXPECT_EQ(never.rest() + once.rest(), "");
    EXPECT_TRUE(comes_true([&] { return closed("late") == 2; }));
}

TEST_F(HttpLimitsTest, AHeadThatTricklesInMeetsOneDeadline)
{
    limits_.header = 300ms;
    limits_.linger = 100ms;
    start();
    RawClient client{port_};
    client.send("GET / HTTP/1.1\r\nX: ");
    EXPECT_EQ(trickle(client, "y").status, 408);
}

TEST_F(HttpLimitsTest, ABodyThatTricklesInMeetsOneDeadline)
{
    limits_.body = 300ms;
    limits_.linger = 100ms;
    start();
    RawClient plain{port_};
    plain.send(kPost);
    EXPECT_EQ(trickle(plain, "y").status, 408);
    RawClient chunked{port_};
    chunked.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_EQ(trickle(chunked, "1\r\na\r\n").status, 408);
}

TEST_F(HttpLimitsTest, AClientThatDoesNotReadIsLeft)
{
    limits_.send = 300ms;
    start();
    RawClient client{port_};
    client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(comes_true([&] { return closed("late") == 1; }));
    EXPECT_TRUE(client.is_closed_within());
    EXPECT_LT(client.rest().size(), 32'000'000u);
}

TEST_F(HttpLimitsTest, AClientThatSendsForEverAfterARefusalIsLeft)
{
    limits_.linger = 300ms;
    start();
    RawClient client{port_};
    client.send("nonsense\r\n");
    EXPECT_EQ(trickle(client, "y").status, 400);
}

TEST_F(HttpLimitsTest, HeadsAndBodiesAreBounded)
{
    start();
    const std::string line = "GET /echo HTTP/1.1\r\nHost: a\r\n";
    std::string fields;
    for (int i = 0; i < 100; ++i) fields += "X: y\r\n";
    EXPECT_EQ(RawClient{port_}.ask(line + fields + "\r\n").status, 431);
    EXPECT_EQ(RawClient{port_}.ask(line + fields.substr(6) + "\r\n").status, 200);
    EXPECT_EQ(RawClient{port_}.ask(line + "X: " + std::string(9'000, 'y')).status, 431);
    EXPECT_EQ(RawClient{port_}.ask("GET /" + std::string(9'000, 'y')).status, 414);
    const std::string large = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n";
    EXPECT_EQ(RawClient{port_}.ask(large).status, 413);
    EXPECT_EQ(count("http_refused_total", R"(status="413")"), 1u);
}

TEST_F(HttpLimitsTest, OneSourceMayHaveOnlySoManyConnections)
{
    limits_.max_per_loopback_source = 3;
    start();
    std::vector<RawClient> guests;
    for (int i = 0; i < 3; ++i) {
        guests.emplace_back(port_);
        EXPECT_EQ(guests.back().ask(kGet).status, 200);
    }
    RawClient extra{port_};
    EXPECT_EQ(extra.read().status, 429);
    EXPECT_TRUE(extra.is_closed_within());
    EXPECT_EQ(count("http_connections_turned_away_total", R"(reason="source_cap")"), 1u);

    guests.pop_back();
    EXPECT_TRUE(comes_true([&] { return connections() == 2; }));
    EXPECT_EQ(RawClient{port_}.ask(kGet).status, 200);
}

TEST_F(HttpLimitsTest, AFullHouseLosesTheOneThatHasWaitedLongest)
{
    limits_.max_connections = 3;
    start();
    RawClient busy{port_};
    busy.send(kHold);
    ASSERT_TRUE(comes_true([&] { return held_ == 1; }));
    RawClient slow{port_};
    slow.send("GET / HTTP/1.1\r\n");
    ASSERT_TRUE(comes_true([&] { return connections() == 2; }));
    RawClient fresh{port_};
    EXPECT_EQ(fresh.ask(kGet).status, 200);

    RawClient newcomer{port_};
    EXPECT_EQ(newcomer.ask(kGet).status, 200);

    EXPECT_TRUE(slow.is_closed_within());
    EXPECT_EQ(fresh.ask(kGet).status, 200);
    may_go_ = true;
    EXPECT_EQ(busy.read().body, "held");
    EXPECT_EQ(count("http_connections_evicted_total"), 1u);
}

TEST_F(HttpLimitsTest, AHouseFullOfServedClientsTurnsNewcomersAway)
{
    limits_.max_connections = 2;
    start();
    RawClient first{port_};
    RawClient second{port_};
    first.send(kHold);
    second.send(kHold);
    ASSERT_TRUE(comes_true([&] { return held_ == 2; }));

    EXPECT_EQ(RawClient{port_}.read().status, 503);

    may_go_ = true;
    EXPECT_EQ(first.read().body + second.read().body, "heldheld");
    EXPECT_EQ(RawClient{port_}.ask(kGet).status, 200);
}

/// Takes every descriptor the process may have, and gives them back.
class NoDescriptors {
public:
    NoDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit few = before_;
        few.rlim_cur = 256;
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) taken_.push_back(fd);
    }
    ~NoDescriptors()
    {
        for (const int fd : taken_) ::close(fd);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }

private:
    rlimit before_{};
    std::vector<int> taken_;
};

TEST_F(HttpLimitsTest, TheAcceptorSurvivesALackOfDescriptors)
{
    start();
    RawClient early{port_};
    EXPECT_EQ(early.ask(kGet).status, 200);
    RawClient unlucky;
    {
        const NoDescriptors none;
        unlucky.connect(port_);
        EXPECT_TRUE(unlucky.is_closed_within());
        EXPECT_EQ(early.ask(kGet).status, 200);
    }
    EXPECT_EQ(RawClient{port_}.ask(kGet).status, 200);
    EXPECT_EQ(count("http_connections_turned_away_total", R"(reason="descriptors")"), 1u);
}

TEST_F(HttpLimitsTest, StoppingEndsIdleConnectionsAtOnceAndLetsBusyOnesFinish)
{
    start();
    RawClient idle{port_};
    EXPECT_EQ(idle.ask(kGet).status, 200);
    RawClient busy{port_};
    busy.send(std::string{kHold} + kGet);
    ASSERT_TRUE(comes_true([&] { return held_ == 1; }));

    auto stopped = begin_to_stop(10s);

    EXPECT_TRUE(idle.is_closed_within());
    EXPECT_EQ(idle.rest(), "");
    EXPECT_THROW(RawClient{port_}, std::runtime_error);
    EXPECT_EQ(stopped.wait_for(50ms), std::future_status::timeout);
    may_go_ = true;
    const RawAnswer last = busy.read();
    EXPECT_EQ(last.body, "held");
    EXPECT_TRUE(last.has("Connection: close"));
    busy.stop_writing();
    EXPECT_TRUE(busy.is_closed_within());
    EXPECT_EQ(busy.rest(), "");
    stopped.get();
    EXPECT_EQ(connections(), 0u);
    server_.reset();
}

TEST_F(HttpLimitsTest, AfterTheGraceTheRestIsCut)
{
    start();
    RawClient stuck{port_};
    stuck.send(kHold);
    RawClient slow{port_};
    slow.send("POST / HTTP/1.1\r\n");
    ASSERT_TRUE(comes_true([&] { return held_ == 1 && connections() == 2; }));

    stop(50ms);

    EXPECT_TRUE(stuck.is_closed_within());
    EXPECT_TRUE(slow.is_closed_within());
    EXPECT_EQ(closed("cut"), 2u);
}

TEST_F(HttpLimitsTest, AHandlerThatNeverWaitsLongIsCutToo)
{
    start();
    RawClient client{port_};
    client.send("GET /spin HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(comes_true([&] { return held_ == 1; }));

    stop(50ms);

    EXPECT_TRUE(client.is_closed_within());
    EXPECT_EQ(closed("cut"), 1u);
}

}  // namespace
}  // namespace mysigfox::http
