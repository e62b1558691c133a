#include "mysigfox/delivery/payload.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace mysigfox::delivery {
namespace {

constexpr std::size_t kUsualSize = 128;
/// The longest fixed spelling of a double has 325 zeros and 17 digits.
using Digits = std::array<char, 400>;

void append(std::string& body, std::int64_t number)
{
    Digits digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    body.append(digits.begin(), end);
}

/// How what is known, and what is not, is written in one format.
struct Manner {
    std::string_view quote;  ///< around numbers
    std::string_view nothing;
};
constexpr Manner kPlain{"", "null"};
constexpr Manner kQuoted{"\"", "\"\""};

/// The shortest digits that mean this number, always with a decimal point: PHP would make an
/// int of -135. JSON has no word for what is not finite.
void append(std::string& body, std::optional<double> number, const Manner& manner)
{
    if (!number || !std::isfinite(*number)) {
        body += manner.nothing;
        return;
    }
    body += manner.quote;
    Digits digits;
    const auto end =
        std::to_chars(digits.begin(), digits.end(), *number, std::chars_format::fixed).ptr;
    const std::string_view text{digits.begin(), end};
    body += text;
    if (text.find('.') == std::string_view::npos) body += ".0";
    body += manner.quote;
}

/// All but the last brace.
std::string first_five(const Uplink& uplink, const Manner& manner)
{
    std::string body;
    body.reserve(kUsualSize);
    body += R"({"device": ")";
    body += uplink.device.str();
    body += R"(", "snr": )";
    append(body, uplink.snr, manner);
    body += R"(, "time": )";
    body += manner.quote;
    append(body, std::int64_t{uplink.time.time_since_epoch().count()});
    body += manner.quote;
    body += R"(, "data": ")";
    body += uplink.data;  // hexadecimal digits: nothing to escape
    body += R"(", "rssi": )";
    append(body, uplink.rssi, manner);
    return body;
}

std::string to_text(Timestamp time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const auto milliseconds = (time - seconds).count();
    return fmt::format("\"{:%Y-%m-%dT%H:%M:%S}.{:03}Z\"",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), milliseconds);
}

}  // namespace

std::string classic_payload(const Uplink& uplink)
{
    return first_five(uplink, kPlain) + '}';
}

std::string strings_payload(const Uplink& uplink)
{
    return first_five(uplink, kQuoted) + '}';
}

std::string extended_payload(const Uplink& uplink, std::string_view id, const PayloadFacts& facts)
{
    std::string body = first_five(uplink, kPlain);
    body += R"(, "seqNumber": )";
    if (uplink.sequence) {
        append(body, std::int64_t{*uplink.sequence});
    } else {
        body += kPlain.nothing;
    }
    body += R"(, "station": )";
    body += uplink.station.empty() ? "null" : '"' + uplink.station + '"';
    body += fmt::format(R"(, "duplicates": {}, "id": "{}", "receivedAt": {}, "sentAt": {}}})",
                        facts.duplicates, id, to_text(facts.received), to_text(facts.sent));
    return body;
}

std::string payload(PayloadFormat format, const Uplink& uplink, std::string_view id,
                    const PayloadFacts& facts)
{
    switch (format) {
        case PayloadFormat::strings:
            return strings_payload(uplink);
        case PayloadFormat::extended:
            return extended_payload(uplink, id, facts);
        case PayloadFormat::classic:
            break;
    }
    return classic_payload(uplink);
}

}  // namespace mysigfox::delivery
