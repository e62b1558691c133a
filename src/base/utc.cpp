// One shape, read digit by digit: what the locale thinks of it does not matter.
#include "mysigfox/base/utc.hpp"

#include <charconv>

namespace mysigfox {
namespace {

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t digits)
{
    int value = 0;
    const char* const begin = text.data() + at;
    const auto [end, failure] = std::from_chars(begin, begin + digits, value);
    if (failure != std::errc{} || end != begin + digits) return std::nullopt;
    return value;
}

}  // namespace

std::optional<Timestamp> parse_utc(std::string_view text)
{
    constexpr std::string_view kShape = "dddd-dd-ddTdd:dd";
    if (text.ends_with('Z')) text.remove_suffix(1);
    if (text.size() != kShape.size() && text.size() != kShape.size() + 3) return std::nullopt;
    for (std::size_t i = 0; i < kShape.size(); ++i) {
        if (kShape[i] != 'd' && text[i] != kShape[i]) return std::nullopt;
    }
    const auto year = number_at(text, 0, 4);
    const auto month = number_at(text, 5, 2);
    const auto day = number_at(text, 8, 2);
    const auto hour = number_at(text, 11, 2);
    const auto minute = number_at(text, 14, 2);
    auto second = std::optional<int>{0};
    if (text.size() > kShape.size()) {
        if (text[kShape.size()] != ':') return std::nullopt;
        second = number_at(text, 17, 2);
    }
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return Timestamp{std::chrono::sys_days{date} + std::chrono::hours{*hour} +
                     std::chrono::minutes{*minute} + std::chrono::seconds{*second}};
}

}  // namespace mysigfox
