// Cleaning and making tokens.
#include "mysigfox/domain/token.hpp"

#include "mysigfox/base/ascii.hpp"
#include "mysigfox/base/secret.hpp"

namespace mysigfox {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kSeparators = " \t\r\n-";

}  // namespace

std::optional<Token> Token::parse(std::string_view text)
{
    std::string letters;
    for (const char c : text) {
        if (kSeparators.find(c) != std::string_view::npos) continue;
        const char letter = upper_case(c);
        if (kAlphabet.find(letter) == std::string_view::npos) return std::nullopt;
        if (letters.size() == kLetters) return std::nullopt;
        letters += letter;
    }
    if (letters.size() != kLetters) return std::nullopt;
    return Token{std::move(letters)};
}

Token Token::make()
{
    return Token{random_text(kAlphabet, kLetters)};
}

}  // namespace mysigfox
