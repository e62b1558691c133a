// Deadlines for the hot path: one coarse timer a loop instead of one a connection.
#pragma once

#include "mysigfox/base/task.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <list>

namespace mysigfox::net {

/// Looks ten times a second at every Limit of its loop and ends what is late.
///
/// A timer per operation costs over a microsecond; setting a Limit costs a store. The price is
/// that a limit acts up to 100 ms late. Confined to one loop; must outlive its Limits.
class Sweep {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Sweep(Executor home);
    ~Sweep();
    Sweep(const Sweep&) = delete;
    Sweep& operator=(const Sweep&) = delete;

    /// Starts looking; stop() ends it, so that the loop can end.
    void start();
    void stop();

    /// Steady time, read once a sweep: good enough for idle times, free to ask.
    Time now() const noexcept { return now_; }

private:
    friend class Limit;
    struct Entry {
        Time due;
        std::function<void()> on_late;
    };

    void look();
    void wait();

    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
        timer_;
    std::list<Entry> entries_;
    Time now_;
    bool running_ = false;
};

/// One connection's (or exchange's) current deadline. on_late runs once on the loop when it has
/// passed, typically closing the socket, so that the pending operation fails; was_late() then
/// tells a time-out from another failure.
class Limit {
public:
    Limit(Sweep& sweep, std::function<void()> on_late);
    ~Limit();
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;

    void set(std::chrono::steady_clock::duration from_now);
    void clear() noexcept;
    bool was_late() const noexcept;

private:
    Sweep& sweep_;
    std::list<Sweep::Entry>::iterator entry_;
};

}  // namespace mysigfox::net
