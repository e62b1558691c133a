// A message from the fields of a callback: which key means what, and what a value may be.
#include "mysigfox/sigfox/callback.hpp"

#include "mysigfox/base/encoding.hpp"
#include "sigfox/fields.hpp"
#include "sigfox/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace mysigfox::sigfox {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::size_t kMaxDataDigits = 24;
constexpr std::size_t kMaxStationDigits = 16;
constexpr std::uint32_t kMaxSequence = 4095;
constexpr double kMaxSignal = 1'000;          // dB or dBm: nothing physical is beyond
constexpr double kFirstMillisecond = 1e11;    // above it a time is in milliseconds
constexpr double kEndOfTime = 4'102'444'800;  // 2100-01-01

/// The fields that may mean one thing: the best with a value, and the best without.
struct Choice {
    const Field* given = nullptr;
    const Field* blank = nullptr;
};

/// Smaller is better: body before query, exact before other case, aliases in their order, what
/// stands nearer to the top. kNoMatch if it is none of them.
constexpr std::uint32_t kNoMatch = std::numeric_limits<std::uint32_t>::max();

std::uint32_t rank(const Field& field, const std::vector<std::string>& aliases) noexcept
{
    const std::uint32_t place =
        static_cast<std::uint32_t>(field.is_from_query) << 24 | std::uint32_t{field.depth};
    std::uint32_t best = kNoMatch;
    for (std::size_t i = 0; i < aliases.size(); ++i) {
        if (!equals_ignoring_case(field.key, aliases[i])) continue;
        const bool is_exact = field.key == aliases[i];
        const std::uint32_t here = place | static_cast<std::uint32_t>(!is_exact) << 16 |
                                   static_cast<std::uint32_t>(std::min<std::size_t>(i, 255)) << 8;
        best = std::min(best, here);
    }
    return best;
}

bool is_anywhere(const Field& /*field*/) noexcept
{
    return true;
}

/// In arrays stand base stations and their radio values, never what the message itself says.
bool is_outside_arrays(const Field& field) noexcept
{
    return !field.is_in_array;
}

template <typename Claim>
Choice choose(const Fields& fields, const std::vector<std::string>& aliases, Claim claim) noexcept
{
    Choice choice;
    std::uint32_t given_rank = kNoMatch;
    std::uint32_t blank_rank = kNoMatch;
    for (const Field& field : fields.all()) {
        const std::uint32_t found = field.is_container ? kNoMatch : rank(field, aliases);
        if (found == kNoMatch || !claim(field)) continue;
        const bool has_value = !is_blank(field);
        std::uint32_t& best = has_value ? given_rank : blank_rank;
        if (found >= best) continue;
        best = found;
        (has_value ? choice.given : choice.blank) = &field;
    }
    return choice;
}

/// A nested `id` belongs to what its object is named after: a station has one, too.
Choice choose_device(const Fields& fields, const std::vector<std::string>& aliases) noexcept
{
    return choose(fields, aliases, [&](const Field& field) {
        if (field.is_in_array) return false;
        if (field.depth == 1 || !equals_ignoring_case(field.key, "id")) return true;
        return equals_ignoring_case(field.parent, "sigfox") ||
               std::any_of(aliases.begin(), aliases.end(), [&](const std::string& alias) {
                   return equals_ignoring_case(field.parent, alias);
               });
    });
}

Error refusal(std::string_view name, const Field* found, std::string_view expected)
{
    const std::string shown = found == nullptr ? "nothing" : quoted(trimmed(found->value));
    return make_error(Errc::malformed_callback,
                      fmt::format("{}: found {}, expected {}", name, shown, expected));
}

Result<DeviceId> read_device(const Choice& choice, const KeyAliases& aliases)
{
    if (choice.given == nullptr && choice.blank == nullptr) {
        return refusal("device", nullptr,
                       fmt::format("one of the keys {}", fmt::join(aliases.device, ", ")));
    }
    const Field* found = choice.given != nullptr ? choice.given : choice.blank;
    const auto device = DeviceId::parse(trimmed(found->value));
    if (!device) return refusal("device", found, "1 to 8 hexadecimal digits");
    return *device;
}

bool is_hex(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

Result<std::string> read_data(const Choice& choice, const KeyAliases& aliases)
{
    if (choice.given == nullptr && choice.blank == nullptr) {
        return refusal("data", nullptr,
                       fmt::format("one of the keys {}", fmt::join(aliases.data, ", ")));
    }
    const Field* found = choice.given != nullptr ? choice.given : choice.blank;
    const std::string_view digits = trimmed(found->value);
    if (digits.size() > kMaxDataDigits || digits.size() % 2 != 0 || !is_hex(digits)) {
        return refusal("data", found, "an even number of 0 to 24 hexadecimal digits");
    }
    return to_lower(digits);
}

std::optional<double> read_number(const Choice& choice) noexcept
{
    if (choice.given == nullptr) return std::nullopt;
    const std::string_view text = trimmed(choice.given->value);
    double value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_whole = failure == std::errc{} && end == text.data() + text.size();
    if (!is_whole || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<double> read_signal(const Choice& choice) noexcept
{
    const auto value = read_number(choice);
    return value && std::abs(*value) < kMaxSignal ? value : std::nullopt;
}

/// Not held against our own clock, which may be the wrong one of the two.
std::optional<sys_seconds> read_time(const Choice& choice) noexcept
{
    auto value = read_number(choice);
    if (value && *value > kFirstMillisecond) *value /= 1'000;
    if (!value || *value < 1 || *value >= kEndOfTime) return std::nullopt;
    return sys_seconds{seconds{static_cast<std::int64_t>(*value)}};
}

/// Decimal; but "007c" with its leading zero and its letter can only be hexadecimal.
std::optional<std::uint16_t> read_sequence(const Choice& choice) noexcept
{
    if (choice.given == nullptr) return std::nullopt;
    const std::string_view text = trimmed(choice.given->value);
    const bool has_letter = text.find_first_not_of("0123456789") != std::string_view::npos;
    const int base = text.front() == '0' && has_letter ? 16 : 10;
    std::uint32_t value = 0;
    const auto [end, failure] =
        std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool is_whole = failure == std::errc{} && end == text.data() + text.size();
    if (!is_whole || value > kMaxSequence) return std::nullopt;
    return static_cast<std::uint16_t>(value);
}

/// The Backend's own name: nobody gives it another.
const std::vector<std::string>& station_keys()
{
    static const std::vector<std::string> keys{"station"};
    return keys;
}

/// A base station's id; whatever else stands there is none.
std::string read_station(const Choice& choice)
{
    if (choice.given == nullptr) return {};
    const std::string_view text = trimmed(choice.given->value);
    if (text.size() > kMaxStationDigits || !is_hex(text)) return {};
    return to_upper(text);
}

Error wrong_kind(std::string_view path)
{
    const std::string_view kind = path.substr(path.rfind('/') + 1);
    return make_error(
        Errc::wrong_kind,
        fmt::format("found a callback of kind {}, expected uplink: send it to {}", kind, path));
}

}  // namespace

KeyAliases KeyAliases::defaults()
{
    return {
        .device = {"device", "deviceId", "device_id", "sigfoxId", "sigfox_id", "ep_id", "id_modem",
                   "dev", "id"},
        .time = {"time", "timestamp"},
        .data = {"data", "payload", "sigfoxData", "ul_payload", "data_str"},
        .sequence = {"seqNumber", "seq_number", "sequenceNumber", "message_counter", "seqn", "seq"},
        .snr = {"snr"},
        .rssi = {"rssi"},
    };
}

Result<Uplink> parse_uplink(const CallbackBytes& bytes, const KeyAliases& aliases,
                            sys_seconds received)
{
    if (is_batch_text(bytes.body)) return wrong_kind("/sigfox/batch");
    Fields fields;
    if (const auto done = read_fields(bytes, fields); !done) return done.error();

    const Choice data = choose(fields, aliases.data, is_outside_arrays);
    const bool has_data = data.given != nullptr;
    if (const auto path = path_of_other_kind(fields, has_data); !path.empty()) {
        return wrong_kind(path);
    }
    const auto device = read_device(choose_device(fields, aliases.device), aliases);
    if (!device) return device.error();
    auto payload = read_data(data, aliases);
    if (!payload) return payload.error();

    const auto time = read_time(choose(fields, aliases.time, is_outside_arrays));
    return Uplink{
        .device = *device,
        .time = time.value_or(received),
        .has_own_time = time.has_value(),
        .sequence = read_sequence(choose(fields, aliases.sequence, is_outside_arrays)),
        .data = std::move(*payload),
        .snr = read_signal(choose(fields, aliases.snr, is_anywhere)),
        .rssi = read_signal(choose(fields, aliases.rssi, is_anywhere)),
        .station = read_station(choose(fields, station_keys(), is_outside_arrays)),
    };
}

}  // namespace mysigfox::sigfox
