// What an inbox was told to answer, so that people can see what we do about it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mysigfox {

/// Stored as this number.
enum class InboxAnswer : std::uint8_t {
    ok = 0,
    error = 1,     ///< 500
    redirect = 2,  ///< 302 to our own front page
    gone = 3,      ///< 410
    busy = 4,      ///< 429 with Retry-After
    slow = 5,      ///< 200, after a while
};
inline constexpr InboxAnswer kLastInboxAnswer = InboxAnswer::slow;

/// The words it is chosen by: "200", "500", "302", "410", "429", "slow".
std::string_view to_string(InboxAnswer answer) noexcept;
std::optional<InboxAnswer> parse_inbox_answer(std::string_view word) noexcept;

int status_of(InboxAnswer answer) noexcept;
inline constexpr std::string_view kInboxRetryAfter = "60";  ///< of busy, in seconds
inline constexpr std::chrono::seconds kInboxDelay{10};      ///< of slow

}  // namespace mysigfox
