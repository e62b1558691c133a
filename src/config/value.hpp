// A value as it was written in a file, the environment or a flag, before it is judged.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mysigfox::config {

/// A TOML value less what no option takes (dates, tables), and where it stands.
struct Value {
    using List = std::vector<Value>;
    /// monostate: something that no option takes; `text` of it is in `spelling`.
    std::variant<std::monostate, bool, std::int64_t, double, std::string, List> held;
    std::string where;     ///< "file:line:column", "MYSIGFOX_LOG_LEVEL", "--set", "default"
    std::string spelling;  ///< for monostate: what it is, "a table"

    const std::string* text() const noexcept { return std::get_if<std::string>(&held); }
    const std::int64_t* number() const noexcept { return std::get_if<std::int64_t>(&held); }
    const List* list() const noexcept { return std::get_if<List>(&held); }
};

/// As TOML; the same text is JSON too.
std::string to_toml(const Value& value);

/// "90s", "15m", "76h", "30d", "250ms".
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
/// "64KiB", "10GiB"; also B, MiB, TiB.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace mysigfox::config
