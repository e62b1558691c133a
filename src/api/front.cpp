// The front page and what belongs to every page.
#include "api/answers.hpp"
#include "api/preferences.hpp"
#include "mysigfox/api/routes.hpp"
#include "mysigfox/pages/pages.hpp"

namespace mysigfox::api {
namespace {

Task<http::Response> show_front(const http::Request& request)
{
    co_return page_response(200, pages::front_page(language_of(request.head)));
}

http::Response shared_text(std::string_view type, std::string_view text)
{
    http::Response response;
    response.fields.emplace_back("Content-Type", type);
    response.fields.emplace_back("Cache-Control", "public, max-age=3600");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = text;
    return response;
}

Task<http::Response> show_stylesheet(const http::Request&)
{
    co_return shared_text("text/css; charset=utf-8", pages::stylesheet());
}

Task<http::Response> show_script(const http::Request&)
{
    co_return shared_text("text/javascript; charset=utf-8", pages::live_script());
}

Task<http::Response> show_robots(const http::Request&)
{
    co_return shared_text("text/plain; charset=utf-8",
                          "User-agent: *\nDisallow: /inbox/\nDisallow: /sigfox/\n");
}

}  // namespace

void add_front_routes(http::Router& router, const Rooms&)
{
    const auto add = [&](std::string path, http::Handler handle) {
        http::Route route;
        route.path = std::move(path);
        route.methods = {"GET"};
        route.handle = std::move(handle);
        router.add(std::move(route));
    };
    add("/", show_front);
    add("/style.css", show_stylesheet);
    add("/live.js", show_script);
    add("/robots.txt", show_robots);
}

}  // namespace mysigfox::api
