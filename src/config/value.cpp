#include "config/value.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

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

/// How many letters must be put in, taken out or changed (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string_view last_word(std::string_view key)
{
    return key.substr(key.rfind('.') + 1);
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

std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known)
{
    const std::string* best = nullptr;
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    for (const std::string& candidate : known) {
        // The right word in the wrong section is the commonest slip of all.
        const bool same_word = last_word(candidate) == last_word(name);
        const std::size_t far = same_word ? 1 : distance(name, candidate);
        if (far >= least) continue;
        least = far;
        best = &candidate;
    }
    if (best == nullptr) return std::nullopt;
    return *best;
}

}  // namespace mysigfox::config
