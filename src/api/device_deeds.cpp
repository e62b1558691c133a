// Sending, pausing, resending: the deeds of the device page; where each deed is found.
#include "api/device_deeds.hpp"

#include "api/answers.hpp"
#include "api/device_order.hpp"
#include "api/device_settings.hpp"
#include "api/device_views.hpp"
#include "mysigfox/base/utc.hpp"
#include "mysigfox/domain/url_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mysigfox::api {
namespace {

using pages::Note;

constexpr std::uint64_t kMaxDeedForm = 32'768;  // 8 headers of 1 KiB, every byte escaped

class Deeds {
public:
    explicit Deeds(std::shared_ptr<OrderDesk> desk) : desk_(std::move(desk)) {}

    Task<http::Response> pause(const Order& order) const
    {
        const auto paused = co_await desk_->deeds().pause(order.fleet);
        if (!paused) co_return desk_->failed(order, paused.error());
        co_return desk_->done(order, Note::paused);
    }

    Task<http::Response> resume(const Order& order) const
    {
        const auto resumed = co_await desk_->deeds().resume(order.fleet);
        if (!resumed) co_return desk_->failed(order, resumed.error());
        co_return desk_->done(order, Note::resumed);
    }

    Task<http::Response> test(const Order& order) const
    {
        const Rooms& rooms = desk_->rooms().rooms;
        if (!rooms.try_webhook) co_return error_response(404, order.visitor.language);
        const DeviceId device = *order.device();
        auto trial = co_await rooms.try_webhook(device);
        if (!trial) {
            const bool has_none = trial.error().code == Errc::not_found;
            co_return desk_->done(order, has_none ? Note::no_webhook : Note::too_many_tries);
        }
        const bool is_good = trial->result.cause == Cause::delivered;
        if (is_good) co_await desk_->deeds().confirm(order.fleet);
        pages::TrialView view;
        view.trial = std::move(*trial);
        if (order.visitor.in->device) view.trial.url = shown_url(view.trial.url);
        view.now = desk_->now();
        view.again =
            '/' + std::string{to_string(order.visitor.language)} + "/device/do/" + device.str();
        view.csrf = seal_of(order.visitor.cookie);
        co_return page_response(200, pages::trial_page(order.visitor.language, device.str(), view));
    }

    Task<http::Response> resend_one(const Order& order) const
    {
        storage::HistoryQuestion question;
        question.device = *order.device();
        question.owner = order.fleet.owner;
        question.from =
            choice_in({{"from", order.value("id")}}, *order.device(), kNobody).question.from;
        question.limit = 1;
        question.with_attempts = false;
        if (!question.from) co_return desk_->done(order, Note::nothing_to_resend);
        // Whoever holds the token of one device may send its messages again, and no other's.
        const auto page = co_await history().page(question);
        if (!page) co_return desk_->failed(order, page.error());
        const bool is_its = !page->deliveries.empty() &&
                            page->deliveries.front().delivery.pending.id == *question.from;
        if (!is_its) co_return desk_->done(order, Note::nothing_to_resend);
        std::vector<DeliveryId> ids;
        ids.push_back(*question.from);
        const auto sent = co_await desk_->deeds().resend(std::move(ids), order.fleet.owner);
        if (!sent) co_return desk_->failed(order, sent.error());
        co_return desk_->done(order, *sent == 0 ? Note::nothing_to_resend : Note::resent, *sent);
    }

    Task<http::Response> resend_failed(const Order& order) const
    {
        const Timestamp since = parse_utc(order.value("resend-since")).value_or(Timestamp{});
        const auto resent = co_await desk_->deeds().resend_failed(order.fleet, since);
        if (!resent) co_return desk_->failed(order, resent.error());
        const bool is_none = resent->count == 0;
        co_return desk_->done(order, is_none ? Note::nothing_to_resend : Note::resent,
                              resent->count);
    }

private:
    storage::History& history() const { return desk_->rooms().history; }

    std::shared_ptr<OrderDesk> desk_;
};

struct DeviceDeed {
    std::string_view name;
    bool is_for_all;
    Task<http::Response> (Deeds::*perform)(const Order&) const;
};
constexpr std::array kDeeds{
    DeviceDeed{"pause", true, &Deeds::pause},
    DeviceDeed{"resume", true, &Deeds::resume},
    DeviceDeed{"test", false, &Deeds::test},
    DeviceDeed{"resend", false, &Deeds::resend_one},
    DeviceDeed{"resend-failed", true, &Deeds::resend_failed},
};

/// Judges who asks, then does it.
class Counter {
public:
    Counter(const std::shared_ptr<DeviceDesk>& desk, Language language)
        : desk_(desk),
          language_(language),
          deeds_(std::make_shared<OrderDesk>(desk)),
          settings_(std::make_shared<OrderDesk>(desk))
    {
    }

    Task<http::Response> for_one(const http::Request& request) const
    {
        const auto device = device_in_path(request.head.path);
        if (!device) co_return error_response(404, language_);
        Order order = order_of(request);
        if (!desk_->is_genuine(order.visitor, order.form)) co_return refuse(order);
        if (!desk_->may_see(order.visitor, *device)) co_return error_response(404, language_);
        order.fleet = {order.visitor.in->customer, device};
        co_return co_await perform(order);
    }

    Task<http::Response> for_all(const http::Request& request) const
    {
        Order order = order_of(request);
        if (!desk_->is_genuine(order.visitor, order.form)) co_return refuse(order);
        if (order.visitor.in->device) co_return error_response(404, language_);
        order.fleet = {order.visitor.in->customer, {}};
        co_return co_await perform(order);
    }

private:
    Order order_of(const http::Request& request) const
    {
        return {desk_->visitor(request.head, language_), http::parse_form(request.body), {}};
    }

    http::Response refuse(const Order& order) const
    {
        return desk_->to_door(order.visitor.language, Note::session_over);
    }

    Task<http::Response> perform(const Order& order) const
    {
        const std::string action = order.value("action");
        const auto known = std::ranges::find(kDeeds, action, &DeviceDeed::name);
        const bool is_for_all = !order.device();
        if (known == kDeeds.end()) co_return co_await settings_.perform(action, order);
        if (is_for_all && !known->is_for_all) co_return error_response(404, language_);
        co_return co_await (deeds_.*known->perform)(order);
    }

    std::shared_ptr<DeviceDesk> desk_;
    Language language_;
    Deeds deeds_;
    SettingsDeeds settings_;
};

}  // namespace

void add_deed_routes(http::Router& router, const std::shared_ptr<DeviceDesk>& desk,
                     Language language)
{
    const auto counter = std::make_shared<Counter>(desk, language);
    http::Route route;
    route.methods = {"POST"};
    route.body_limit = kMaxDeedForm;
    route.admit = [desk, language](const http::RequestHead& head) {
        return desk->admit(head, language);
    };
    route.path = '/' + std::string{to_string(language)} + "/device/do/*";
    route.handle = [counter](const http::Request& request) { return counter->for_one(request); };
    router.add(route);
    route.path = '/' + std::string{to_string(language)} + "/device/all";
    route.handle = [counter](const http::Request& request) { return counter->for_all(request); };
    router.add(std::move(route));
}

}  // namespace mysigfox::api
