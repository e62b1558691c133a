// TOML text to a flat list of keys; toml++ stays behind this wall.
#pragma once

#include "config/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::config {

struct Entry {
    std::string key;  ///< "listen.http"; within an account just "name"
    Value value;
};

/// One [[sigfox.account]].
struct AccountEntries {
    std::string where;
    std::vector<Entry> entries;
};

/// What a file says.
struct TomlText {
    bool is_readable = true;  ///< false: one problem, and nothing else is known
    std::vector<Entry> entries;
    std::vector<AccountEntries> accounts;
    std::vector<std::string> problems;
};

TomlText parse_toml(std::string_view text, const std::string& file);

/// A single value outside a file, `like` the option's default: TOML, a bare word for a text, or
/// words with commas between them for a list.
Value parse_value(const std::string& text, const std::string& where, const Value& like);

}  // namespace mysigfox::config
