// Two hundred receivers of ill will through one client: each ends in time, and none costs memory.
#include "mysigfox/net/tls.hpp"

#include "support/client_fixture.hpp"

#include <unistd.h>

#include <fstream>

namespace mysigfox::client {
namespace {

using namespace test;
using Then = Scene::Then;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitised = true;  // keeps what was freed: its memory says nothing
#else
constexpr bool kIsSanitised = false;
#endif

constexpr std::size_t kEndpoints = 200;
constexpr std::size_t kMostGrowth = 64U << 20U;

/// Of this process, which plays both sides.
std::size_t resident_bytes()
{
    std::size_t all = 0;
    std::size_t resident = 0;
    std::ifstream{"/proc/self/statm"} >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

Scene with(Scene scene, std::string for_ever)
{
    scene.for_ever = std::move(for_ever);
    scene.then = Then::hang;
    return scene;
}

Scene dripping(Scene scene)
{
    scene.drip = 5ms;
    scene.then = Then::hang;
    return scene;
}

Scene at_hello(Scene scene)
{
    scene.is_early = true;
    return scene;
}

struct Villain {
    const char* what;
    bool is_tls;  ///< spoken to in TLS, which it does not speak well
    Scene scene;
    Cause cause;
};

std::vector<Villain> villains()
{
    const std::string block(65'536, '\0');
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    const std::string slow_head = ok + "X: " + std::string(4'000, 'x');
    const std::string slow_body = ok + "Content-Length: 4000\r\n\r\n" + std::string(4'000, 'x');
    return {
        {"silence", false, says("", Then::hang), Cause::timeout},
        {"a head byte by byte", false, dripping(says(slow_head)), Cause::timeout},
        {"a body byte by byte", false, dripping(says(slow_body)), Cause::delivered},
        {"a header without end", false, with(says(ok), "X-More: and more\r\n"), Cause::bad_answer},
        {"a field that is none", false, with(says(ok + "X: "), block.substr(0, 4'096)),
         Cause::delivered},
        {"interim answers without end", false, with(says(""), "HTTP/1.1 100 Continue\r\n\r\n"),
         Cause::bad_answer},
        {"ten gigabytes", false, with(says(ok + "Content-Length: 10737418240\r\n\r\n"), block),
         Cause::delivered},
        {"a body without length or end", false, with(says(ok + "\r\n"), block), Cause::delivered},
        {"chunks without end", false,
         with(says(ok + "Transfer-Encoding: chunked\r\n\r\n"), "10\r\n0123456789abcdef\r\n"),
         Cause::delivered},
        {"chunk sizes without end", false,
         with(says(ok + "Transfer-Encoding: chunked\r\n\r\n1;"), "x=y;"), Cause::delivered},
        {"a bomb in gzip", false,
         with(says(ok + "Content-Encoding: gzip\r\nContent-Length: 10737418240\r\n\r\n\x1f\x8b"),
              block),
         Cause::delivered},
        {"a reset", false, says("", Then::reset), Cause::closed},
        {"a reset inside the answer", false, says(ok + "X", Then::reset), Cause::closed},
        {"closed at once", false, at_hello(says("", Then::close)), Cause::closed},
        {"noise", false, with(says(""), "\x01\x02\x03"), Cause::bad_answer},
        {"a redirect", false, answers(302, "Location: http://127.0.0.1/\r\n"), Cause::redirect},
        {"silence in TLS", true, at_hello(says("", Then::hang)), Cause::tls_failed},
        {"a reset in TLS", true, at_hello(says("", Then::reset)), Cause::tls_failed},
        {"TLS byte by byte", true,
         at_hello(dripping(says(std::string("\x16\x03\x03\x40\x00\x02", 6) + slow_head))),
         Cause::tls_failed},
        {"noise for TLS", true, at_hello(with(says(""), block)), Cause::tls_failed},
    };
}

class HostileTest : public ClientFixture {
protected:
    HostileTest()
    {
        limits_.tls = 2s;
        limits_.drain = 1s;
        limits_.total = 4s;
        for (const Villain& villain : villains()) {
            villains_.push_back({villain, std::make_unique<ScriptedWebhook>(villain.scene)});
        }
        tls_ = net::make_client_tls({}).value();
    }

    struct Running {
        Villain villain;
        std::unique_ptr<ScriptedWebhook> webhook;
    };

    std::string url_of(std::size_t endpoint)
    {
        const std::string host = "v" + std::to_string(endpoint) + ".example.com";
        dns_.set(host, addresses({"127.0.0.1"}));
        const Running& running = villains_[endpoint % villains_.size()];
        const std::string scheme = running.villain.is_tls ? "https://" : "http://";
        return scheme + host + ':' + std::to_string(running.webhook->port()) + '/';
    }

    std::vector<AttemptResult> post_to_all()
    {
        std::vector<Task<AttemptResult>> tasks;
        for (std::size_t i = 0; i < kEndpoints; ++i) {
            tasks.push_back(client().post(request(url_of(i))));
        }
        return loop_.run_all(std::move(tasks));
    }

    std::vector<Running> villains_;
};

TEST_F(HostileTest, TwoHundredAtOnceEachEndInTimeAndCostNoMemory)
{
    const std::size_t before = resident_bytes();

    const std::vector<AttemptResult> results = post_to_all();

    const std::size_t after = resident_bytes();
    for (std::size_t i = 0; i < results.size(); ++i) {
        const Villain& villain = villains_[i % villains_.size()].villain;
        SCOPED_TRACE(villain.what);
        // A machine so busy that the whole time is over before a phase's own is none of theirs.
        const bool ran_out = results[i].cause == Cause::timeout;
        EXPECT_TRUE(results[i].cause == villain.cause || ran_out) << results[i].detail;
        EXPECT_LT(results[i].elapsed, limits_.total + 5s);
        EXPECT_LE(results[i].answer.size(), kKeptAnswerSize);
    }
    if (!kIsSanitised) {
        EXPECT_LT(after, before + kMostGrowth);
    }
}

TEST_F(HostileTest, AHonestReceiverAmongThemIsServed)
{
    ScriptedWebhook honest;
    std::size_t ended = 0;
    for (std::size_t i = 0; i < kEndpoints; ++i) {
        boost::asio::co_spawn(loop_.context(), client().post(request(url_of(i))),
                              [&](std::exception_ptr, AttemptResult) { ++ended; });
    }

    for (int i = 0; i < 20; ++i) EXPECT_EQ(cause(honest.url()), Cause::delivered);

    loop_.run_until([&] { return ended == kEndpoints; });
    EXPECT_EQ(honest.connections(), 1u);
}

}  // namespace
}  // namespace mysigfox::client
