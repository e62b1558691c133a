// A deadline that really ends the work, and tells a time-out from a failure.
#include "mysigfox/net/deadline.hpp"

#include "support/test_loop.hpp"

#include <boost/system/system_error.hpp>

#include <stdexcept>
#include <string>

namespace mysigfox::net {
namespace {

using namespace test;
using Clock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

Task<void> sleep(std::chrono::milliseconds time)
{
    const Executor home = co_await boost::asio::this_coro::executor;
    Timer timer{home, time};
    co_await timer.async_wait(use_task);
}

Task<std::string> echo_after(std::chrono::milliseconds time, std::string text)
{
    co_await sleep(time);
    co_return text;
}

Task<std::string> fail_after(std::chrono::milliseconds time)
{
    co_await sleep(time);
    throw std::runtime_error("refused");
}

TEST(WithDeadline, GivesTheValueThatCameInTime)
{
    TestLoop loop;
    EXPECT_EQ(loop.run(with_deadline(echo_after(1ms, "in time"), 10s)), "in time");
}

TEST(WithDeadline, GivesNothingWhenTimeIsUp)
{
    TestLoop loop;
    const auto start = Clock::now();

    EXPECT_EQ(loop.run(with_deadline(echo_after(60s, "late"), 20ms)), std::nullopt);

    EXPECT_LT(Clock::now() - start, 10s);
}

TEST(WithDeadline, PassesAFailureOnAtOnce)
{
    TestLoop loop;
    const auto start = Clock::now();

    EXPECT_THROW(loop.run(with_deadline(fail_after(1ms), 15s)), std::runtime_error);

    EXPECT_LT(Clock::now() - start, 10s);
}

TEST(WithDeadline, OuterCancellationIsNotATimeout)
{
    TestLoop loop;
    int turns = 0;
    const auto a_few_turns = [&] { return ++turns > 5; };

    try {
        loop.run_cancelled(with_deadline(echo_after(60s, "late"), 60s), a_few_turns);
        FAIL() << "it went on";
    } catch (const boost::system::system_error& error) {
        EXPECT_EQ(error.code(), boost::asio::error::operation_aborted);
    }
}

TEST(WithDeadline, WorksForVoid)
{
    TestLoop loop;
    EXPECT_TRUE(loop.run(with_deadline(sleep(1ms), 10s)).has_value());
    EXPECT_FALSE(loop.run(with_deadline(sleep(60s), 1ms)).has_value());
}

}  // namespace
}  // namespace mysigfox::net
