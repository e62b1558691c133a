#include "control/moment.hpp"

#include "mysigfox/base/utc.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

namespace mysigfox::control {
namespace {

/// "2026-11-23": its midnight.
std::optional<Timestamp> parse_day(std::string_view text)
{
    constexpr std::size_t kDaySize = 10;
    if (text.size() != kDaySize) return std::nullopt;
    return parse_utc(std::string{text} + "T00:00");
}

std::optional<Timestamp> parse_moment(std::string_view text, Timestamp now)
{
    if (const auto time = parse_utc(text)) return time;
    if (const auto day = parse_day(text)) return day;
    std::int64_t count = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failure != std::errc{} || end + 1 != text.data() + text.size() || count < 0) {
        return std::nullopt;
    }
    constexpr std::int64_t kMostUnits = 100'000;
    count = std::min(count, kMostUnits);
    switch (*end) {
        case 's':
            return now - std::chrono::seconds{count};
        case 'm':
            return now - std::chrono::minutes{count};
        case 'h':
            return now - std::chrono::hours{count};
        case 'd':
            return now - std::chrono::days{count};
        default:
            return std::nullopt;
    }
}

}  // namespace

Result<std::optional<Timestamp>> moment_in(const Json& arguments, const char* name, Timestamp now)
{
    const auto found = arguments.find(name);
    if (found == arguments.end()) return std::optional<Timestamp>{};
    const auto* const text = found->get_ptr<const std::string*>();
    if (text != nullptr && text->empty()) return std::optional<Timestamp>{};
    if (text != nullptr) {
        if (const auto time = parse_moment(*text, now)) return time;
    }
    return make_error(
        Errc::invalid_value,
        std::string{name} +
            ": expected a time such as 2026-11-23T03:43Z, a day such as 2026-11-23, or 2h");
}

}  // namespace mysigfox::control
