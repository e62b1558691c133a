// The built-in request bins: made by a button, filled by any POST, read at an address of their own.
#include "api/answers.hpp"
#include "api/inbox_json.hpp"
#include "api/preferences.hpp"
#include "api/same_origin.hpp"
#include "mysigfox/api/routes.hpp"
#include "mysigfox/pages/pages.hpp"

#include <spdlog/spdlog.h>

namespace mysigfox::api {
namespace {

pages::ShownRequest shown(storage::InboxRequest request)
{
    return {.received = request.received,
            .method = std::move(request.method),
            .query = std::move(request.query),
            .fields = std::move(request.fields),
            .body = std::move(request.body)};
}

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
        const Result<void> taken = co_await rooms_.inbox.append(std::move(name), std::move(entry));
        if (taken) co_return http::plain_response(200, "ok");
        if (taken.error().code == Errc::not_found) {
            co_return http::plain_response(404, "there is no such inbox\n");
        }
        spdlog::warn("inbox: {}", taken.error().detail);
        http::Response response = http::plain_response(503, "try again later\n");
        response.fields.emplace_back("Retry-After", kRetryAfter);
        co_return response;
    }

    Task<http::Response> show(const http::Request& request) const
    {
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
        return {.write_url = folder + names.write_name, .read_url = folder + names.read_name};
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
}

}  // namespace mysigfox::api
