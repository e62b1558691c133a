// An event loop of the test's own thread, with an end to every wait.
#pragma once

#include "mysigfox/base/task.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace mysigfox::test {

using namespace std::chrono_literals;

/// Far beyond what any test needs: reached only by a fault.
inline constexpr auto kPatience = 20s;

class TestLoop {
public:
    Executor executor() { return io_.get_executor(); }
    boost::asio::io_context& context() { return io_; }

    /// Runs the loop until the condition holds.
    void run_until(const std::function<bool()>& condition)
    {
        const auto end = std::chrono::steady_clock::now() + kPatience;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end) throw std::runtime_error("waited in vain");
            io_.restart();
            io_.run_one_for(10ms);
        }
    }

    void run_for(std::chrono::milliseconds time)
    {
        const auto end = std::chrono::steady_clock::now() + time;
        run_until([end] { return std::chrono::steady_clock::now() >= end; });
    }

    /// What the coroutine returns, or throws.
    template <typename T>
    T run(Task<T> task)
    {
        std::vector<Task<T>> one;
        one.push_back(std::move(task));
        return std::move(run_all(std::move(one)).front());
    }

    /// The results in the order of the tasks, which run side by side.
    template <typename T>
    std::vector<T> run_all(std::vector<Task<T>> tasks)
    {
        std::vector<std::optional<T>> results(tasks.size());
        std::exception_ptr failure;
        std::size_t ended = 0;
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            boost::asio::co_spawn(io_, std::move(tasks[i]), [&, i](std::exception_ptr e, T value) {
                if (e) failure = e;
                results[i] = std::move(value);
                ++ended;
            });
        }
        run_until([&] { return ended == results.size(); });
        if (failure) std::rethrow_exception(failure);
        std::vector<T> values;
        for (std::optional<T>& result : results) values.push_back(std::move(*result));
        return values;
    }

    /// What the coroutine returns when it is cancelled as soon as the condition holds.
    template <typename T>
    T run_cancelled(Task<T> task, const std::function<bool()>& condition)
    {
        std::optional<T> result;
        std::exception_ptr failure;
        boost::asio::cancellation_signal signal;
        boost::asio::co_spawn(
            io_, std::move(task),
            boost::asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e, T value) {
                failure = e;
                result = std::move(value);
            }));
        run_until(condition);
        signal.emit(boost::asio::cancellation_type::terminal);
        run_until([&] { return result.has_value(); });
        if (failure) std::rethrow_exception(failure);
        return std::move(*result);
    }

private:
    boost::asio::io_context io_{1};
};

}  // namespace mysigfox::test
