// The resolver against a DNS server that misbehaves on command.
#include "mysigfox/net/resolver.hpp"

#include "support/stub_dns.hpp"
#include "support/test_loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace mysigfox::net {
namespace {

using namespace test;
using Clock = std::chrono::steady_clock;

class ResolverTest : public testing::Test {
protected:
    ResolverTest() { options_.servers = {dns_.server()}; }
    ~ResolverTest() override
    {
        if (resolver_) resolver_->stop();
    }

    Resolver& resolver()
    {
        if (!resolver_) resolver_ = make_resolver(loop_.executor(), options_);
        return *resolver_;
    }

    Resolution resolve(const std::string& name, std::chrono::milliseconds limit = 5s)
    {
        return loop_.run(resolver().resolve(name, limit));
    }

    std::vector<std::string> addresses_of(const std::string& name)
    {
        std::vector<std::string> list;
        for (const IpAddress& address : resolve(name).addresses) list.push_back(address.str());
        return list;
    }

    StubDns dns_;
    TestLoop loop_;
    ResolverOptions options_;
    std::unique_ptr<Resolver> resolver_;
};

DnsReply failure(int code)
{
    DnsReply reply;
    reply.code = code;
    return reply;
}

DnsReply silence()
{
    DnsReply reply;
    reply.is_silent = true;
    return reply;
}

TEST_F(ResolverTest, GivesAllAddressesOfBothFamilies)
{
    dns_.set("a.example.com", addresses({"192.0.2.1", "192.0.2.2", "2001:db8::1"}));

    EXPECT_THAT(addresses_of("a.example.com"),
                testing::UnorderedElementsAre("192.0.2.1", "192.0.2.2", "2001:db8::1"));
}

TEST_F(ResolverTest, KeepsAMappedAddressAsItIsSoThatItCanBeRefused)
{
    dns_.set("a.example.com", addresses({"::ffff:127.0.0.1"}));

    const Resolution found = resolve("a.example.com");

    ASSERT_EQ(found.addresses.size(), 1u);
    EXPECT_TRUE(found.addresses[0].is_v6());
}

TEST_F(ResolverTest, TellsTheWaysOfFailingApart)
{
    dns_.set("gone.example.com", failure(3));
    dns_.set("broken.example.com", failure(2));
    dns_.set("silent.example.com", silence());
    dns_.set("empty.example.com", addresses({}));

    EXPECT_EQ(resolve("gone.example.com").problem, ResolveProblem::not_found);
    EXPECT_EQ(resolve("empty.example.com").problem, ResolveProblem::not_found);
    EXPECT_EQ(resolve("broken.example.com").problem, ResolveProblem::failed);
    EXPECT_EQ(resolve("silent.example.com", 100ms).problem, ResolveProblem::timed_out);
    EXPECT_TRUE(resolve("gone.example.com").addresses.empty());
}

TEST_F(ResolverTest, CountsWhatLookUpsCameTo)
{
    Metrics metrics;
    options_.metrics = &metrics;
    dns_.set("a.example.com", addresses({"192.0.2.1"}));
    dns_.set("gone.example.com", failure(3));
    dns_.set("silent.example.com", silence());

    resolve("a.example.com");
    resolve("a.example.com");
    resolve("gone.example.com");
    resolve("silent.example.com", 100ms);

    const auto count = [&metrics](const char* outcome) {
        return metrics.counter("dns_lookups_total", std::string{"outcome=\""} + outcome + '"')
            .value();
    };
    EXPECT_EQ(count("found"), 1U);
    EXPECT_EQ(count("cached"), 1U);
    EXPECT_EQ(count("not_found"), 1U);
    EXPECT_EQ(count("timed_out"), 1U);
    EXPECT_EQ(count("failed"), 0U);
}

TEST_F(ResolverTest, NeverWaitsLongerThanItsOwnLimit)
{
    options_.limit = 200ms;
    dns_.set("silent.example.com", silence());
    const auto start = Clock::now();

    EXPECT_EQ(resolve("silent.example.com", 1h).problem, ResolveProblem::timed_out);

    EXPECT_LT(Clock::now() - start, 5s);
}

TEST_F(ResolverTest, ANameThatNeverAnswersDelaysNobodyElse)
{
    dns_.set("silent.example.com", silence());
    dns_.set("a.example.com", addresses({"192.0.2.1"}));
    bool silent_is_over = false;
    boost::asio::co_spawn(loop_.context(), resolver().resolve("silent.example.com", 5s),
                          [&](std::exception_ptr, Resolution) { silent_is_over = true; });

    EXPECT_THAT(addresses_of("a.example.com"), testing::ElementsAre("192.0.2.1"));

    EXPECT_FALSE(silent_is_over);
}

TEST_F(ResolverTest, DoesWithoutAFamilyThatStaysSilent)
{
    DnsReply reply = addresses({"192.0.2.1"});
    reply.is_silent_v6 = true;
    dns_.set("half.example.com", reply);
    const auto start = Clock::now();

    EXPECT_THAT(addresses_of("half.example.com"), testing::ElementsAre("192.0.2.1"));

    EXPECT_LT(Clock::now() - start, 4s);
}

TEST_F(ResolverTest, EqualNamesShareOneQuery)
{
    DnsReply slow = addresses({"192.0.2.1"});
    slow.delay = 100ms;
    dns_.set("a.example.com", slow);
    std::vector<Task<Resolution>> tasks;
    for (int i = 0; i < 50; ++i) tasks.push_back(resolver().resolve("a.example.com", 5s));

    for (const Resolution& found : loop_.run_all(std::move(tasks))) {
        EXPECT_EQ(found.addresses.size(), 1u);
    }

    EXPECT_EQ(dns_.questions("a.example.com"), 1u);
}

TEST_F(ResolverTest, ATruncatedAnswerIsAskedForAgainOverTcp)
{
    std::vector<std::string> many;
    for (int i = 0; i < 100; ++i) many.push_back("192.0.2." + std::to_string(i));
    DnsReply reply = addresses(many);
    reply.is_truncated = true;
    dns_.set("many.example.com", reply);

    EXPECT_EQ(resolve("many.example.com").addresses.size(), 100u);
}

TEST_F(ResolverTest, AnswersFromTheCacheWhileTheTtlLasts)
{
    dns_.set("a.example.com", {addresses({"192.0.2.1"}), addresses({"192.0.2.2"})});
    resolve("a.example.com");

    EXPECT_THAT(addresses_of("a.example.com"), testing::ElementsAre("192.0.2.1"));
    EXPECT_EQ(dns_.questions("a.example.com"), 1u);
}

TEST_F(ResolverTest, AsksAgainWhenTheTtlIsOver)
{
    options_.keep_at_least = 1ms;
    DnsReply brief = addresses({"192.0.2.1"});
    brief.ttl = 0;
    dns_.set("a.example.com", {brief, addresses({"192.0.2.2"})});
    resolve("a.example.com");
    loop_.run_for(20ms);

    EXPECT_THAT(addresses_of("a.example.com"), testing::ElementsAre("192.0.2.2"));
}

TEST_F(ResolverTest, ATtlOfZeroIsRaisedAndOneOfYearsCut)
{
    options_.keep_at_least = 10s;
    DnsReply brief = addresses({"192.0.2.1"});
    brief.ttl = 0;
    dns_.set("brief.example.com", {brief, addresses({"192.0.2.2"})});
    resolve("brief.example.com");
    EXPECT_THAT(addresses_of("brief.example.com"), testing::ElementsAre("192.0.2.1"));

    resolver_->stop();
    resolver_.reset();
    options_.keep_at_least = options_.keep_at_most = 1ms;
    DnsReply eternal = addresses({"192.0.2.1"});
    eternal.ttl = 0x7FFFFFFF;
    dns_.set("eternal.example.com", {eternal, addresses({"192.0.2.2"})});
    resolve("eternal.example.com");
    loop_.run_for(20ms);
    EXPECT_THAT(addresses_of("eternal.example.com"), testing::ElementsAre("192.0.2.2"));
}

TEST_F(ResolverTest, RemembersFailuresForAWhileOnly)
{
    options_.keep_at_least = 500ms;
    dns_.set("late.example.com", {failure(3), addresses({"192.0.2.1"})});
    resolve("late.example.com");
    resolve("late.example.com");
    EXPECT_EQ(dns_.questions("late.example.com"), 1u);

    loop_.run_for(600ms);

    EXPECT_THAT(addresses_of("late.example.com"), testing::ElementsAre("192.0.2.1"));
}

TEST_F(ResolverTest, ManyDeadNamesMakeOthersWaitNoLongerThanTheirLimit)
{
    options_.queries_at_once = 2;
    options_.limit = 400ms;
    std::vector<Task<Resolution>> tasks;
    for (int i = 0; i < 20; ++i) {
        const std::string name = "dead" + std::to_string(i) + ".example.com";
        dns_.set(name, silence());
        tasks.push_back(resolver().resolve(name, 5s));
    }
    const auto start = Clock::now();

    for (const Resolution& found : loop_.run_all(std::move(tasks))) {
        EXPECT_EQ(found.problem, ResolveProblem::timed_out);
    }

    EXPECT_LT(Clock::now() - start, 5s);
}

TEST_F(ResolverTest, ANameThatHadToWaitIsLookedUpInItsTurn)
{
    options_.queries_at_once = 1;
    DnsReply slow = addresses({"192.0.2.1"});
    slow.delay = 50ms;
    std::vector<Task<Resolution>> tasks;
    for (int i = 0; i < 5; ++i) {
        const std::string name = "slow" + std::to_string(i) + ".example.com";
        dns_.set(name, slow);
        tasks.push_back(resolver().resolve(name, 5s));
    }

    for (const Resolution& found : loop_.run_all(std::move(tasks))) {
        EXPECT_EQ(found.addresses.size(), 1u);
    }
}

TEST_F(ResolverTest, StopEndsEveryPendingQueryWithFailed)
{
    dns_.set("silent.example.com", silence());
    std::vector<Resolution> ended;
    for (int i = 0; i < 3; ++i) {
        boost::asio::co_spawn(loop_.context(), resolver().resolve("silent.example.com", 5s),
                              [&](std::exception_ptr, Resolution r) { ended.push_back(r); });
    }
    loop_.run_until([&] { return dns_.questions("silent.example.com") > 0; });

    resolver_->stop();
    loop_.run_until([&] { return ended.size() == 3; });

    for (const Resolution& found : ended) EXPECT_EQ(found.problem, ResolveProblem::failed);
    EXPECT_EQ(resolve("a.example.com").problem, ResolveProblem::failed);
}

// A loop whose resolver has stopped has nothing left to do: otherwise the daemon never ends.
TEST_F(ResolverTest, AfterStopTheLoopCanEnd)
{
    dns_.set("silent.example.com", silence());
    resolve("silent.example.com", 50ms);

    resolver_->stop();

    loop_.context().restart();
    loop_.context().run();
    SUCCEED();
}

TEST_F(ResolverTest, ACancelledLookUpEndsAtOnce)
{
    dns_.set("silent.example.com", silence());
    const auto start = Clock::now();

    loop_.run_cancelled(resolver().resolve("silent.example.com", 5s),
                        [&] { return dns_.questions("silent.example.com") > 0; });

    EXPECT_LT(Clock::now() - start, 4s);
}

TEST_F(ResolverTest, NeitherTheHostsFileNorTheEnvironmentHasASay)
{
    ::setenv("LOCALDOMAIN", "example.com", 1);
    ::setenv("HOSTALIASES", "/etc/hosts", 1);
    dns_.set("a.b.example.com", addresses({"192.0.2.1"}));

    EXPECT_TRUE(resolve("a.b").addresses.empty());
    EXPECT_TRUE(resolve("localhost").addresses.empty());

    ::unsetenv("LOCALDOMAIN");
    ::unsetenv("HOSTALIASES");
}

TEST_F(ResolverTest, AServerThatMakesNoSenseIsAnImpossibleStart)
{
    options_.servers = {"not an address"};

    EXPECT_THROW(resolver(), std::runtime_error);
}

}  // namespace
}  // namespace mysigfox::net
