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
/// A month is thousands of messages.
constexpr std::chrono::seconds kMonthPause{1};
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
        const auto until_month = std::chrono::ceil<std::chrono::milliseconds>(
            month_from_ - std::chrono::steady_clock::now());
        if (is_month_old_) limit = std::clamp(until_month, std::chrono::milliseconds{0}, limit);
        const bool rang = co_await listener_.wait(limit);
        is_settled_ = !rang;
        is_month_old_ = is_month_old_ || rang;  // by a message that stands further back, perhaps
        co_return rang || is_time_for_month();
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

/// Behind the news that made it old, and behind the second look at those.
bool DeviceFeed::is_time_for_month() const
{
    return is_month_old_ && is_settled_ && std::chrono::steady_clock::now() >= month_from_;
}

Task<std::string> DeviceFeed::unseen()
{
    HistoryChoice choice = choice_in({}, watch_.device, watch_.visitor.in->customer);
    auto view = co_await device_view(*desk_, watch_.visitor, std::move(choice));
    std::string events;
    if (!view) co_return events;
    const Language language = watch_.visitor.language;
    events = events_of(pages::live_parts(language, *view), shown_);
    if (!is_time_for_month()) co_return events;
    const storage::Fleet only{watch_.visitor.in->customer, watch_.device};
    month_from_ = std::chrono::steady_clock::now() + kMonthPause;
    const bool has_month = co_await add_month(*desk_, *view, only);
    if (!has_month) co_return events;
    is_month_old_ = !view->is_month_whole;
    events += events_of(pages::month_parts(language, *view), shown_month_);
    co_return events;
}

std::string DeviceFeed::events_of(const std::vector<pages::LivePart>& parts,
                                  std::vector<std::size_t>& shown)
{
    const Timestamp now = desk_->now();
    std::string events;
    std::vector<std::size_t> hashes;
    for (const pages::LivePart& part : parts) {
        const std::size_t hash = std::hash<std::string>{}(part.html);
        hashes.push_back(hash);
        const bool is_known = shown.empty() ? part.changed < watch_.seen - kLate
                                            : std::ranges::find(shown, hash) != shown.end();
        if (is_known) continue;
        events += arrival(to_milliseconds(now), part.html);
        is_month_old_ = is_month_old_ || part.is_message;
    }
    shown = std::move(hashes);
    return events;
}

}  // namespace mysigfox::api
