// What proves that one holds a device: ten capital letters.
#pragma once

#include "mysigfox/domain/device_id.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mysigfox {

/// Ten capital letters, like `AUBECJFQTC` of the original service. Only a keyed hash of it is
/// ever stored; there is no operator<< and no formatter, so that it cannot reach a log.
class Token {
public:
    static constexpr std::size_t kLetters = 10;

    /// Spaces, dashes and lower case are what people type: they are cleaned, not refused.
    static std::optional<Token> parse(std::string_view text);

    /// A new one, from the operating system's randomness.
    static Token make();

    /// For the one moment when it is shown, and for hashing.
    const std::string& reveal() const noexcept { return letters_; }

private:
    explicit Token(std::string letters) : letters_(std::move(letters)) {}

    std::string letters_;
};

}  // namespace mysigfox
