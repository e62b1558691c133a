// One shape for every answer.
#include "api/v1_answers.hpp"

#include "api/answers.hpp"

#include <spdlog/spdlog.h>

namespace mysigfox::api {
namespace {

constexpr std::size_t kMostRepeated = 60;  // bytes of what was found

}  // namespace

http::Response v1_answer(int status, const nlohmann::ordered_json& json)
{
    // What a customer's server answered may be any bytes.
    return private_json(status,
                        json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

http::Response v1_refusal(int status, const V1Problem& problem)
{
    std::string error = problem.field + ": ";
    if (!problem.found.empty()) {
        error += "found \"" + problem.found.substr(0, kMostRepeated) + "\", ";
    }
    nlohmann::ordered_json json;
    json["error"] = error + "expected " + problem.expected;
    json["field"] = problem.field;
    json["expected"] = problem.expected;
    return v1_answer(status, json);
}

http::Response v1_refusal(int status, std::string_view error)
{
    nlohmann::ordered_json json;
    json["error"] = error;
    return v1_answer(status, json);
}

http::Response v1_unanswered(int status, std::string_view why)
{
    if (!why.empty()) return v1_refusal(status, why);
    if (status == 404) return v1_refusal(404, "no such path: /api/v1/openapi.json describes all");
    if (status == 405) return v1_refusal(405, "this path does not take that method, see Allow");
    return v1_refusal(status, "this failed here: it was written down");
}

http::Response v1_failure(const Error& error)
{
    const int status = http_status(error);
    if (status == 404) return v1_refusal(404, "this key reaches no such device");
    spdlog::warn("api: not done: {}", error.detail);
    return v1_refusal(503, "not stored: try again later");
}

}  // namespace mysigfox::api
