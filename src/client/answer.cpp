#include "client/answer.hpp"
#include "mysigfox/domain/url_text.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::client {
namespace {

constexpr std::size_t kShownLocation = 200;

/// HTAB is the one control that RFC 9110 allows in a value.
bool is_control(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7F;
}

void append_clean(std::string& bytes, std::string_view text)
{
    for (const char c : text) bytes += is_control(c) ? ' ' : c;
}

/// Google Apps Script answers so after the script has run; its result would wait there for a GET.
bool is_script_that_ran(const WebhookUrl& url, const Answer& answer)
{
    return answer.status == 302 && url.is_tls() && url.host() == "script.google.com" &&
           answer.location.starts_with("https://script.googleusercontent.com/");
}

std::string hint_at(const WebhookUrl& url, const std::string& location)
{
    if (location.empty()) return " without a new address: no redirect is followed";
    if (is_sign_in_page(location)) {
        return " with the sign-in page of Google: deploy the script anew, access must be Anyone";
    }
    const std::string place = location.starts_with('/') && !location.starts_with("//")
                                  ? url.origin() + location
                                  : location;
    return " and pointed to " + place + ": no redirect is followed, change the webhook URL";
}

}  // namespace

std::string request_bytes(const WebhookRequest& request)
{
    std::string bytes;
    bytes.reserve(512 + request.url.target().size() + request.body.size());
    bytes += request.method;
    bytes += ' ';
    bytes += request.url.target();
    bytes += " HTTP/1.1\r\nHost: ";
    bytes += request.url.authority();
    for (const auto& [name, value] : request.fields) {
        bytes += "\r\n";
        append_clean(bytes, name);
        bytes += ": ";
        append_clean(bytes, value);
    }
    if (request.method != "GET") {
        bytes += "\r\nContent-Length: ";
        bytes += std::to_string(request.body.size());
    }
    bytes += "\r\n\r\n";
    bytes += request.body;
    return bytes;
}

std::string place_of(const WebhookUrl& url)
{
    const bool is_v6 = url.literal() && url.literal()->is_v6();
    std::string place = is_v6 ? '[' + url.host() + ']' : url.host();
    return place + ':' + std::to_string(url.port());
}

std::string shown_location(std::string_view location)
{
    const auto is_odd = [](char c) { return c <= 0x20 || c >= 0x7F; };
    std::string printable{location};
    std::erase_if(printable, is_odd);
    std::string shown = shown_url(printable);
    if (shown.size() <= kShownLocation) return shown;
    shown.resize(kShownLocation);
    std::erase_if(shown, is_odd);  // what may be left of the ellipsis
    return shown;
}

AttemptResult judged(const WebhookUrl& url, Answer answer)
{
    AttemptResult result;
    result.status = answer.status;
    result.retry_after = std::move(answer.retry_after);
    result.answer = std::move(answer.body);
    result.detail = place_of(url) + " answered " + std::to_string(answer.status);
    const int kind = answer.status / 100;
    if (kind == 3) result.location = shown_location(answer.location);
    if (kind == 2 || is_script_that_ran(url, answer)) {
        result.cause = Cause::delivered;
    } else if (kind == 3) {
        result.cause = Cause::redirect;
        result.detail += hint_at(url, result.location);
    } else {
        result.cause = Cause::status;
    }
    return result;
}

}  // namespace mysigfox::client
