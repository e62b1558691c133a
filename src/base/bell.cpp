// Rings are posted to the loops of those who listen, one at a time for each.
#include "mysigfox/base/bell.hpp"

#include <boost/asio/post.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace mysigfox {

using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

struct Bell::Ear {
    explicit Ear(const Executor& executor) : home(executor) {}

    const Executor home;
    std::atomic<bool> is_posted{false};  // a ring is on its way
    // Touched on `home` alone.
    std::optional<Timer> timer;  // once somebody waits
    bool rang = false;
    bool is_cancelled = false;
};

Bell::Listener::Listener(Bell& bell, std::string topic, const Executor& home)
    : bell_(bell), topic_(std::move(topic)), ear_(std::make_shared<Ear>(home))
{
    const std::lock_guard lock{bell_.mutex_};
    bell_.ears_.emplace(topic_, ear_);
    ++bell_.listeners_;
}

Bell::Listener::~Listener()
{
    const std::lock_guard lock{bell_.mutex_};
    auto [ear, end] = bell_.ears_.equal_range(topic_);
    while (ear != end && ear->second != ear_) ++ear;
    if (ear == end) return;
    bell_.ears_.erase(ear);
    --bell_.listeners_;
}

Task<bool> Bell::Listener::wait(std::chrono::milliseconds limit)
{
    const std::shared_ptr<Ear> ear = ear_;  // outlives the wait
    if (!ear->rang && !ear->is_cancelled) {
        ear->timer.emplace(ear->home, limit);
        co_await ear->timer->async_wait(as_result);
    }
    co_return std::exchange(ear->rang, false) && !ear->is_cancelled;
}

void Bell::Listener::cancel()
{
    ear_->is_cancelled = true;
    if (ear_->timer) ear_->timer->cancel();
}

void Bell::ring(std::string_view topic)
{
    if (listeners_ == 0) return;
    std::vector<std::shared_ptr<Ear>> hearing;
    {
        const std::lock_guard lock{mutex_};
        auto [ear, end] = ears_.equal_range(std::string{topic});
        for (; ear != end; ++ear) hearing.push_back(ear->second);
    }
    for (const std::shared_ptr<Ear>& ear : hearing) {
        if (ear->is_posted.exchange(true)) continue;
        boost::asio::post(ear->home, [ear] {
            ear->is_posted = false;
            ear->rang = true;
            if (ear->timer) ear->timer->cancel();
        });
    }
}

}  // namespace mysigfox
