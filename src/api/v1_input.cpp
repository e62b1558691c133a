// Queries, cursors and bodies of programs.
#include "api/v1_input.hpp"

#include "mysigfox/base/encoding.hpp"
#include "mysigfox/base/utc.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace mysigfox::api {
namespace {

constexpr std::size_t kUsualOnPage = 50;
constexpr char kDeviceCursor = 'd';
constexpr char kMessageCursor = 'm';

/// A name that is not among them would be a wish that nobody heard.
std::optional<V1Problem> unknown_in(const Form& query,
                                    std::initializer_list<std::string_view> known)
{
    for (const auto& [name, value] : query) {
        if (std::ranges::find(known, name) != known.end()) continue;
        std::string expected = "one of the parameters";
        for (const std::string_view one : known) expected.append(" ").append(one);
        return V1Problem{name, {}, std::move(expected)};
    }
    return std::nullopt;
}

V1Result<std::size_t> limit_in(const Form& query)
{
    const auto text = http::form_value(query, "limit");
    if (!text) return kUsualOnPage;
    std::size_t limit = 0;
    const char* const end = text->data() + text->size();
    const auto [stop, failure] = std::from_chars(text->data(), end, limit);
    const bool is_one = failure == std::errc{} && stop == end && limit > 0 && limit <= kMostOnPage;
    if (!is_one) return V1Problem{"limit", *text, "a number from 1 to 100"};
    return limit;
}

std::string cursor_of(char kind, std::uint64_t number)
{
    return kind + to_base32(number);
}

/// Nothing if there is none.
V1Result<std::optional<std::uint64_t>> cursor_in(const Form& query, char kind)
{
    const auto text = http::form_value(query, "cursor");
    if (!text) return std::optional<std::uint64_t>{};
    std::optional<std::uint64_t> number;
    if (text->starts_with(kind)) number = from_base32(std::string_view{*text}.substr(1));
    if (!number) return V1Problem{"cursor", *text, "the value of \"next\" of an answer"};
    return number;
}

V1Result<bool> yes_or_no(const Form& query, std::string_view name)
{
    const auto text = http::form_value(query, name);
    if (!text || *text == "false") return false;
    if (*text == "true") return true;
    return V1Problem{std::string{name}, *text, "true or false"};
}

V1Result<std::optional<Timestamp>> time_in(const Form& query, std::string_view name)
{
    const auto text = http::form_value(query, name);
    if (!text) return std::optional<Timestamp>{};
    const auto time = time_of(name, *text);
    if (!time) return time.error();
    return std::optional{*time};
}

}  // namespace

V1Result<DevicePart> device_part(const Form& query)
{
    if (auto problem = unknown_in(query, {"limit", "cursor"})) return std::move(*problem);
    const auto limit = limit_in(query);
    if (!limit) return limit.error();
    const auto after = cursor_in(query, kDeviceCursor);
    if (!after) return after.error();
    DevicePart part{*limit, {}};
    if (*after) part.after = DeviceId::from_value(static_cast<std::uint32_t>(**after));
    return part;
}

std::string cursor_after(DeviceId device)
{
    return cursor_of(kDeviceCursor, device.value());
}

V1Result<storage::HistoryQuestion> message_part(const Form& query)
{
    auto problem = unknown_in(query, {"limit", "cursor", "failed", "since", "until"});
    if (problem) return std::move(*problem);
    const auto limit = limit_in(query);
    if (!limit) return limit.error();
    const auto from = cursor_in(query, kMessageCursor);
    if (!from) return from.error();
    const auto failed = yes_or_no(query, "failed");
    if (!failed) return failed.error();
    const auto since = time_in(query, "since");
    if (!since) return since.error();
    const auto until = time_in(query, "until");
    if (!until) return until.error();
    storage::HistoryQuestion question;
    question.limit = *limit;
    if (*from) question.from = DeliveryId{static_cast<std::int64_t>(**from)};
    question.failed_only = *failed;
    question.since = *since;
    question.until = *until;
    return question;
}

std::string cursor_at(DeliveryId next)
{
    return cursor_of(kMessageCursor, static_cast<std::uint64_t>(next));
}

V1Result<std::string> only_member(std::string_view body, std::string_view name)
{
    const auto json = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
    const std::string shape = "a JSON object with the one member \"" + std::string{name} + '"';
    if (!json.is_object()) return V1Problem{"body", {}, shape};
    for (const auto& [member, value] : json.items()) {
        if (member != name) return V1Problem{member, {}, shape};
    }
    const auto member = json.find(name);
    if (member == json.end()) return V1Problem{std::string{name}, {}, shape};
    if (!member->is_string()) return V1Problem{std::string{name}, member->dump(), "a string"};
    return {boost::system::in_place_value, member->get<std::string>()};
}

V1Result<Timestamp> time_of(std::string_view field, const std::string& text)
{
    if (const auto time = parse_utc(text)) return *time;
    return V1Problem{std::string{field}, text, "a time in UTC such as 2026-11-23T03:43:00Z"};
}

bool has_json(const http::RequestHead& head)
{
    const std::string_view type = head.field("Content-Type");
    return equals_ignoring_case(trimmed(type.substr(0, type.find(';'))), "application/json");
}

}  // namespace mysigfox::api
