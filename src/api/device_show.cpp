// A device's page, its settings, and its messages as files.
#include "api/device_show.hpp"

#include "api/answers.hpp"
#include "api/device_feed.hpp"
#include "api/device_files.hpp"
#include "api/device_state.hpp"
#include "api/events.hpp"
#include "mysigfox/domain/url_text.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace mysigfox::api {
namespace {

using pages::Note;
using pages::Notice;

/// A file of so many messages is enough for a month of the most talkative device.
constexpr std::size_t kMostInFile = 10'000;
constexpr std::size_t kFilePage = 1'000;

class Show {
public:
    Show(std::shared_ptr<DeviceDesk> desk, Language language)
        : desk_(std::move(desk)), language_(language)
    {
    }

    Task<http::Response> device(const http::Request& request) const
    {
        const Visitor visitor = desk_->visitor(request.head, language_);
        const Form query = http::parse_form(request.head.query);
        const auto id = device_in_path(request.head.path);
        if (!id) co_return error_response(404, language_);
        if (!desk_->may_see(visitor, *id)) co_return refuse(visitor);
        HistoryChoice choice = choice_in(query, *id, visitor.in->customer);
        const Notice notice = notice_in(query);
        auto view = co_await device_view(*desk_, visitor, std::move(choice));
        if (!view) co_return error_response(503, language_);
        view->in.notice = notice;
        const storage::Fleet only{visitor.in->customer, id};
        const bool has_month = co_await add_month(*desk_, *view, only);
        if (!has_month) co_return error_response(503, language_);
        co_return page_response(200, pages::device_page(language_, *view));
    }

    /// What happens to it from now on. Whoever may not watch is not told why: the page says it.
    Task<http::Response> live(const http::Request& request) const
    {
        const Executor home = co_await boost::asio::this_coro::executor;
        DeviceFeed::Watch watch;
        watch.visitor = desk_->visitor(request.head, language_);
        const auto id = device_in_path(request.head.path);
        if (!id || !desk_->may_see(watch.visitor, *id)) co_return error_response(404, language_);
        watch.device = *id;
        watch.seen = from_milliseconds(last_event_of(request.head));
        const auto customer = static_cast<std::int64_t>(watch.visitor.in->customer);
        auto seat = desk_->rooms().rooms.live_seats.take(
            {"customer " + std::to_string(customer), watch.visitor.source});
        if (!seat) co_return http::plain_response(503, "too many watch\n");
        co_return event_response(
            std::make_shared<DeviceFeed>(desk_, std::move(watch), std::move(seat), home));
    }

    Task<http::Response> settings(const http::Request& request) const
    {
        const Visitor visitor = desk_->visitor(request.head, language_);
        const auto id = device_in_path(request.head.path);
        if (!id) co_return error_response(404, language_);
        if (!desk_->may_see(visitor, *id)) co_return refuse(visitor);
        const Form query = http::parse_form(request.head.query);
        co_return settings_response(*desk_, visitor, *id, notice_in(query));
    }

    Task<http::Response> csv(const http::Request& request) const
    {
        return file(request, /*as_json=*/false);
    }
    Task<http::Response> json(const http::Request& request) const
    {
        return file(request, /*as_json=*/true);
    }

private:
    http::Response refuse(const Visitor& visitor) const
    {
        // Whether there is such a device is nobody's business who is not its owner.
        if (visitor.in) return error_response(404, language_);
        return desk_->to_door(language_, Note::session_over);
    }

    Task<http::Response> file(const http::Request& request, bool as_json) const
    {
        const Visitor visitor = desk_->visitor(request.head, language_);
        const auto id = device_in_path(request.head.path);
        if (!id) co_return error_response(404, language_);
        if (!desk_->may_see(visitor, *id)) co_return refuse(visitor);
        storage::HistoryQuestion question;
        question.device = *id;
        question.owner = visitor.in->customer;
        question.with_attempts = as_json;
        question.limit = kFilePage;
        std::vector<storage::PastDelivery> all;
        for (;;) {
            auto page = co_await desk_->rooms().history.page(question);
            if (!page) co_return error_response(503, language_);
            for (storage::PastDelivery& past : page->deliveries) all.push_back(std::move(past));
            question.from = page->next;
            if (!page->next || all.size() >= kMostInFile) break;
        }
        co_return as_json ? json_file(*id, all) : csv_file(*id, all);
    }

    std::shared_ptr<DeviceDesk> desk_;
    Language language_;
};

}  // namespace

http::Response settings_response(const DeviceDesk& desk, const Visitor& visitor, DeviceId device,
                                 const pages::Notice& notice, std::string typed_url, int status)
{
    const DeviceRooms& rooms = desk.rooms();
    const auto record = rooms.registry_reader.device(device);
    if (!record) return error_response(404, visitor.language);
    const bool by_token = visitor.in->device.has_value();
    pages::SettingsView view;
    view.in = desk.signed_view(visitor, notice);
    view.device = device.str();
    view.webhook_url = by_token ? shown_url(record->webhook_url) : record->webhook_url;
    view.email = by_token ? hint_at(record->email) : record->email;
    view.waiting_email = waiting_email(desk, {visitor.in->customer, device});
    if (by_token && !view.waiting_email.empty()) view.waiting_email = hint_at(view.waiting_email);
    view.is_mail_open = rooms.letters.is_open();
    view.must_confirm_email = by_token && !rooms.rooms.rules()->may_replace_email;
    view.is_paused = record->is_paused;
    view.typed_url = std::move(typed_url);
    if (const auto webhook = rooms.reader.webhook(visitor.in->customer, record->webhook)) {
        view.format = webhook->format;
        view.header_names = webhook->header_names;
        view.may_change_webhook = !by_token || webhook->devices == 1;
    }
    return page_response(status, pages::settings_page(visitor.language, view));
}

void add_show_routes(http::Router& router, const std::shared_ptr<DeviceDesk>& desk,
                     Language language)
{
    const auto show = std::make_shared<Show>(desk, language);
    const std::string base = '/' + std::string{to_string(language)} + "/device";
    using Handle = Task<http::Response> (Show::*)(const http::Request&) const;
    const auto add = [&](const char* rest, Handle handle) {
        http::Route route;
        route.path = base + rest;
        route.methods = {"GET"};
        route.handle = [show, handle](const http::Request& request) {
            return ((*show).*handle)(request);
        };
        router.add(std::move(route));
    };
    add("/show/*", &Show::device);
    add("/live/*", &Show::live);
    add("/settings/*", &Show::settings);
    add("/csv/*", &Show::csv);
    add("/json/*", &Show::json);
}

}  // namespace mysigfox::api
