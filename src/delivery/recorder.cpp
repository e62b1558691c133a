#include "delivery/recorder.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace mysigfox::delivery {
namespace {

constexpr std::chrono::milliseconds kLongestPause = std::chrono::seconds{30};

}  // namespace

Recorder::Recorder(Executor home, storage::Outbox& outbox, std::chrono::milliseconds first_pause)
    : outbox_(outbox), first_pause_(first_pause), pause_(first_pause), timer_(home)
{
}

Task<bool> Recorder::record(storage::DeliveryUpdate update)
{
    for (;;) {
        const Result<void> recorded = co_await outbox_.record(update);
        if (recorded) {
            resume();
            co_return true;
        }
        if (is_stopping_) co_return false;
        pause_after(recorded.error());
        co_await timer_.async_wait(as_result);
    }
}

void Recorder::stop()
{
    is_stopping_ = true;
    timer_.cancel();
}

void Recorder::pause_after(const Error& error)
{
    if (!is_refused_) {
        spdlog::error("outcomes of deliveries cannot be recorded, trying again: {}", error.detail);
    }
    is_refused_ = true;
    // Who comes while others wait already joins them.
    const auto now = std::chrono::steady_clock::now();
    if (timer_.expiry() > now) return;
    timer_.expires_at(now + pause_);
    pause_ = std::min(pause_ * 2, kLongestPause);
}

void Recorder::resume()
{
    if (!is_refused_) return;
    is_refused_ = false;
    pause_ = first_pause_;
    spdlog::info("outcomes of deliveries are recorded again");
}

}  // namespace mysigfox::delivery
