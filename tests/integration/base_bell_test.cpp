// Who listens wakes, whoever rings, and nobody else.
#include "mysigfox/base/bell.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <thread>

namespace mysigfox {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

class BellTest : public testing::Test {
protected:
    ~BellTest() override
    {
        stay_.reset();
        thread_.join();
    }

    std::future<bool> wait(Bell::Listener& listener, std::chrono::milliseconds limit)
    {
        return asio::co_spawn(io_.get_executor(), listener.wait(limit), asio::use_future);
    }

    asio::io_context io_{1};
    asio::executor_work_guard<Executor> stay_{io_.get_executor()};
    Bell bell_;
    std::thread thread_{[this] { io_.run(); }};
};

TEST_F(BellTest, WakesThoseWhoListenToThatTopic)
{
    Bell::Listener one{bell_, "a", io_.get_executor()};
    Bell::Listener other{bell_, "a", io_.get_executor()};
    Bell::Listener deaf{bell_, "b", io_.get_executor()};
    auto first = wait(one, 1min);
    auto second = wait(other, 1min);
    auto third = wait(deaf, 200ms);

    bell_.ring("a");

    EXPECT_TRUE(first.get());
    EXPECT_TRUE(second.get());
    EXPECT_FALSE(third.get());
}

TEST_F(BellTest, ARingBetweenTwoWaitsIsNotLost)
{
    Bell::Listener listener{bell_, "a", io_.get_executor()};
    for (int i = 0; i < 1'000; ++i) bell_.ring("a");

    EXPECT_TRUE(wait(listener, 1min).get());
}

TEST_F(BellTest, MayBeRungWhenNobodyListensAnyMore)
{
    {
        Bell::Listener gone{bell_, "a", io_.get_executor()};
        bell_.ring("a");
    }
    bell_.ring("a");
    Bell::Listener listener{bell_, "a", io_.get_executor()};
    EXPECT_FALSE(wait(listener, 50ms).get());
}

TEST_F(BellTest, ACancelledWaitEnds)
{
    Bell::Listener listener{bell_, "a", io_.get_executor()};
    auto waiting = wait(listener, 1min);
    asio::post(io_, [&] { listener.cancel(); });

    EXPECT_FALSE(waiting.get());
    EXPECT_FALSE(wait(listener, 1min).get()) << "and so does every later one";
}

}  // namespace
}  // namespace mysigfox
