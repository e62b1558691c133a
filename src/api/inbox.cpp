// The built-in request bins: made by a button, filled by any POST, read at an address of their own.
#include "api/answers.hpp"
#include "api/events.hpp"
#include "api/inbox_feed.hpp"
#include "api/inbox_json.hpp"
#include "api/preferences.hpp"
#include "api/same_origin.hpp"
#include "mysigfox/api/routes.hpp"
#include "mysigfox/pages/pages.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace mysigfox::api {
namespace {

storage::InboxRequest kept(const http::Request& request, Timestamp now)
{
    storage::InboxRequest kept;
    kept.received = now;
    kept.method = request.head.method;
    kept.query = request.head.query;
    for (const auto& [name, value] : request.head.fields) kept.fields.emplace_back(name, value);
    kept.body = request.body;
    return kept;
}

using AnswerTimer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

/// The inboxes as one loop serves them.
class InboxHandler {
public:
    explicit InboxHandler(const Rooms& rooms) : rooms_(rooms) {}

    Task<http::Response> show_button(const http::Request& request) const
    {
        co_return page_response(200, pages::new_inbox_page(language_of(request.head)));
    }

    Task<http::Response> create(const http::Request& request) const
    {
        const Language language = language_of(request.head);
        const bool as_json = prefers_json(request.head.field("Accept"));
        const std::shared_ptr<const Rules> rules = rooms_.rules();
        const Timestamp now = rooms_.clock.now();
        if (!is_from_our_pages(request.head, rules->policy.public_url)) {
            co_return refuse(403, language, as_json);
        }
        if (!rooms_.new_inboxes.try_spend(source_key(request.head.source), now)) {
            co_return refuse(429, language, as_json);
        }

        const Result<storage::InboxNames> names = co_await rooms_.inbox.create(now);
        if (!names) {
            spdlog::warn("inbox not made: {}", names.error().detail);
            co_return refuse(503, language, as_json);
        }
        if (as_json) co_return private_json(201, as_json_text(view(*names, *rules)));
        co_return redirect(
            303, "/inbox/" + names->read_name + "?lang=" + std::string{to_string(language)});
    }

    Task<http::Response> take(const http::Request& request) const
    {
        std::string name{http::last_segment(request.head.path)};
        storage::InboxRequest entry = kept(request, rooms_.clock.now());
        const Result<InboxAnswer> taken =
            co_await rooms_.inbox.append(std::move(name), std::move(entry));
        if (taken) co_return co_await answer_as_told(*taken);
        if (taken.error().code == Errc::not_found) {
            co_return http::plain_response(404, "there is no such inbox\n");
        }
        spdlog::warn("inbox: {}", taken.error().detail);
        http::Response response = http::plain_response(503, "try again later\n");
        response.fields.emplace_back("Retry-After", kRetryAfter);
        co_return response;
    }

    /// Somebody who reads it chooses what those who write to it are told.
    Task<http::Response> choose_answer(const http::Request& request) const
    {
        const Language language = language_of(request.head);
        const std::shared_ptr<const Rules> rules = rooms_.rules();
        if (!is_from_our_pages(request.head, rules->policy.public_url)) {
            co_return refuse(403, language, false);
        }
        const auto word = http::form_value(http::parse_form(request.body), "answer");
        const auto answer = parse_inbox_answer(word.value_or(""));
        if (!answer) co_return refuse(400, language, false);
        std::string name{http::last_segment(request.head.path)};
        std::string page = "/inbox/" + name + "?lang=" + std::string{to_string(language)};
        const Result<void> chosen = co_await rooms_.inbox.set_answer(std::move(name), *answer);
        if (!chosen) co_return refuse(http_status(chosen.error()), language, false);
        co_return redirect(303, std::move(page));
    }

    Task<http::Response> show(const http::Request& request) const
    {
        if (wants_events(request.head)) co_return co_await watch(request.head);
        const Language language = language_of(request.head);
        const bool as_json = prefers_json(request.head.field("Accept"));
        const std::string_view name = http::last_segment(request.head.path);
        const auto names = rooms_.inbox_reader.names(name);
        auto requests = rooms_.inbox_reader.requests(name);
        if (!names || !requests) co_return refuse(404, language, as_json);

        pages::InboxView inbox = view(*names, *rooms_.rules());
        for (storage::InboxRequest& each : *requests) {
            inbox.requests.push_back(shown(std::move(each)));
        }
        if (as_json) co_return private_json(200, as_json_text(inbox));
        co_return page_response(200, pages::inbox_page(language, inbox));
    }

private:
    Task<http::Response> answer_as_told(InboxAnswer told) const
    {
        if (told == InboxAnswer::slow) {
            const Executor home = co_await boost::asio::this_coro::executor;
            AnswerTimer timer{home, kInboxDelay};
            co_await timer.async_wait(use_task);
        }
        const int status = status_of(told);
        http::Response response = http::plain_response(status, status == 200 ? "ok" : "as told\n");
        if (told == InboxAnswer::busy)
            response.fields.emplace_back("Retry-After", kInboxRetryAfter);
        if (told == InboxAnswer::redirect) {
            response.fields.emplace_back("Location", rooms_.rules()->policy.public_url + '/');
        }
        co_return response;
    }

    Task<http::Response> watch(const http::RequestHead& head) const
    {
        const Executor home = co_await boost::asio::this_coro::executor;
        const std::string_view name = http::last_segment(head.path);
        const auto names = rooms_.inbox_reader.names(name);
        if (!names) co_return http::plain_response(404, "there is no such inbox\n");
        auto seat = rooms_.live_seats.take({"inbox " + names->read_name, source_key(head.source)});
        if (!seat) co_return http::plain_response(503, "too many watch\n");
        const InboxFeed::Source source{rooms_.inbox_reader, rooms_.clock, rooms_.bell, home};
        co_return event_response(std::make_shared<InboxFeed>(source, *names, language_of(head),
                                                             last_event_of(head), std::move(seat)));
    }

    static http::Response refuse(int status, Language language, bool as_json)
    {
        if (!as_json) return error_response(status, language);
        return private_json(status, http::json_error(status, reason_of(status)).body);
    }

    static std::string_view reason_of(int status)
    {
        switch (status) {
            case 403:
                return "the request was sent from another site";
            case 404:
                return "there is no such inbox";
            case 429:
                return "too many new inboxes from this address";
            default:
                return "not stored, try again later";
        }
    }

    static pages::InboxView view(const storage::InboxNames& names, const Rules& rules)
    {
        const std::string folder = rules.policy.public_url + "/inbox/";
        return {.write_url = folder + names.write_name,
                .read_url = folder + names.read_name,
                .answer = names.answer,
                .answer_path = "/inbox-answer/" + names.read_name};
    }

    const Rooms& rooms_;
};

using Deed = Task<http::Response> (InboxHandler::*)(const http::Request&) const;

}  // namespace

void add_inbox_routes(http::Router& router, const Rooms& rooms)
{
    const auto handler = std::make_shared<const InboxHandler>(rooms);
    const auto add = [&](std::string path, std::string method, Deed deed) {
        http::Route route;
        route.path = std::move(path);
        route.methods = {std::move(method)};
        route.handle = [handler, deed](const http::Request& request) {
            return (handler.get()->*deed)(request);
        };
        router.add(std::move(route));
    };
    add("/inbox", "GET", &InboxHandler::show_button);
    add("/inbox", "POST", &InboxHandler::create);
    add("/inbox/*", "GET", &InboxHandler::show);
    add("/inbox/*", "POST", &InboxHandler::take);
    add("/inbox-answer/*", "POST", &InboxHandler::choose_answer);
}

}  // namespace mysigfox::api
