// Asks every thread once a second how it is.
#pragma once

#include "app/pulse.hpp"

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/storage/commit_meter.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mysigfox::app {

/// What a loop says of its lanes.
struct LoopVitals {
    std::size_t in_flight = 0;
    std::optional<Timestamp> first_due;  ///< of webhooks that work
};

/// A loop answers when it comes to it; the thread that writes a file answers by what it counts.
/// Confined to its loop, which must not be one of those that it asks.
class Watch {
public:
    struct Loop {
        std::string name;
        Executor home;
        std::function<LoopVitals()> ask;  ///< called on `home`
    };
    struct Writer {
        std::string name;
        std::shared_ptr<const storage::CommitMeter> meter;
    };
    /// Called after each look, once a second.
    using OnLook = std::function<void()>;

    Watch(const Executor& home, std::vector<Loop> loops, std::vector<Writer> writers);

    void start(OnLook on_look);
    /// Asks nobody any more; completes once nobody owes an answer.
    Task<void> stop();

    const Pulse& pulse() const noexcept { return pulse_; }
    /// Of all loops, when each was asked last.
    LoopVitals vitals() const;

private:
    struct Place {
        LoopVitals last;
        bool is_asked = false;
    };

    void look();
    void wait();
    void ask(std::size_t loop);
    bool is_owed_an_answer() const noexcept;
    void listen_to_writers();

    Executor home_;
    std::vector<Loop> loops_;
    std::vector<Writer> writers_;
    std::vector<Place> places_;          // of the loops
    std::vector<std::uint64_t> rounds_;  // of the writers
    Pulse pulse_;                        // the loops, then the writers
    OnLook on_look_;
    bool is_running_ = false;
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
        timer_;
};

}  // namespace mysigfox::app
