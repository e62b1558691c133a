// Messages first, then the webhook's lane, which is written behind them.
#include "api/device_state.hpp"
#include "mysigfox/domain/url_text.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace mysigfox::api {
namespace {

/// The page is to be there in a fifth of a second, and has more to do than this.
constexpr std::chrono::milliseconds kLongestLook{100};

bool is_newest(const HistoryChoice& choice) noexcept
{
    const storage::HistoryQuestion& asked = choice.question;
    return !asked.from && !asked.since && !asked.until && !asked.failed_only;
}

}  // namespace

Task<std::optional<pages::DeviceView>> device_view(const DeviceDesk& desk, Visitor visitor,
                                                   HistoryChoice choice)
{
    std::optional<pages::DeviceView> none;
    const DeviceId device = choice.question.device;
    const auto record = desk.rooms().registry_reader.device(device);
    if (!record) co_return none;
    storage::History& history = desk.rooms().history;
    pages::DeviceView view;
    view.now = desk.now();
    const auto page = co_await history.page(choice.question);
    if (!page) co_return none;
    const auto lane = co_await history.lane(record->webhook);
    if (!lane) co_return none;
    view.in = desk.signed_view(visitor, {});
    view.device = device.str();
    view.webhook_url = visitor.in->device ? shown_url(record->webhook_url) : record->webhook_url;
    view.filter = choice.filter;
    view.is_live = is_newest(choice);
    for (const storage::PastDelivery& past : page->deliveries) {
        view.messages.push_back(shown(past));
    }
    if (page->next) view.older = query_of(choice.filter, *page->next);
    view.condition = condition_of(*record, *lane);
    if (view.condition == pages::Condition::failing ||
        view.condition == pages::Condition::paused_schedule) {
        view.next_attempt = (*lane)->next_probe;
    }
    if (view.condition != pages::Condition::active) view.reason = reason_in(view.messages);
    co_return view;
}

Task<bool> add_month(const DeviceDesk& desk, pages::DeviceView& view, storage::Fleet fleet)
{
    const Timestamp since = view.now - kShownDays;
    const auto until = std::chrono::steady_clock::now() + kLongestLook;
    const auto month =
        co_await desk.rooms().history.outline(*fleet.only, fleet.owner, since, until);
    if (!month) co_return false;
    view.days = days_of(month->points, view.now);
    view.is_month_whole = month->is_whole;
    view.given_up = static_cast<std::size_t>(
        std::ranges::count_if(month->points, &storage::HistoryPoint::is_given_up));
    co_return true;
}

}  // namespace mysigfox::api
