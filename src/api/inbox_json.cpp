// Inboxes as JSON: every byte of what they hold.
#include "api/inbox_json.hpp"

#include "mysigfox/base/encoding.hpp"

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include <cstdint>

namespace mysigfox::api {
namespace {

/// "2026-11-23T04:31:54.120Z"
std::string iso_time(Timestamp time)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    const std::tm utc = fmt::gmtime(std::chrono::system_clock::to_time_t(second));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", utc, (time - second).count());
}

nlohmann::ordered_json as_json(const pages::ShownRequest& request)
{
    nlohmann::ordered_json json;
    json["received"] = iso_time(request.received);
    json["method"] = request.method;
    json["query"] = request.query;
    json["fields"] = nlohmann::ordered_json::object();
    for (const auto& [name, value] : request.fields) {
        const bool is_more = json["fields"].contains(name);
        json["fields"][name] =
            is_more ? json["fields"][name].get<std::string>() + ", " + value : value;
    }
    if (is_utf8(request.body)) {
        json["body"] = request.body;
    } else {
        json["body_hex"] = to_hex(
            {reinterpret_cast<const std::uint8_t*>(request.body.data()), request.body.size()});
    }
    return json;
}

}  // namespace

std::string as_json_text(const pages::InboxView& inbox)
{
    nlohmann::ordered_json json;
    json["write_url"] = inbox.write_url;
    json["read_url"] = inbox.read_url;
    json["answer"] = to_string(inbox.answer);
    json["requests"] = nlohmann::ordered_json::array();
    for (const pages::ShownRequest& request : inbox.requests) {
        json["requests"].push_back(as_json(request));
    }
    // Field values may be any bytes.
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace mysigfox::api
