// Where /api/v1 is found.
#include "api/v1.hpp"

#include "mysigfox_generated/openapi.hpp"

#include <string>

namespace mysigfox::api {
namespace {

constexpr std::uint64_t kMaxBody = 8'192;  // a URL of 2 KiB, every byte of it escaped, fits

Task<http::Response> describe(const http::Request& /*request*/)
{
    http::Response response = http::json_response(200, std::string{kOpenApi});
    response.fields.emplace_back("Cache-Control", "public, max-age=3600");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    co_return response;
}

}  // namespace

void add_v1_routes(http::Router& router, const DeviceRooms& rooms)
{
    const auto v1 = std::make_shared<const V1>(rooms);
    for (const V1::Route& known : kV1Routes) {
        http::Route route;
        route.path = known.path;
        route.methods = {std::string{known.method}};
        route.body_limit = kMaxBody;
        route.admit = [v1](const http::RequestHead& head) { return v1->door().admit(head); };
        route.handle = [v1, &known](const http::Request& request) {
            return v1->answer(known, request);
        };
        router.add(std::move(route));
    }
    router.word_refusals("/api/v1", v1_unanswered);
    http::Route route;
    route.path = kV1Description;
    route.methods = {"GET"};
    route.handle = describe;
    router.add(std::move(route));
}

}  // namespace mysigfox::api
