// The coroutine type of the whole program, bound to the concrete executor of one loop.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace mysigfox {

/// The executor of one event loop. Concrete on purpose: the type-erased one costs a
/// microsecond a request.
using Executor = boost::asio::io_context::executor_type;

/// A coroutine that lives and dies on the loop that started it.
template <typename T>
using Task = boost::asio::awaitable<T, Executor>;

/// Completion token: suspend, throw on error.
inline constexpr boost::asio::use_awaitable_t<Executor> use_task{};

/// Completion token: suspend, hand the error_code back as the first element of a tuple.
inline constexpr auto as_result = boost::asio::as_tuple(use_task);

}  // namespace mysigfox
