// No more letters: by a button, or by the one click of a mail program (RFC 8058).
#include "api/answers.hpp"
#include "api/preferences.hpp"
#include "api/same_origin.hpp"
#include "mysigfox/api/routes.hpp"
#include "mysigfox/pages/pages.hpp"

#include <algorithm>

namespace mysigfox::api {
namespace {

constexpr std::uint64_t kMaxClick = 4'096;
constexpr std::size_t kMaxName = 64;

/// A name that nobody was given looks the same to us and is told the same.
bool may_be_name(std::string_view text)
{
    return text.size() <= kMaxName && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
           });
}

Task<http::Response> ask(const http::Request& request)
{
    const Language language = language_of(request.head);
    co_return page_response(200, pages::unsubscribe_page(language, pages::Unsubscribed::asked));
}

/// Mail programs POST from wherever they are; going back is for our own page alone.
Task<http::Response> obey(const http::Request& request, const Rooms& rooms)
{
    const Language language = language_of(request.head);
    const std::string_view name = http::last_segment(request.head.path);
    const bool is_back = http::form_value(http::parse_form(request.body), "again").has_value();
    const bool is_ours = is_from_our_pages(request.head, rooms.rules()->policy.public_url);
    if (is_back && !is_ours) co_return error_response(403, language);
    if (may_be_name(name)) rooms.subscriptions.set_wanted(std::string{name}, is_back);
    const auto done = is_back ? pages::Unsubscribed::taken_back : pages::Unsubscribed::done;
    co_return page_response(200, pages::unsubscribe_page(language, done));
}

}  // namespace

void add_unsubscribe_routes(http::Router& router, const Rooms& rooms)
{
    http::Route route;
    route.path = "/unsubscribe/*";
    route.body_limit = kMaxClick;
    route.methods = {"GET"};
    route.handle = ask;
    router.add(route);
    route.methods = {"POST"};
    route.handle = [&rooms](const http::Request& request) { return obey(request, rooms); };
    router.add(std::move(route));
}

}  // namespace mysigfox::api
