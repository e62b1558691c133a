// HTTP through TLS and behind a proxy that names its client: the same requests, the same limits.
#include "support/certificates.hpp"
#include "support/http_server_fixture.hpp"
#include "support/temporary_directory.hpp"
#include "support/tls_client.hpp"

#include <boost/asio/post.hpp>

#include <fstream>

namespace mysigfox::http {
namespace {

using namespace std::chrono_literals;
using testing_support::RawAnswer;
using testing_support::RawClient;
using testing_support::TlsClient;
using testing_support::TlsWishes;

constexpr const char* kGetEcho = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr const char* kGetWho = "GET /who HTTP/1.1\r\nHost: a\r\n\r\n";

std::string post_of(const std::string& body)
{
    return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

class HttpTlsTest : public testing_support::HttpServerTest {
protected:
    HttpTlsTest()
    {
        greeting_.has_tls = true;
        certificates_ = make_context({test::self_signed()});
        limits_.linger = 100ms;
        add("/echo", {"GET", "POST"}, echo, {}, 1'000'000);
        add("/who", {"GET"}, [](const Request& request) -> Task<Response> {
            const std::string forwarded = request.head.is_forwarded ? " forwarded" : "";
            co_return plain_response(200, request.head.source.str() + forwarded);
        });
        add("/big", {"GET"}, [](const Request&) -> Task<Response> {
            co_return plain_response(200, std::string(8'000'000, 'x'));
        });
    }

    net::TlsContext make_context(const std::vector<test::Identity>& identities)
    {
        std::vector<net::CertificateFiles> pairs;
        for (const test::Identity& identity : identities) {
            const std::string number = std::to_string(pairs.size());
            const std::filesystem::path certificate = directory_.path() / (number + ".pem");
            const std::filesystem::path key = directory_.path() / (number + ".key");
            std::ofstream{certificate} << identity.certificate;
            std::ofstream{key} << identity.key;
            pairs.push_back({certificate, key});
        }
        return net::make_server_tls(pairs).value().context;
    }

    std::uint64_t handshakes(const std::string& outcome)
    {
        return count("http_tls_handshakes_total", "outcome=\"" + outcome + "\"");
    }

    test::TemporaryDirectory directory_;
};

TEST_F(HttpTlsTest, ServesManyRequestsOverOneConnectionInBothVersions)
{
    start();
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsWishes wishes;
        wishes.lowest = wishes.highest = version;
        TlsClient client{port_, wishes};
        ASSERT_TRUE(client.is_connected()) << version;
        EXPECT_EQ(client.ask(post_of("first")).body, "first");
        EXPECT_EQ(client.ask(post_of("second")).body, "second");
    }
    EXPECT_EQ(handshakes("done"), 2u);
    EXPECT_EQ(count("http_connections_total"), 2u);
}

TEST_F(HttpTlsTest, OldVersionsAreRefused)
{
    start();
    TlsWishes wishes;
    wishes.lowest = TLS1_VERSION;
    wishes.highest = TLS1_1_VERSION;
    TlsClient client{port_, wishes};
    EXPECT_FALSE(client.is_connected());
    EXPECT_TRUE(comes_true([&] { return handshakes("failed") == 1; }));
}

TEST_F(HttpTlsTest, BodiesAndAnswersOfManyRecordsArriveWhole)
{
    start();
    TlsClient client{port_};
    std::string body(900'000, 'y');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 26);
    EXPECT_EQ(client.ask(post_of(body)).body, body);
    EXPECT_EQ(client.ask("GET /big HTTP/1.1\r\nHost: a\r\n\r\n").body.size(), 8'000'000u);
}

TEST_F(HttpTlsTest, RequestsThatCameInOneRecordAreAllAnswered)
{
    start();
    TlsClient client{port_};
    std::string many;
    for (int i = 0; i < 200; ++i) many += post_of(std::to_string(i));
    client.send(many);
    for (int i = 0; i < 200; ++i) EXPECT_EQ(client.read().body, std::to_string(i));
}

TEST_F(HttpTlsTest, TheLastAnswerEndsWithAGoodbye)
{
    start();
    TlsClient client{port_};
    EXPECT_EQ(client.ask("GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status, 200);
    EXPECT_TRUE(client.is_closed_within());
    EXPECT_TRUE(client.heard_goodbye());
}

TEST_F(HttpTlsTest, TheGateStandsBehindItToo)
{
    start();
    const std::vector<std::pair<std::string, int>> cases{
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n", 431},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000001\r\n\r\n", 413},
        {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    };
    for (const auto& [request, status] : cases) {
        TlsClient client{port_};
        EXPECT_EQ(client.ask(request).status, status) << request.substr(0, 60);
    }
}

TEST_F(HttpTlsTest, ASessionIsResumedByItsTicket)
{
    start();
    TlsClient first{port_};
    EXPECT_EQ(first.ask(kGetEcho).status, 200);  // its ticket comes with the answer
    const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> session{
        SSL_get1_session(first.ssl()), &SSL_SESSION_free};
    TlsWishes wishes;
    wishes.session = session.get();
    TlsClient second{port_, wishes};
    EXPECT_EQ(second.ask(kGetEcho).status, 200);
    EXPECT_EQ(SSL_session_reused(second.ssl()), 1);
}

TEST_F(HttpTlsTest, OfProtocolsOnlyHttp11IsChosen)
{
    start();
    TlsWishes wishes;
    wishes.protocols = "\x02h2\x08http/1.1";
    TlsClient both{port_, wishes};
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(both.ssl(), &chosen, &size);
    EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(chosen), size), "http/1.1");
    wishes.protocols = "\x02h2";
    EXPECT_FALSE(TlsClient(port_, wishes).is_connected());
}

TEST_F(HttpTlsTest, PlainHttpIsToldSoAndClosed)
{
    start();
    RawClient client{port_};
    const RawAnswer answer = client.ask(kGetEcho);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, "this port speaks HTTPS\n");
    EXPECT_TRUE(client.is_closed_within());
}

TEST_F(HttpTlsTest, AHandshakeMeetsOneDeadline)
{
    limits_.greeting = 300ms;
    start();
    RawClient silent{port_};
    RawClient trickling{port_};
    // A record of a thousand bytes that comes one by one.
    trickling.send(std::string_view{"\x16\x03\x01\x03\xe8\x01", 6});
    while (!trickling.is_closed_within(20ms)) trickling.send("x");
    EXPECT_TRUE(silent.is_closed_within());
    const auto late = [&] { return count("http_connections_closed_total", R"(reason="late")"); };
    EXPECT_TRUE(comes_true([&] { return late() == 2; }));
    EXPECT_EQ(handshakes("failed"), 2u);
}

TEST_F(HttpTlsTest, WhoHasNotEvenShakenHandsGoesFirstWhenTheHouseIsFull)
{
    limits_.max_connections = 1;
    start();
    RawClient silent{port_};
    EXPECT_TRUE(comes_true([&] { return connections() == 1; }));
    TlsClient client{port_};
    EXPECT_EQ(client.ask(kGetEcho).status, 200);
    EXPECT_TRUE(silent.is_closed_within());
    EXPECT_EQ(count("http_connections_evicted_total"), 1u);
}

TEST_F(HttpTlsTest, AStopWaitsForNoHandshake)
{
    start();
    RawClient silent{port_};
    EXPECT_TRUE(comes_true([&] { return connections() == 1; }));
    EXPECT_EQ(begin_to_stop(30s).wait_for(10s), std::future_status::ready);
}

TEST_F(HttpTlsTest, ANewCertificateIsForNewConnections)
{
    start();
    TlsClient before{port_};
    EXPECT_EQ(before.ask(kGetEcho).status, 200);
    test::CertificateText text;
    text.names = "DNS:new.example.com";
    const net::TlsContext fresh = make_context({test::self_signed(text)});
    boost::asio::dispatch(io_.at(0),
                          std::packaged_task<void()>{[&] { server_->use_certificates(fresh); }})
        .get();
    TlsClient after{port_};
    EXPECT_EQ(
        X509_check_host(SSL_get0_peer_certificate(after.ssl()), "new.example.com", 0, 0, nullptr),
        1);
    EXPECT_EQ(
        X509_check_host(SSL_get0_peer_certificate(before.ssl()), "new.example.com", 0, 0, nullptr),
        0);
    EXPECT_EQ(before.ask(kGetEcho).status, 200);
    EXPECT_EQ(after.ask(kGetEcho).status, 200);
}

TEST_F(HttpTlsTest, TheClientsAbilitiesDecideBetweenTwoCertificates)
{
    certificates_ = make_context({test::self_signed(), test::self_signed_rsa()});
    start();
    const std::vector<std::pair<const char*, int>> cases{{"ECDSA+SHA256", EVP_PKEY_EC},
                                                         {"RSA-PSS+SHA256", EVP_PKEY_RSA}};
    for (const auto& [signatures, kind] : cases) {
        TlsWishes wishes;
        wishes.signatures = signatures;
        TlsClient client{port_, wishes};
        ASSERT_TRUE(client.is_connected()) << signatures;
        const EVP_PKEY* const key = X509_get0_pubkey(SSL_get0_peer_certificate(client.ssl()));
        EXPECT_EQ(EVP_PKEY_get_base_id(key), kind) << signatures;
    }
}

/// 127.0.0.1 says that the client is 203.0.113.7 (from 4660 to 443).
std::string proxy_header(char command = '\x21', std::string_view fields = {})
{
    std::string header{"\r\n\r\n\0\r\nQUIT\n", 12};
    header += command;
    header += '\x11';
    header += '\0';
    header += static_cast<char>(12 + fields.size());
    header += std::string_view{"\xCB\x00\x71\x07\x7F\x00\x00\x01\x12\x34\x01\xBB", 12};
    return header.append(fields);
}

class HttpBehindProxyTest : public HttpTlsTest {
protected:
    HttpBehindProxyTest()
    {
        greeting_ = {.has_proxy_header = true, .has_tls = false};
        trust_.trusted_proxies.push_back(*Cidr::parse("127.0.0.0/8"));
    }
};

TEST_F(HttpBehindProxyTest, TheHeaderTellsWhoTheClientIs)
{
    start();
    RawClient client{port_};
    EXPECT_EQ(client.ask(proxy_header() + kGetWho).body, "203.0.113.7 forwarded");
    EXPECT_EQ(client.ask(kGetWho).body, "203.0.113.7 forwarded") << "for the whole connection";
    // The client is no trusted proxy, so nobody believes what it says of others.
    const std::string lie = "GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n";
    EXPECT_EQ(client.ask(lie).body, "203.0.113.7 forwarded");
}

TEST_F(HttpBehindProxyTest, AProxyMaySpeakForItselfAndSayMoreThanWeKnow)
{
    start();
    RawClient local{port_};
    EXPECT_EQ(local.ask(proxy_header('\x20') + kGetWho).body, "127.0.0.1");
    RawClient talkative{port_};
    const std::string_view fields{"\x04\x00\x03\x01\x02\x03\xEE\x00\x01\x00", 10};
    EXPECT_EQ(talkative.ask(proxy_header('\x21', fields) + kGetWho).body, "203.0.113.7 forwarded");
}

TEST_F(HttpBehindProxyTest, TheHeaderStandsBeforeTls)
{
    greeting_.has_tls = true;
    start();
    TlsWishes wishes;
    wishes.before = proxy_header();
    TlsClient client{port_, wishes};
    EXPECT_EQ(client.ask(kGetWho).body, "203.0.113.7 forwarded");
}

TEST_F(HttpBehindProxyTest, WithoutAHeaderThereIsNoService)
{
    start();
    RawClient none{port_};
    EXPECT_EQ(none.ask(kGetWho).status, 400);
    RawClient first_version{port_};
    const RawAnswer answer =
        first_version.ask(std::string{"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n"} + kGetWho);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, "found version 1 of the PROXY protocol, expected version 2\n");
    EXPECT_EQ(count("http_proxy_headers_refused_total"), 2u);
}

TEST_F(HttpBehindProxyTest, OnlyTrustedProxiesMayConnect)
{
    trust_.trusted_proxies = {*Cidr::parse("10.0.0.0/8")};
    start();
    RawClient client{port_};
    EXPECT_EQ(client.ask(proxy_header() + kGetWho).status, 0);
    EXPECT_EQ(count("http_connections_turned_away_total", R"(reason="untrusted_proxy")"), 1u);
}

TEST_F(HttpBehindProxyTest, TheHeaderMeetsADeadline)
{
    limits_.greeting = 200ms;
    start();
    RawClient client{port_};
    client.send(proxy_header().substr(0, 20));
    EXPECT_TRUE(client.is_closed_within());
    EXPECT_EQ(client.rest(), "");
}

TEST_F(HttpBehindProxyTest, TheCapPerSourceIsTheClients)
{
    limits_.max_per_source = 2;
    start();
    RawClient one{port_};
    RawClient two{port_};
    RawClient three{port_};
    RawClient of_the_proxy{port_};
    EXPECT_EQ(one.ask(proxy_header() + kGetWho).status, 200);
    EXPECT_EQ(two.ask(proxy_header() + kGetWho).status, 200);
    EXPECT_EQ(three.ask(proxy_header() + kGetWho).status, 429);
    EXPECT_EQ(of_the_proxy.ask(proxy_header('\x20') + kGetWho).status, 200);
}

}  // namespace
}  // namespace mysigfox::http
