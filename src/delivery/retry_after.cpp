#include "mysigfox/base/encoding.hpp"

#include "mysigfox/base/ascii.hpp"
#include "mysigfox/delivery/retry_policy.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace mysigfox::delivery {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
/// Longer numbers of seconds mean "never": a year is as good.
constexpr std::size_t kMaxDigits = 9;

/// Reads a date piece by piece. What does not fit makes all of it unfit.
class Pieces {
public:
    explicit Pieces(std::string_view text) : rest_(text) {}

    bool all_fit() const noexcept { return fits_ && rest_.empty(); }

    void literal(std::string_view text)
    {
        fits_ = fits_ && rest_.starts_with(text);
        if (fits_) rest_.remove_prefix(text.size());
    }

    /// The name of the day: what it says follows from the date.
    void weekday()
    {
        while (!rest_.empty() && is_letter(rest_.front())) rest_.remove_prefix(1);
    }

    int number(std::size_t digits)
    {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            fits_ = fits_ && !rest_.empty() && is_digit(rest_.front());
            if (!fits_) return 0;
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }

    /// "06", or " 6" as asctime() writes it.
    int padded_day()
    {
        const bool is_padded = rest_.starts_with(' ');
        if (is_padded) rest_.remove_prefix(1);
        return number(is_padded ? 1 : 2);
    }

    std::chrono::month month()
    {
        const auto name = std::find(kMonths.begin(), kMonths.end(), rest_.substr(0, 3));
        fits_ = fits_ && name != kMonths.end();
        if (!fits_) return std::chrono::month{0};
        rest_.remove_prefix(3);
        return std::chrono::month{static_cast<unsigned>(name - kMonths.begin()) + 1};
    }

    seconds time_of_day()
    {
        const int h = number(2);
        literal(":");
        const int m = number(2);
        literal(":");
        const int s = number(2);
        fits_ = fits_ && h < 24 && m < 60 && s <= 60;
        return hours{h} + minutes{m} + seconds{s};
    }

private:
    std::string_view rest_;
    bool fits_ = true;
};

std::optional<Timestamp> moment(const Pieces& pieces, std::chrono::year y, std::chrono::month m,
                                int d, seconds time_of_day)
{
    const year_month_day date{y, m, day{static_cast<unsigned>(d)}};
    if (!pieces.all_fit() || !date.ok()) return std::nullopt;
    return Timestamp{sys_days{date}} + time_of_day;
}

/// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<Timestamp> read_fixed_date(std::string_view text)
{
    Pieces pieces{text};
    pieces.weekday();
    pieces.literal(", ");
    const int d = pieces.number(2);
    pieces.literal(" ");
    const std::chrono::month m = pieces.month();
    pieces.literal(" ");
    const std::chrono::year y{pieces.number(4)};
    pieces.literal(" ");
    const seconds time = pieces.time_of_day();
    pieces.literal(" GMT");
    return moment(pieces, y, m, d, time);
}

/// A year of two digits is the one that is at most 50 years ahead (RFC 9110, 5.6.7).
std::chrono::year full_year(int two_digits, Timestamp now)
{
    const int current = int{year_month_day{floor<days>(now)}.year()};
    const int year = current / 100 * 100 + two_digits;
    return std::chrono::year{year > current + 50 ? year - 100 : year};
}

/// Sunday, 06-Nov-94 08:49:37 GMT
std::optional<Timestamp> read_rfc850_date(std::string_view text, Timestamp now)
{
    Pieces pieces{text};
    pieces.weekday();
    pieces.literal(", ");
    const int d = pieces.number(2);
    pieces.literal("-");
    const std::chrono::month m = pieces.month();
    pieces.literal("-");
    const std::chrono::year y = full_year(pieces.number(2), now);
    pieces.literal(" ");
    const seconds time = pieces.time_of_day();
    pieces.literal(" GMT");
    return moment(pieces, y, m, d, time);
}

/// Sun Nov  6 08:49:37 1994
std::optional<Timestamp> read_asctime_date(std::string_view text)
{
    Pieces pieces{text};
    pieces.weekday();
    pieces.literal(" ");
    const std::chrono::month m = pieces.month();
    pieces.literal(" ");
    const int d = pieces.padded_day();
    pieces.literal(" ");
    const seconds time = pieces.time_of_day();
    pieces.literal(" ");
    const std::chrono::year y{pieces.number(4)};
    return moment(pieces, y, m, d, time);
}

}  // namespace

std::optional<Timestamp> parse_retry_after(std::string_view value, Timestamp now)
{
    const std::string_view text = trimmed(value);
    if (text.empty()) return std::nullopt;
    if (std::all_of(text.begin(), text.end(), is_digit)) {
        if (text.size() > kMaxDigits) return now + years{1};
        return now + seconds{Pieces{text}.number(text.size())};
    }
    if (const auto time = read_fixed_date(text)) return time;
    if (const auto time = read_rfc850_date(text, now)) return time;
    return read_asctime_date(text);
}

}  // namespace mysigfox::delivery
