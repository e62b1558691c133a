// Answers as the public listener gives them.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/language.hpp"
#include "mysigfox/http/message.hpp"

#include <string>
#include <string_view>

namespace mysigfox::api {

/// Seconds after which trying again makes sense, wherever we say so.
inline constexpr std::string_view kRetryAfter = "60";

/// A page with every field that keeps a browser from doing more with it than showing it.
http::Response page_response(int status, std::string html);
http::Response error_response(int status, Language language);
/// JSON that belongs to whoever asked: kept by nobody.
http::Response private_json(int status, std::string json);
http::Response redirect(int status, std::string location);

/// The one place where our own errors become statuses.
int http_status(const Error& error) noexcept;

}  // namespace mysigfox::api
