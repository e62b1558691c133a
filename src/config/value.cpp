#include "config/value.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace mysigfox::config {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

/// Digits followed by one of the units; nothing else, and nothing too big.
template <std::size_t N>
std::optional<std::uint64_t> with_unit(std::string_view text, const std::array<Unit, N>& units)
{
    std::uint64_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc{}) return std::nullopt;
    const std::string_view name{rest, static_cast<std::size_t>(end - rest)};
    const auto unit = std::ranges::find(units, name, &Unit::name);
    if (unit == units.end()) return std::nullopt;
    if (count > std::uint64_t{1} << 62 || count * unit->factor / unit->factor != count ||
        count * unit->factor > std::uint64_t{1} << 62) {
        return std::nullopt;
    }
    return count * unit->factor;
}

constexpr std::array<Unit, 5> kDurations{
    {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
constexpr std::array<Unit, 5> kSizes{{{"B", 1},
                                      {"KiB", std::uint64_t{1} << 10},
                                      {"MiB", std::uint64_t{1} << 20},
                                      {"GiB", std::uint64_t{1} << 30},
                                      {"TiB", std::uint64_t{1} << 40}}};

std::string list_to_toml(const Value::List& list)
{
    std::string text = "[";
    for (const Value& element : list) {
        if (text.size() > 1) text += ", ";
        text += to_toml(element);
    }
    return text + "]";
}

}  // namespace

std::string to_toml(const Value& value)
{
    if (const auto* list = value.list()) return list_to_toml(*list);
    if (const auto* number = value.number()) return std::to_string(*number);
    if (const auto* text = value.text()) {
        return nlohmann::json(*text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
    if (const auto* flag = std::get_if<bool>(&value.held)) return *flag ? "true" : "false";
    if (const auto* real = std::get_if<double>(&value.held)) return nlohmann::json(*real).dump();
    return value.spelling;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text)
{
    const auto count = with_unit(text, kDurations);
    if (!count) return std::nullopt;
    return std::chrono::milliseconds{static_cast<std::int64_t>(*count)};
}

std::optional<std::uint64_t> parse_size(std::string_view text)
{
    return with_unit(text, kSizes);
}

}  // namespace mysigfox::config
