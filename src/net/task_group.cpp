#include "mysigfox/net/task_group.hpp"

#include <spdlog/spdlog.h>

#include <cassert>

namespace mysigfox::net {

namespace asio = boost::asio;

TaskGroup::TaskGroup(Executor home)
    : home_(home), departure_(home, std::chrono::steady_clock::time_point::max())
{
}

TaskGroup::~TaskGroup()
{
    assert(members_.empty() && "a TaskGroup must be joined");
}

void TaskGroup::spawn(Task<void> task)
{
    const auto member = std::make_shared<Member>();
    const auto place = members_.insert(members_.end(), member);
    asio::co_spawn(
        home_, std::move(task),
        asio::bind_cancellation_slot(
            member->signal.slot(),
            // Boost 1.81 dispatches a raw pointer to the signal when it is
            // emitted: `member` keeps that alive to the end.
            [this, place, member](const std::exception_ptr& failure) { remove(place, failure); }));
}

void TaskGroup::cancel(asio::cancellation_type how)
{
    // Posted, since a task must not be resumed inside the call that stops it.
    for (const auto& member : members_) {
        asio::post(home_, [member, how] { member->signal.emit(how); });
    }
}

Task<void> TaskGroup::join()
{
    while (!members_.empty()) co_await departure_.async_wait(as_result);
}

void TaskGroup::remove(Members::iterator member, const std::exception_ptr& failure)
{
    members_.erase(member);
    departure_.cancel();
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        spdlog::error("a task failed: {}", error.what());
    }
}

}  // namespace mysigfox::net
