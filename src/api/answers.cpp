// Answers with the fields they must have.
#include "api/answers.hpp"

#include "mysigfox/pages/pages.hpp"

namespace mysigfox::api {
namespace {

constexpr std::string_view kContentPolicy =
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; form-action "
    "'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'";

void keep_private(http::Response& response)
{
    response.fields.emplace_back("Cache-Control", "no-store");
    response.fields.emplace_back("Referrer-Policy", "no-referrer");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
}

bool is_temporary(int status) noexcept
{
    return status == 429 || status == 503;
}

}  // namespace

http::Response page_response(int status, std::string html)
{
    http::Response response = http::html_response(status, std::move(html));
    keep_private(response);
    response.fields.emplace_back("Content-Security-Policy", kContentPolicy);
    response.fields.emplace_back("Vary", "Accept, Accept-Language");
    if (is_temporary(status)) response.fields.emplace_back("Retry-After", kRetryAfter);
    return response;
}

http::Response error_response(int status, Language language)
{
    return page_response(status, pages::error_page(language, status));
}

http::Response private_json(int status, std::string json)
{
    http::Response response = http::json_response(status, std::move(json));
    keep_private(response);
    if (is_temporary(status)) response.fields.emplace_back("Retry-After", kRetryAfter);
    return response;
}

http::Response redirect(int status, std::string location)
{
    http::Response response = http::plain_response(status);
    keep_private(response);
    response.fields.emplace_back("Vary", "Accept-Language");
    response.fields.emplace_back("Location", std::move(location));
    return response;
}

int http_status(const Error& error) noexcept
{
    if (error.code.category() != relay_category()) return 500;
    switch (static_cast<Errc>(error.code.value())) {
        case Errc::malformed_callback:
        case Errc::wrong_kind:
        case Errc::invalid_value:
            return 400;
        case Errc::unauthorized:
            return 401;
        case Errc::forbidden:
            return 403;
        case Errc::unknown_device:
        case Errc::not_found:
            return 404;
        case Errc::conflict:
            return 409;
        case Errc::rate_limited:
            return 429;
        case Errc::overloaded:
        case Errc::storage_unavailable:
        case Errc::deadline_exceeded:
        case Errc::unreachable:
            return 503;
        case Errc::bad_configuration:
            return 500;
    }
    return 500;
}

}  // namespace mysigfox::api
