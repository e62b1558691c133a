// Coroutines that somebody started and must see the end of.
#pragma once

#include "mysigfox/base/task.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <exception>
#include <list>
#include <memory>
#include <utility>

namespace mysigfox::net {

/// The coroutines of one loop that somebody started and must see the end of.
///
/// Group and tasks live on one loop, and only its thread touches them. Must be joined before
/// it is destroyed, so that no task outlives what it refers to.
class TaskGroup {
public:
    explicit TaskGroup(Executor home);
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;
    ~TaskGroup();

    /// Runs the coroutine on the group's loop. A failure is logged.
    void spawn(Task<void> task);

    /// Asks every task to stop; each is told from the loop, after this call.
    void cancel(boost::asio::cancellation_type how);

    /// Waits until the last task is gone.
    Task<void> join();

    std::size_t size() const noexcept { return members_.size(); }

private:
    struct Member {
        boost::asio::cancellation_signal signal;
    };
    using Members = std::list<std::shared_ptr<Member>>;

    void remove(Members::iterator member, const std::exception_ptr& failure);

    Executor home_;
    // Never expires; cancelled when a task ends.
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
        departure_;
    Members members_;
};

}  // namespace mysigfox::net
