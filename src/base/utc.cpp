// One shape, read digit by digit: what the locale thinks of it does not matter.
#include "mysigfox/base/utc.hpp"

#include "mysigfox/base/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <string>

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

/// "123" of ".123", as long as it is to the milliseconds; what is finer is cut off.
std::optional<std::chrono::milliseconds> fraction(std::string_view digits)
{
    constexpr std::size_t kMost = 9;
    if (digits.empty() || digits.size() > kMost) return std::nullopt;
    if (!std::ranges::all_of(digits, is_digit)) return std::nullopt;
    std::string padded{digits.substr(0, 3)};
    padded.resize(3, '0');
    return std::chrono::milliseconds{*number_at(padded, 0, 3)};
}

constexpr std::string_view kShape = "dddd-dd-ddTdd:dd";
constexpr std::size_t kWithSeconds = kShape.size() + 3;

/// With or without seconds; whether the digits are digits is seen when they are read.
bool has_shape(std::string_view text)
{
    if (text.size() != kShape.size() && text.size() != kWithSeconds) return false;
    for (std::size_t i = 0; i < kShape.size(); ++i) {
        if (kShape[i] != 'd' && text[i] != kShape[i]) return false;
    }
    return true;
}

/// Takes it off the end; none is 0.
std::optional<std::chrono::milliseconds> take_fraction(std::string_view& text)
{
    if (text.size() <= kWithSeconds || text[kWithSeconds] != '.') {
        return std::chrono::milliseconds{0};
    }
    const auto taken = fraction(text.substr(kWithSeconds + 1));
    text = text.substr(0, kWithSeconds);
    return taken;
}

}  // namespace

std::optional<Timestamp> parse_utc(std::string_view text)
{
    if (text.ends_with('Z')) text.remove_suffix(1);
    const auto part = take_fraction(text);
    if (!part || !has_shape(text)) return std::nullopt;
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
                     std::chrono::minutes{*minute} + std::chrono::seconds{*second} + *part};
}

}  // namespace mysigfox
