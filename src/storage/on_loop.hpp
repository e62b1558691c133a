// Work that is done on another loop, and the coroutine that waits for it.
#pragma once

#include "mysigfox/base/task.hpp"
#include "storage/command.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace mysigfox::storage {

/// Runs `work`, which returns a Result, on the loop `there`; completes with that on the caller's
/// own. What it throws becomes storage_unavailable. Not cancellable: it is over soon.
template <typename Work>
Task<std::invoke_result_t<Work&>> on_loop(Executor there, Work work)
{
    namespace asio = boost::asio;
    using Outcome = std::invoke_result_t<Work&>;
    const Executor here = co_await asio::this_coro::executor;
    auto begin = [there, &here](auto handler, Work what) {
        const Home home = asio::require(here, asio::execution::outstanding_work.tracked);
        auto run = [home, handler = std::move(handler), what = std::move(what)]() mutable {
            const auto outcome_of = [&what]() -> Outcome {
                try {
                    return what();
                } catch (const std::exception& error) {
                    return make_error(Errc::storage_unavailable, error.what());
                }
            };
            auto bring = [handler = std::move(handler), outcome = outcome_of()]() mutable {
                std::move(handler)(std::move(outcome));
            };
            asio::post(home, std::move(bring));
        };
        asio::post(there, std::move(run));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(Outcome)>(
        begin, use_task, std::move(work));
}

}  // namespace mysigfox::storage
