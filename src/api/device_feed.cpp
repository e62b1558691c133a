// Waits for the bell, reads, and sends what is different.
#include "api/device_feed.hpp"

#include "api/device_state.hpp"
#include "api/events.hpp"
#include "mysigfox/storage/message_store.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace mysigfox::api {
namespace {

constexpr std::chrono::hours kLongestWatch{1};
/// What a webhook's lane became is written just behind the outcome that rang, so there is a second
/// look; and a device that never stops speaking is looked at no more often than that.
constexpr std::chrono::milliseconds kPause{300};
/// Times are taken before they are written: what is that much older may have come later.
constexpr std::chrono::minutes kLate{1};

}  // namespace

DeviceFeed::DeviceFeed(std::shared_ptr<const DeviceDesk> desk, Watch watch,
                       std::unique_ptr<Seats::Seat> seat, const Executor& home)
    : desk_(std::move(desk)),
      watch_(std::move(watch)),
      end_(desk_->now() + kLongestWatch),
      seat_(std::move(seat)),
      pause_(home),
      listener_(desk_->rooms().rooms.bell, storage::device_topic(watch_.device), home)
{
}

Task<std::optional<std::string>> DeviceFeed::next(std::chrono::milliseconds limit)
{
    const bool is_first = !std::exchange(is_greeted_, true);
    bool may_be_news = is_first;
    if (!is_first) may_be_news = co_await wait(limit);
    if (is_over()) co_return std::nullopt;
    std::string piece;
    if (is_first) piece = kGreeting;
    if (may_be_news) {
        const std::string news = co_await unseen();
        piece += news;
    }
    if (piece.empty()) piece = kStillThere;
    co_return piece;
}

Task<bool> DeviceFeed::wait(std::chrono::milliseconds limit)
{
    if (is_settled_) {
        const bool rang = co_await listener_.wait(limit);
        is_settled_ = !rang;
        co_return rang;
    }
    is_settled_ = true;
    pause_.expires_after(kPause);
    if (!is_cancelled_) co_await pause_.async_wait(as_result);
    co_return true;
}

void DeviceFeed::cancel()
{
    is_cancelled_ = true;
    pause_.cancel();
    listener_.cancel();
}

/// His sign-in may have ended, and the device may have gone to somebody else.
bool DeviceFeed::is_over()
{
    if (is_cancelled_ || desk_->now() >= end_) return true;
    watch_.visitor.in = desk_->signed_in(watch_.visitor.cookie);
    return !desk_->may_see(watch_.visitor, watch_.device);
}

Task<std::string> DeviceFeed::unseen()
{
    const Timestamp now = desk_->now();
    HistoryChoice choice = choice_in({}, watch_.device, watch_.visitor.in->customer);
    const auto view = co_await device_view(*desk_, watch_.visitor, std::move(choice));
    std::string events;
    if (!view) co_return events;
    std::vector<std::size_t> shown;
    for (const pages::LivePart& part : pages::live_parts(watch_.visitor.language, *view)) {
        const std::size_t hash = std::hash<std::string>{}(part.html);
        shown.push_back(hash);
        const bool is_known = shown_.empty() ? part.changed < watch_.seen - kLate
                                             : std::ranges::find(shown_, hash) != shown_.end();
        if (!is_known) events += arrival(to_milliseconds(now), part.html);
    }
    shown_ = std::move(shown);
    co_return events;
}

}  // namespace mysigfox::api
