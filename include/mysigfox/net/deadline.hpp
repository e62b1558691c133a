// A deadline that really ends the work, for the rare long waits; see sweep.hpp for the hot path.
#pragma once

#include "mysigfox/base/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace mysigfox::net {

namespace detail {

template <typename T>
Task<std::optional<T>> boxed(Task<T> work)
{
    co_return co_await std::move(work);
}

struct Done {};

inline Task<std::optional<Done>> boxed(Task<void> work)
{
    co_await std::move(work);
    co_return Done{};
}

}  // namespace detail

/// Runs the work, and cancels it when the limit has passed: then there is no value.
///
/// Returns only after the work has really ended, so whatever it refers to may be
/// destroyed. Exceptions of the work, among them those of an outer cancellation,
/// pass through.
template <typename T>
auto with_deadline(Task<T> work, std::chrono::steady_clock::duration limit)
    -> decltype(detail::boxed(std::move(work)))
{
    namespace asio = boost::asio;
    const Executor home = co_await asio::this_coro::executor;
    asio::steady_timer timer{home, limit};
    auto race = asio::experimental::make_parallel_group(
        asio::co_spawn(home, detail::boxed(std::move(work)), asio::deferred),
        timer.async_wait(asio::deferred));
    auto [order, failure, value, interrupted] =
        co_await race.async_wait(asio::experimental::wait_for_one(), use_task);
    if (!failure) co_return std::move(value);
    const bool expired = !interrupted;
    if (expired) co_return std::nullopt;
    std::rethrow_exception(failure);
}

}  // namespace mysigfox::net
