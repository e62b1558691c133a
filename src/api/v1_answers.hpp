// Answers to customers' programs: JSON, kept by nobody.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/http/message.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace mysigfox::api {

/// What was wrong with a request: the field, what stood there, what can stand there.
struct V1Problem {
    std::string field;
    std::string found;  ///< empty: nothing, or nothing to be repeated
    std::string expected;
};

http::Response v1_answer(int status, const nlohmann::ordered_json& json);
/// {"error", "field", "expected"}.
http::Response v1_refusal(int status, const V1Problem& problem);
/// {"error"}.
http::Response v1_refusal(int status, std::string_view error);
/// Of what no route takes, or is refused before one does.
http::Response v1_unanswered(int status, std::string_view why);
/// Of a deed or a question that the stores refused.
http::Response v1_failure(const Error& error);

}  // namespace mysigfox::api
