// The guide, the examples it offers, and whom to tell about a hole.
#include "api/answers.hpp"
#include "api/preferences.hpp"
#include "mysigfox/api/routes.hpp"
#include "mysigfox/pages/pages.hpp"
#include "mysigfox_generated/examples.hpp"

#include <fmt/chrono.h>

#include <algorithm>

namespace mysigfox::api {
namespace {

constexpr std::chrono::hours kValid{30 * 24};  // of security.txt, which RFC 9116 bounds to a year

std::string help_path_of(Language language)
{
    return '/' + std::string{to_string(language)} + "/help";
}

http::Response help_in(Language language, const Rooms& rooms)
{
    const std::shared_ptr<const Rules> rules = rooms.rules();
    const pages::HelpFacts facts{rules->policy.public_url, rules->sends_mail};
    return page_response(200, pages::help_page(language, facts));
}

http::Response example(const http::RequestHead& head)
{
    const std::string_view name = http::last_segment(head.path);
    const auto* found = std::ranges::find(kReceiverExamples, name, &ReceiverExample::name);
    if (found == std::end(kReceiverExamples)) return error_response(404, language_of(head));
    http::Response response = http::plain_response(200, std::string{found->text});
    response.fields.emplace_back("Cache-Control", "public, max-age=3600");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

/// RFC 9116. Without a contact there is nothing to say.
http::Response security_text(const http::RequestHead& head, const Rooms& rooms)
{
    const std::shared_ptr<const Rules> rules = rooms.rules();
    if (rules->security_contact.empty()) return error_response(404, language_of(head));
    const auto until = std::chrono::floor<std::chrono::seconds>(rooms.clock.now() + kValid);
    const std::tm utc = fmt::gmtime(std::chrono::system_clock::to_time_t(until));
    return http::plain_response(
        200, fmt::format("Contact: {}\nExpires: {:%Y-%m-%dT%H:%M:%SZ}\n"
                         "Preferred-Languages: cs, en\n"
                         "Canonical: {}/.well-known/security.txt\n",
                         rules->security_contact, utc, rules->policy.public_url));
}

}  // namespace

void add_help_routes(http::Router& router, const Rooms& rooms)
{
    const auto add = [&](std::string path, std::function<http::Response(const http::Request&)> f) {
        http::Route route;
        route.path = std::move(path);
        route.methods = {"GET"};
        route.handle = [f = std::move(f)](const http::Request& request) -> Task<http::Response> {
            co_return f(request);
        };
        router.add(std::move(route));
    };
    for (const Language language : {Language::cs, Language::en}) {
        add(help_path_of(language),
            [language, &rooms](const http::Request&) { return help_in(language, rooms); });
    }
    add("/help", [](const http::Request& request) {
        return redirect(302, help_path_of(language_of(request.head)));
    });
    add("/help/examples/*", [](const http::Request& request) { return example(request.head); });
    add("/.well-known/security.txt",
        [&rooms](const http::Request& request) { return security_text(request.head, rooms); });
}

}  // namespace mysigfox::api
