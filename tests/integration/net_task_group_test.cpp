// A group is joined, politely asked, or ordered to stop; a task that fails takes nobody with it.
#include "mysigfox/net/task_group.hpp"

#include "mysigfox/net/io_threads.hpp"

#include "support/test_loop.hpp"

#include <future>
#include <stdexcept>

namespace mysigfox::net {
namespace {

using namespace test;
using Clock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

class TaskGroupTest : public testing::Test {
protected:
    /// Raises `ended_` however it ends.
    Task<void> sleep(std::chrono::milliseconds time)
    {
        const Executor home = co_await boost::asio::this_coro::executor;
        Timer timer{home, time};
        co_await timer.async_wait(as_result);
        ++ended_;
    }

    Task<void> fail()
    {
        co_await sleep(1ms);
        throw std::runtime_error("defect");
    }

    Task<bool> join()
    {
        co_await group_.join();
        co_return true;
    }

    TestLoop loop_;
    TaskGroup group_{loop_.executor()};
    int ended_ = 0;
};

TEST_F(TaskGroupTest, JoinWaitsForTheLastTask)
{
    for (const auto time : {1ms, 50ms, 100ms}) group_.spawn(sleep(time));
    EXPECT_EQ(group_.size(), 3u);

    loop_.run(join());

    EXPECT_EQ(ended_, 3);
    EXPECT_EQ(group_.size(), 0u);
}

TEST_F(TaskGroupTest, JoiningAnEmptyGroupDoesNotWait)
{
    EXPECT_TRUE(loop_.run(join()));
}

TEST_F(TaskGroupTest, CancelledTasksEnd)
{
    for (int i = 0; i < 100; ++i) group_.spawn(sleep(1h));
    loop_.run_for(5ms);

    group_.cancel(boost::asio::cancellation_type::terminal);
    EXPECT_EQ(group_.size(), 100u) << "a task was resumed inside the call that stops it";
    loop_.run(join());

    EXPECT_EQ(ended_, 100);
}

TEST_F(TaskGroupTest, ATaskThatEndsBeforeItHearsOfTheCancellationDoesNoHarm)
{
    for (int i = 0; i < 100; ++i) group_.spawn(sleep(0ms));
    group_.cancel(boost::asio::cancellation_type::terminal);

    EXPECT_TRUE(loop_.run(join()));
}

TEST_F(TaskGroupTest, AFailureTakesNobodyElseDown)
{
    group_.spawn(fail());
    group_.spawn(sleep(20ms));

    loop_.run(join());

    EXPECT_EQ(ended_, 2);
}

TEST(IoThreadsTest, EachLoopRunsOnItsOwnThreadAndOutlivesAnException)
{
    IoThreads threads{2};
    threads.start();
    std::promise<std::thread::id> first;
    std::promise<std::thread::id> second;
    std::promise<std::thread::id> again;
    boost::asio::post(threads.at(0), [] { throw std::runtime_error("defect"); });
    boost::asio::post(threads.at(0), [&] { first.set_value(std::this_thread::get_id()); });
    boost::asio::post(threads.at(1), [&] { second.set_value(std::this_thread::get_id()); });
    boost::asio::post(threads.at(2), [&] { again.set_value(std::this_thread::get_id()); });

    const auto one = first.get_future().get();

    EXPECT_NE(one, second.get_future().get());
    EXPECT_EQ(one, again.get_future().get()) << "the third is the first again";
    threads.finish();
}

}  // namespace
}  // namespace mysigfox::net
