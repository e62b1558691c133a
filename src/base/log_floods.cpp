// A line's kind is a hash of its plain words; a minute of each kind is a row in a small table.
#include "base/log_floods.hpp"

#include "mysigfox/base/ascii.hpp"
#include "mysigfox/base/counted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace mysigfox {
namespace {

/// What follows them is often a reason in others' words: it must not make kinds.
constexpr std::size_t kWordsOfAKind = 8;
constexpr std::size_t kMostText = 512;

bool is_of_a_plain_word(char c)
{
    return is_letter(c) || c == '\'' || c == '-' || c == ':' || c == ',' || c == ';' || c == '(' ||
           c == ')' || c == '.';
}

/// "wh_k2", "21DF4E" and "CAFE" are none; "example.org" neither, but "stored." is.
bool is_plain(std::string_view word)
{
    const bool has_small_letter =
        std::ranges::any_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!has_small_letter) return false;
    const std::size_t stop = word.find('.');
    const bool has_inner_stop = stop != std::string_view::npos && stop + 1 < word.size();
    return !has_inner_stop && std::ranges::all_of(word, is_of_a_plain_word);
}

std::size_t kind_of(spdlog::level::level_enum level, std::string_view text)
{
    std::string words(1, static_cast<char>('0' + level));
    for (std::size_t count = 0; count < kWordsOfAKind && !text.empty(); ++count) {
        const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
        const std::string_view word = text.substr(0, end);
        words += ' ';
        words += is_plain(word) ? word : "#";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::hash<std::string>{}(words);
}

/// Not within a character.
std::string_view beginning_of(std::string_view text)
{
    if (text.size() <= kMostText) return text;
    std::size_t end = kMostText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

}  // namespace

bool LogFloods::admits(spdlog::level::level_enum level, std::string_view text, Time now)
{
    if (level < spdlog::level::info) return true;
    std::size_t name = kind_of(level, text);
    if (!kinds_.contains(name) && kinds_.size() >= kMostKinds) name = 0;
    Kind& kind = kinds_.try_emplace(name, Kind{level, now}).first->second;
    if (!next_end_) next_end_ = now + kWindow;
    if (kind.written < kFree) {
        ++kind.written;
        return true;
    }
    ++kind.held_back;
    kind.level = std::max(kind.level, level);
    kind.last = beginning_of(text);
    return false;
}

std::vector<LogFloods::Summary> LogFloods::due(Time now)
{
    // A clock that was set back must not hold lines back for longer.
    if (!next_end_ || (now < *next_end_ && now >= *next_end_ - kWindow)) return {};
    std::vector<Summary> summaries;
    next_end_.reset();
    std::erase_if(kinds_, [&](const Kinds::value_type& entry) {
        const Kind& kind = entry.second;
        const Time end = kind.since + kWindow;
        const bool is_over = now >= end || now < kind.since;
        if (is_over && kind.held_back > 0) summaries.push_back(summary_of(kind, now));
        if (!is_over) next_end_ = std::min(next_end_.value_or(end), end);
        return is_over;
    });
    return summaries;
}

std::vector<LogFloods::Summary> LogFloods::rest(Time now)
{
    std::vector<Summary> summaries;
    for (const auto& [name, kind] : std::exchange(kinds_, {})) {
        if (kind.held_back > 0) summaries.push_back(summary_of(kind, now));
    }
    next_end_.reset();
    return summaries;
}

LogFloods::Summary LogFloods::summary_of(const Kind& kind, Time now)
{
    const auto passed = std::chrono::ceil<std::chrono::seconds>(now - kind.since);
    const auto seconds = std::max<std::int64_t>(passed.count(), 1);
    return {kind.level, fmt::format("{} … repeated {} in the last {} s", kind.last,
                                    counted(kind.held_back, "time"), seconds)};
}

}  // namespace mysigfox
