// A change on its way to the commit thread, and the coroutine that waits for it.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/base/task.hpp"

#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/require.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace mysigfox::storage {

/// A loop that does not end before what it waits for has arrived.
using Home = decltype(boost::asio::require(
    std::declval<Executor>(), boost::asio::execution::outstanding_work_t::tracked_t{}));

/// A change waiting for its commit.
class Command {
public:
    explicit Command(const Executor& home)
        : home_(boost::asio::require(home, boost::asio::execution::outstanding_work.tracked))
    {
    }
    virtual ~Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    virtual void apply() = 0;                     ///< on the commit thread
    virtual void refuse(const Error& error) = 0;  ///< instead of, or after, apply()
    virtual void complete() = 0;                  ///< once, on its home
    const Home& home() const noexcept { return home_; }

private:
    Home home_;
};

using Commands = std::vector<std::unique_ptr<Command>>;

/// Takes the commands home: one post a loop, however many there are. Empties the list.
void send_home(Commands& commands);

template <typename Change, typename Handler>
class WaitingChange final : public Command {
public:
    WaitingChange(const Executor& home, Change change, Handler handler)
        : Command(home), change_(std::move(change)), handler_(std::move(handler))
    {
    }

    void apply() override { outcome_.emplace(change_()); }
    void refuse(const Error& error) override { outcome_.emplace(error); }
    void complete() override { std::move(handler_)(std::move(*outcome_)); }

private:
    Change change_;
    Handler handler_;
    std::optional<std::invoke_result_t<Change&>> outcome_;
};

}  // namespace mysigfox::storage
