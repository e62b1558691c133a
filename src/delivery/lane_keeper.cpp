#include "delivery/lane_keeper.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace mysigfox::delivery {

LaneKeeper::LaneKeeper(Executor home, storage::Outbox& outbox, std::chrono::milliseconds pause,
                       net::TaskGroup& tasks)
    : outbox_(outbox), pause_(pause), tasks_(tasks), timer_(home)
{
}

void LaneKeeper::note(WebhookId webhook, const std::optional<storage::LaneState>& state)
{
    const auto [place, is_idle] = writing_.try_emplace(webhook);
    place->second.latest = state;
    place->second.is_new = true;
    if (is_idle) tasks_.spawn(write(webhook));
}

void LaneKeeper::stop()
{
    is_stopping_ = true;
    timer_.cancel();
}

Task<void> LaneKeeper::write(WebhookId webhook)
{
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    while (std::exchange(writing_.at(webhook).is_new, false)) {
        std::optional<storage::LaneState> state = writing_.at(webhook).latest;
        const Result<void> stored = co_await store(webhook, state);
        if (stored) continue;
        spdlog::error("{}: its state cannot be recorded: {}", public_id(webhook),
                      stored.error().detail);
        if (is_stopping_) break;
        writing_.at(webhook).is_new = true;
        // Who comes while others wait already joins them.
        const auto now = std::chrono::steady_clock::now();
        if (timer_.expiry() <= now) timer_.expires_at(now + pause_);
        co_await timer_.async_wait(as_result);
    }
    writing_.erase(webhook);
}

Task<Result<void>> LaneKeeper::store(WebhookId webhook, std::optional<storage::LaneState> state)
{
    if (state) co_return co_await outbox_.keep(*state);
    co_return co_await outbox_.forget(webhook);
}

}  // namespace mysigfox::delivery
