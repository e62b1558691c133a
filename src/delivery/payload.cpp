#include "mysigfox/delivery/payload.hpp"

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

/// The shortest digits that mean this number, always with a decimal point: PHP would make an
/// int of -135. JSON has no word for what is not finite.
void append(std::string& body, std::optional<double> number)
{
    if (!number || !std::isfinite(*number)) {
        body += "null";
        return;
    }
    Digits digits;
    const auto end =
        std::to_chars(digits.begin(), digits.end(), *number, std::chars_format::fixed).ptr;
    const std::string_view text{digits.begin(), end};
    body += text;
    if (text.find('.') == std::string_view::npos) body += ".0";
}

}  // namespace

std::string classic_payload(const Uplink& uplink)
{
    std::string body;
    body.reserve(kUsualSize);
    body += R"({"device": ")";
    body += uplink.device.str();
    body += R"(", "snr": )";
    append(body, uplink.snr);
    body += R"(, "time": )";
    append(body, std::int64_t{uplink.time.time_since_epoch().count()});
    body += R"(, "data": ")";
    body += uplink.data;  // hexadecimal digits: nothing to escape
    body += R"(", "rssi": )";
    append(body, uplink.rssi);
    body += '}';
    return body;
}

}  // namespace mysigfox::delivery
