// What a client may rely on: order, framing, bodies, origin, and answers whatever happens.
#include "support/http_server_fixture.hpp"

#include <filesystem>
#include <stdexcept>

namespace mysigfox::http {
namespace {

using namespace std::chrono_literals;
using testing_support::RawAnswer;
using testing_support::RawClient;

std::string get(const std::string& path, const std::string& fields = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: relay.test\r\n" + fields + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& fields = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: relay.test\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class HttpTest : public testing_support::HttpServerTest {
protected:
    HttpTest()
    {
        add("/echo", {"GET", "POST"}, echo);
        add("/who", {"GET"}, [](const Request& request) -> Task<Response> {
            const std::string forwarded = request.head.is_forwarded ? " forwarded" : "";
            co_return plain_response(200, request.head.source.str() + forwarded);
        });
        add("/head", {"POST"}, [](const Request& request) -> Task<Response> {
            co_return plain_response(200, std::string{request.head.path} + "|" +
                                              std::string{request.head.query} + "|" +
                                              std::string{request.head.field("X-Secret")});
        });
        add("/throw", {"GET", "POST"}, [](const Request&) -> Task<Response> {
            throw std::runtime_error("boom");
            co_return plain_response(204);
        });
        add("/split", {"GET"}, [](const Request&) -> Task<Response> {
            Response response = plain_response(302);
            response.fields.emplace_back("Location", "/a\r\nSet-Cookie: b");
            co_return response;
        });
        add("/empty", {"GET"},
            [](const Request&) -> Task<Response> { co_return plain_response(204, "never sent"); });
        add("/big", {"GET"}, [](const Request&) -> Task<Response> {
            co_return plain_response(200, std::string(8'000'000, 'x'));
        });
        const Admission never = [](const RequestHead&) -> std::optional<Response> {
            return json_error(401, "no");
        };
        add("/closed", {"POST"}, echo, never);
    }
};

TEST_F(HttpTest, OneConnectionServesManyRequests)
{
    start();
    RawClient client{port_};
    for (int i = 0; i < 3; ++i) {
        const RawAnswer answer = client.ask(post("/echo", "body " + std::to_string(i)));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "body " + std::to_string(i));
        EXPECT_FALSE(answer.has("Connection:"));
    }
    EXPECT_EQ(count("http_connections_total"), 1u);
    EXPECT_EQ(count("http_requests_total"), 3u);
}

TEST_F(HttpTest, PipelinedRequestsAreAnsweredInOrder)
{
    start();
    std::string requests;
    for (int i = 0; i < 500; ++i) requests += post("/echo", std::to_string(i));
    RawClient client{port_};

    ASSERT_TRUE(client.send(requests));

    for (int i = 0; i < 500; ++i) ASSERT_EQ(client.read().body, std::to_string(i));
}

TEST_F(HttpTest, BodiesArriveWholeHoweverTheyAreFramed)
{
    start();
    std::string text(60'000, 'a');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + i % 26);
    std::string chunks = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < text.size(); at += 2'500) {
        chunks += "9c4;a=\"b\"\r\n" + text.substr(at, 2'500) + "\r\n";
    }
    chunks += "0\r\nX-T: y\r\n\r\n";
    RawClient client{port_};

    EXPECT_EQ(client.ask(post("/echo", text)).body, text);
    EXPECT_EQ(client.ask(chunks).body, text);
    EXPECT_EQ(client.ask(chunks + get("/who")).body, text);
    EXPECT_EQ(client.read().body, "127.0.0.1");
}

TEST_F(HttpTest, HeadIsGetWithoutTheBody)
{
    start();
    RawClient client{port_};
    client.send("HEAD /who HTTP/1.1\r\nHost: a\r\n\r\n" + get("/who"));

    const RawAnswer head = client.read(true);

    EXPECT_EQ(head.status, 200);
    EXPECT_TRUE(head.has("\r\nContent-Length: 9\r\n"));
    EXPECT_EQ(client.read().body, "127.0.0.1");
}

TEST_F(HttpTest, AnAnswerWithoutContentHasNeitherLengthNorBody)
{
    start();
    RawClient client{port_};
    const RawAnswer answer = client.ask(get("/empty"));
    EXPECT_TRUE(answer.head.starts_with("HTTP/1.1 204 No Content\r\nDate: ")) << answer.head;
    EXPECT_TRUE(answer.head.ends_with(" GMT\r\nContent-Type: text/plain; charset=utf-8\r\n"))
        << answer.head;
    EXPECT_EQ(client.ask(get("/who")).body, "127.0.0.1");
}

TEST_F(HttpTest, OldClientsAreServedOnceUnlessTheyAskForMore)
{
    start();
    RawClient once{port_};
    EXPECT_TRUE(once.ask("GET /who HTTP/1.0\r\n\r\n").has("Connection: close"));
    EXPECT_TRUE(once.is_closed_within());

    RawClient more{port_};
    const std::string again = "GET /who HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    EXPECT_TRUE(more.ask(again).has("Connection: keep-alive"));
    EXPECT_EQ(more.ask(again).status, 200);
}

TEST_F(HttpTest, TheTargetIsSplitAndOtherwiseLeftAlone)
{
    start();
    RawClient client{port_};
    EXPECT_EQ(client.ask(post("/head?a=%20b?c", "")).body, "/head|a=%20b?c|");
    EXPECT_EQ(client.ask(post("http://relay.test/head?d", "")).body, "/head|d|");
}

TEST_F(HttpTest, TrailersAreNotBelieved)
{
    start();
    RawClient client{port_};
    const RawAnswer answer = client.ask(
        "POST /head HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "1\r\na\r\n0\r\nX-Secret: forged\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");
    EXPECT_EQ(answer.body, "/head||");
}

TEST_F(HttpTest, ContinueIsSaidBeforeTheBodyIsAwaited)
{
    start();
    RawClient client{port_};
    const std::string expecting =
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";

    EXPECT_EQ(client.ask(expecting).status, 100);
    EXPECT_EQ(client.ask("ok").body, "ok");
    EXPECT_EQ(client.ask(expecting + "ok").status, 200);
}

TEST_F(HttpTest, NoContinueIsSaidToARequestThatIsRefused)
{
    start();
    const std::string fields = "Expect: 100-continue\r\n";
    EXPECT_EQ(RawClient{port_}.ask(post("/closed", "x", fields)).status, 401);
    EXPECT_EQ(RawClient{port_}.ask(post("/nowhere", "x", fields)).status, 404);
    EXPECT_EQ(RawClient{port_}.ask(post("/echo", std::string(70'000, 'x'), fields)).status, 413);
    EXPECT_EQ(RawClient{port_}.ask(post("/echo", "x", "Expect: cake\r\n")).status, 417);
}

TEST_F(HttpTest, RefusalsWithoutABodyLeaveTheConnectionOpen)
{
    start();
    RawClient client{port_};
    EXPECT_EQ(client.ask(get("/nowhere")).status, 404);
    const RawAnswer answer = client.ask("PUT /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.status, 405);
    EXPECT_TRUE(answer.has("Allow: GET, HEAD, POST\r\n"));
    EXPECT_EQ(client.ask("TRACE /who HTTP/1.1\r\nHost: a\r\n\r\n").status, 405);
    EXPECT_EQ(client.ask("BREW /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").status, 405);
    EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status, 204);
    EXPECT_EQ(client.ask(get("/who")).status, 200);
}

TEST_F(HttpTest, ARefusedBodyIsNotReadAndTheAnswerArrivesAllTheSame)
{
    start();
    RawClient client{port_};
    client.send(post("/closed", std::string(60'000, 'x')) + get("/who"));

    const RawAnswer answer = client.read();

    EXPECT_EQ(answer.status, 401);
    EXPECT_TRUE(answer.has("Connection: close"));
    client.stop_writing();
    EXPECT_TRUE(client.is_closed_within());
    EXPECT_EQ(client.rest(), "");
    EXPECT_FALSE(client.was_reset());
}

TEST_F(HttpTest, AFailingHandlerCostsOneAnswer)
{
    start();
    RawClient client{port_};
    EXPECT_EQ(client.ask(get("/throw")).status, 500);
    EXPECT_EQ(client.ask(post("/throw", "x")).status, 500);
    EXPECT_EQ(client.ask(get("/who")).status, 200);
    EXPECT_EQ(count("http_handler_failures_total"), 2u);
}

TEST_F(HttpTest, AnAnswerThatWouldSplitIsADefect)
{
    start();
    RawClient client{port_};
    const RawAnswer answer = client.ask(get("/split"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_FALSE(answer.has("Set-Cookie"));
    EXPECT_EQ(client.ask(get("/who")).status, 200);
}

TEST_F(HttpTest, AnswersLargerThanTheSocketTakesAtOnceArriveWhole)
{
    start();
    RawClient client{port_};
    EXPECT_EQ(client.ask(get("/big")).body.size(), 8'000'000u);
    EXPECT_EQ(client.ask(get("/who")).status, 200);
}

TEST_F(HttpTest, OnlyATrustedProxyMaySayWhoAsks)
{
    start();
    RawClient client{port_};
    EXPECT_EQ(client.ask(get("/who", "X-Forwarded-For: 1.2.3.4\r\n")).body, "127.0.0.1 forwarded");
    EXPECT_EQ(client.ask(get("/who", "Forwarded: for=1.2.3.4\r\n")).body, "127.0.0.1 forwarded");
}

TEST_F(HttpTest, WhatATrustedProxySaysIsBelieved)
{
    trust_.trusted_proxies.push_back(*Cidr::parse("127.0.0.0/8"));
    start();
    RawClient client{port_};
    EXPECT_EQ(client.ask(get("/who", "X-Forwarded-For: 9.9.9.9, 1.2.3.4\r\n")).body,
              "1.2.3.4 forwarded");
}

TEST_F(HttpTest, ServesUnixSocketsToo)
{
    start();
    std::string folder = (std::filesystem::temp_directory_path() / "relay-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const std::string path = folder + "/control.sock";
    const int listening = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
    ASSERT_EQ(::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    ASSERT_EQ(::listen(listening, 8), 0);
    boost::asio::dispatch(io_.at(0),
                          std::packaged_task<void()>{[&] { server_->listen(listening); }})
        .get();

    RawClient client{path};

    EXPECT_EQ(client.ask(post("/echo", "hello")).body, "hello");
    EXPECT_EQ(client.ask(get("/who")).body, "127.0.0.1");
    std::filesystem::remove_all(folder);
}

TEST(OpenListener, NamesTheEndpointThatItCannotHave)
{
    const boost::asio::ip::address loopback = boost::asio::ip::address_v4::loopback();
    const int first = open_listener({loopback, 0}, false);
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    ::getsockname(first, reinterpret_cast<sockaddr*>(&address), &size);
    const std::uint16_t port = ntohs(address.sin_port);
    try {
        open_listener({loopback, port}, false);
        FAIL() << "listened twice on one port";
    } catch (const boost::system::system_error& error) {
        EXPECT_EQ(error.code(), boost::system::errc::address_in_use);
        EXPECT_NE(std::string{error.what()}.find("127.0.0.1:" + std::to_string(port)),
                  std::string::npos);
    }
    ::close(first);
}

}  // namespace
}  // namespace mysigfox::http
