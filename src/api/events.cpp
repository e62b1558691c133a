// Writes events as browsers read them (HTML standard, 9.2).
#include "api/events.hpp"

#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace mysigfox::api {
namespace {

constexpr std::string_view kEventStream = "text/event-stream";

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

}  // namespace

bool wants_events(const http::RequestHead& head)
{
    const std::string_view accept = head.field("Accept");
    return equals_ignoring_case(trimmed(accept.substr(0, accept.find_first_of(",;"))),
                                kEventStream);
}

std::int64_t last_event_of(const http::RequestHead& head)
{
    if (const auto seen = number(trimmed(head.field("Last-Event-ID")))) return *seen;
    const auto after = http::form_value(http::parse_form(head.query), "after");
    return number(after.value_or("")).value_or(0);
}

std::string arrival(std::int64_t id, std::string_view data)
{
    std::string event = "id: " + std::to_string(id) + "\nevent: arrival\n";
    while (!data.empty()) {
        const std::size_t end = std::min(data.find_first_of("\r\n"), data.size());
        event.append("data: ").append(data.substr(0, end)).append("\n");
        const bool is_pair = data.substr(end).starts_with("\r\n");
        data.remove_prefix(std::min(data.size(), end + (is_pair ? 2 : 1)));
    }
    return event += '\n';
}

http::Response event_response(std::shared_ptr<http::Feed> feed)
{
    http::Response response;
    response.fields.emplace_back("Content-Type", kEventStream);
    response.fields.emplace_back("Cache-Control", "no-store");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.fields.emplace_back("X-Accel-Buffering", "no");  // nginx would keep it to itself
    response.feed = std::move(feed);
    return response;
}

}  // namespace mysigfox::api
