// From a written value to a judged one: what the table of options is made of.
#pragma once

#include "config/value.hpp"
#include "mysigfox/base/log.hpp"
#include "mysigfox/config/settings.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::config {

/// What is wrong with a value: the (part of the) value, and what it should have been.
struct Complaint {
    const Value* found;
    std::string expected;
};

/// Puts a value where it belongs, or says why it cannot.
template <typename Target>
using Setter = std::function<std::optional<Complaint>(const Value&, Target&)>;

struct Range {
    std::int64_t least = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

std::optional<Complaint> read(const Value& value, std::string& into);
std::optional<Complaint> read(const Value& value, std::filesystem::path& into);
std::optional<Complaint> read(const Value& value, std::vector<std::string>& into);
std::optional<Complaint> read(const Value& value, std::vector<std::filesystem::path>& into);
std::optional<Complaint> read(const Value& value, std::vector<Cidr>& into);
std::optional<Complaint> read(const Value& value, std::vector<ListenAddress>& into);
std::optional<Complaint> read(const Value& value, std::vector<std::uint16_t>& into);

/// A path, several in a list, or none: "".
std::optional<Complaint> read_one_or_more(const Value& value,
                                          std::vector<std::filesystem::path>& into);

std::optional<Complaint> read_number(const Value& value, Range range, std::size_t& into);
std::optional<Complaint> read_duration(const Value& value, Range range,
                                       std::chrono::milliseconds& into);
std::optional<Complaint> read_duration(const Value& value, Range range, std::chrono::hours& into);
std::optional<Complaint> read_size(const Value& value, Range range, std::uint64_t& into);
std::optional<Complaint> read_level(const Value& value, std::string& into);
std::optional<Complaint> read_public_url(const Value& value, std::string& into);
/// "address:port", or empty.
std::optional<Complaint> read_optional_address(const Value& value,
                                               std::optional<ListenAddress>& into);
std::optional<Complaint> read_name(const Value& value, std::string& into);
/// "address:port" each.
std::optional<Complaint> read_addresses(const Value& value, std::vector<std::string>& into);

/// One of a few words, each standing for a value.
template <typename T>
std::optional<Complaint> read_word(const Value& value,
                                   const std::vector<std::pair<std::string, T>>& words, T& into)
{
    std::string expected;
    for (const auto& [word, meaning] : words) {
        if (value.text() != nullptr && *value.text() == word) {
            into = meaning;
            return std::nullopt;
        }
        expected += (expected.empty() ? "\"" : ", \"") + word + "\"";
    }
    return Complaint{&value, "one of " + expected};
}

}  // namespace mysigfox::config
