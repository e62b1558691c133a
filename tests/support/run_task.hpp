// Runs one coroutine to its end on a loop of its own.
#pragma once

#include "mysigfox/base/task.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace mysigfox::test {

/// For tests that need one result and no loop of their own.
template <typename T>
T run_task(Task<T> task)
{
    boost::asio::io_context io;
    std::optional<T> result;  // co_spawn itself would ask for a T out of nothing
    std::exception_ptr failure;
    auto keep = [](Task<T> work, std::optional<T>* into) -> Task<void> {
        T value = co_await std::move(work);
        into->emplace(std::move(value));
    };
    boost::asio::co_spawn(io, keep(std::move(task), &result),
                          [&failure](std::exception_ptr thrown) { failure = thrown; });
    io.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
}

}  // namespace mysigfox::test
