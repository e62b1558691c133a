// Answers to a scraper, a load balancer and a person with curl.
#include "mysigfox/admin/routes.hpp"

#include "mysigfox/admin/exposition.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace mysigfox::admin {
namespace {

std::string report(std::string_view name, const std::vector<Check>& checks, bool is_verbose)
{
    std::string text;
    bool is_well = true;
    for (const Check& check : checks) {
        const bool passed = check.problem.empty();
        is_well = is_well && passed;
        if (passed && !is_verbose) continue;
        text += (passed ? "[+] " : "[-] ") + check.name;
        text += passed ? " ok\n" : ": " + check.problem + "\n";
    }
    return text + std::string{name} + (is_well ? " ok\n" : " failed\n");
}

http::Response health(std::string_view name, const std::vector<Check>& checks,
                      const http::RequestHead& head)
{
    const bool is_well =
        std::ranges::all_of(checks, [](const Check& check) { return check.problem.empty(); });
    const bool is_verbose = http::form_value(http::parse_form(head.query), "verbose").has_value();
    http::Response response =
        http::plain_response(is_well ? 200 : 503, report(name, checks, is_verbose));
    response.fields.emplace_back("Cache-Control", "no-store");
    return response;
}

void add_route(http::Router& router, std::string path, http::Handler handle)
{
    http::Route route;
    route.path = std::move(path);
    route.methods = {"GET"};
    route.body_limit = 0;
    route.handle = std::move(handle);
    router.add(std::move(route));
}

}  // namespace

void add_admin_routes(http::Router& router, Sources sources)
{
    add_route(router, "/metrics",
              [ask = std::move(sources.metrics)](const http::Request&) -> Task<http::Response> {
                  http::Response response;
                  response.fields.emplace_back("Content-Type", kExpositionType);
                  response.body = ask();
                  co_return response;
              });
    add_route(
        router, "/livez",
        [ask = std::move(sources.live)](const http::Request& request) -> Task<http::Response> {
            co_return health("livez", ask(), request.head);
        });
    add_route(
        router, "/readyz",
        [ask = std::move(sources.ready)](const http::Request& request) -> Task<http::Response> {
            co_return health("readyz", ask(), request.head);
        });
}

}  // namespace mysigfox::admin
