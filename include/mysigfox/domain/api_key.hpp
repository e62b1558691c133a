// What lets a customer's program in to /api/v1.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace mysigfox {

/// `mysigfox_` and forty digits of base32: 200 random bits. Only a keyed hash of it is ever
/// stored; there is no operator<< and no formatter, so that it cannot reach a log.
class ApiKey {
public:
    static constexpr std::string_view kPrefix = "mysigfox_";  ///< for programs that look for leaks
    static constexpr std::size_t kDigits = 40;

    /// To the letter, but for white space around it.
    static std::optional<ApiKey> parse(std::string_view text);

    /// A new one, from the operating system's randomness.
    static ApiKey make();

    /// For the one moment when it is shown, and for hashing.
    const std::string& reveal() const noexcept { return text_; }

private:
    explicit ApiKey(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

}  // namespace mysigfox
