// The watch over real threads, one of which hangs.
#include "app/watch.hpp"

#include "mysigfox/net/io_threads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <condition_variable>
#include <latch>
#include <mutex>

namespace mysigfox::app {
namespace {

using namespace std::chrono_literals;

class AppWatchTest : public testing::Test {
protected:
    using Names = std::vector<std::string>;

    ~AppWatchTest() override
    {
        boost::asio::co_spawn(control_.at(0), watch_.stop(), boost::asio::use_future).get();
        loops_.finish();
        control_.finish();
    }

    void start()
    {
        loops_.start();
        control_.start();
        watch_.start([this] {
            const std::lock_guard lock{mutex_};
            silent_ = watch_.pulse().silent(std::chrono::steady_clock::now(), 1500ms);
            vitals_ = watch_.vitals();
            looked_.notify_one();
        });
    }

    /// Whether that is seen, far before anybody loses patience.
    bool comes_to(const Names& silent)
    {
        std::unique_lock lock{mutex_};
        return looked_.wait_for(lock, 20s, [&] { return silent_ == silent; });
    }

    static Watch::Loop loop(const char* name, const Executor& home, int due)
    {
        return {name, home, [due] { return LoopVitals{2, from_milliseconds(due)}; }};
    }

    net::IoThreads loops_{2};
    net::IoThreads control_{1};
    Metrics metrics_;
    std::shared_ptr<storage::CommitMeter> meter_ =
        std::make_shared<storage::CommitMeter>(metrics_, "file");
    std::mutex mutex_;
    std::condition_variable looked_;
    std::optional<Names> silent_;  // guarded by mutex_, as is the next one
    LoopVitals vitals_;
    Watch watch_{control_.at(0),
                 {loop("first", loops_.at(0), 7), loop("second", loops_.at(1), 5)},
                 {{"writer", meter_}}};
};

TEST_F(AppWatchTest, WhoHangsIsNamedUntilHeGoesOn)
{
    std::latch release{1};
    boost::asio::post(loops_.at(1), [&release] { release.wait(); });
    start();

    EXPECT_TRUE(comes_to({"second", "writer"}));
    release.count_down();
    EXPECT_TRUE(comes_to({"writer"}));
    const std::lock_guard lock{mutex_};
    EXPECT_EQ(vitals_.in_flight, 4U);
    EXPECT_EQ(vitals_.first_due, from_milliseconds(5));
}

TEST_F(AppWatchTest, AWriterIsHeardOfByItsRounds)
{
    start();
    ASSERT_TRUE(comes_to({"writer"}));

    meter_->rounds.add();

    EXPECT_TRUE(comes_to({}));
}

}  // namespace
}  // namespace mysigfox::app
