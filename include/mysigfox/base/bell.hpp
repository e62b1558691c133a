// Wakes whoever waits for news of a topic, without carrying the news.
#pragma once

#include "mysigfox/base/task.hpp"

#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mysigfox {

/// Rung from any thread; a ring costs a look at a counter while nobody listens. What is new the
/// listener reads where it is stored: so nothing queues up for one who is slow.
class Bell {
    struct Ear;

public:
    /// One who waits for one topic; confined to its loop. Must end before the bell does.
    class Listener {
    public:
        Listener(Bell& bell, std::string topic, const Executor& home);
        ~Listener();
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;

        /// True if it rang since the last call, or within `limit`; false else, or when cancelled.
        Task<bool> wait(std::chrono::milliseconds limit);
        /// Ends the wait, and every later one at once.
        void cancel();

    private:
        Bell& bell_;
        const std::string topic_;
        const std::shared_ptr<Ear> ear_;
    };

    void ring(std::string_view topic);
    /// Whether anybody listens to anything: who has much to ring for may save himself the trouble.
    bool is_heard() const noexcept { return listeners_ != 0; }

private:
    using Ears = std::unordered_multimap<std::string, std::shared_ptr<Ear>>;

    std::atomic<std::size_t> listeners_{0};
    std::mutex mutex_;
    Ears ears_;  // guarded by mutex_
};

}  // namespace mysigfox
