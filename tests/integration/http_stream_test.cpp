// Answers that come piece by piece: they flow, they end, and they hold nothing up.
#include "support/http_server_fixture.hpp"

#include "mysigfox/base/bell.hpp"

#include <atomic>

namespace mysigfox::http {
namespace {

using namespace std::chrono_literals;
using testing_support::RawClient;

/// Gives `pieces` as often as it is rung, each of that size; counts those who are alive.
class Fountain final : public Feed {
public:
    Fountain(Bell& bell, const Executor& home, std::size_t size, bool waits,
             std::atomic<int>& alive)
        : alive_(alive), listener_(bell, "water", home), size_(size), waits_(waits)
    {
    }

    Task<std::optional<std::string>> next(std::chrono::milliseconds limit) override
    {
        if (is_over_) co_return std::nullopt;
        if (waits_) co_await listener_.wait(limit);
        if (is_over_) co_return std::nullopt;
        co_return std::string(size_, 'w');
    }

    void cancel() override
    {
        is_over_ = true;
        listener_.cancel();
    }

private:
    struct Counted {
        explicit Counted(std::atomic<int>& count_) : count(count_) { ++count; }
        Counted(const Counted&) = delete;
        Counted& operator=(const Counted&) = delete;
        ~Counted() { --count; }

        std::atomic<int>& count;
    };

    const Counted alive_;  // first: whoever sees none alive may take the bell away
    Bell::Listener listener_;
    const std::size_t size_;
    const bool waits_;
    bool is_over_ = false;
};

class StreamTest : public testing_support::HttpServerTest {
protected:
    void serve(std::size_t size, bool waits)
    {
        add("/stream", {"GET"}, [this, size, waits](const Request&) -> Task<Response> {
            Response response;
            response.feed = std::make_shared<Fountain>(bell_, io_.at(0), size, waits, alive_);
            co_return response;
        });
        add("/echo", {"POST"}, echo);
        start();
    }

    /// No stream outlives the bell.
    void TearDown() override
    {
        if (server_) stop(0s);
        EXPECT_TRUE(comes_true([this] { return alive_ == 0; }));
    }

    const std::string kAsk = "GET /stream HTTP/1.1\r\nHost: relay.test\r\n\r\n";
    Bell bell_;
    std::atomic<int> alive_ = 0;
};

TEST_F(StreamTest, FlowsAsItIsRung)
{
    serve(3, true);
    RawClient client{port_};
    client.send(kAsk);
    const std::string head = client.read_until("\r\n\r\n");
    EXPECT_NE(head.find("200 OK"), std::string::npos);
    EXPECT_NE(head.find("Connection: close"), std::string::npos);
    EXPECT_EQ(head.find("Content-Length"), std::string::npos);
    for (int i = 0; i < 3; ++i) {
        bell_.ring("water");
        EXPECT_EQ(client.read_until("www"), "www");
    }
}

TEST_F(StreamTest, EndsAtOnceWhenTheServerStops)
{
    serve(3, true);
    RawClient client{port_};
    client.send(kAsk);
    client.read_until("\r\n\r\n");
    ASSERT_TRUE(comes_true([this] { return alive_ == 1; }));

    const auto begun = std::chrono::steady_clock::now();
    stop(10s);

    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s) << "nobody had to be cut";
    EXPECT_EQ(alive_, 0);
}

TEST_F(StreamTest, ASlowReaderIsDroppedAndHoldsNobodyUp)
{
    limits_.send = 300ms;
    serve(1'000'000, false);
    RawClient slow{port_};
    slow.send(kAsk);
    ASSERT_TRUE(comes_true([this] { return alive_ == 1; }));
    RawClient other{port_};
    EXPECT_EQ(other.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi").body,
              "hi");

    EXPECT_TRUE(comes_true([this] { return alive_ == 0; }));
}

TEST_F(StreamTest, AHeadRequestGetsNoStream)
{
    serve(3, true);
    RawClient client{port_};
    client.send("HEAD /stream HTTP/1.1\r\nHost: relay.test\r\n\r\n");
    EXPECT_NE(client.read_until("\r\n\r\n").find("200 OK"), std::string::npos);
    EXPECT_TRUE(comes_true([this] { return alive_ == 0; }));
}

}  // namespace
}  // namespace mysigfox::http
