// What letters say, in each language.
#pragma once

#include "mysigfox/mail/letters.hpp"

#include <span>
#include <string>
#include <string_view>

namespace mysigfox::mail {

/// `{name}` in a text stands for the fact of that name; a line whose fact is missing or empty is
/// left out.
struct LetterText {
    Occasion occasion;
    std::string_view subject;
    std::string_view body;
    std::string_view subject_of_many{};  ///< for the fact `devices` in place of `device`
};
std::span<const LetterText> letters_cs() noexcept;
std::span<const LetterText> letters_en() noexcept;
inline constexpr Occasion kLastOccasion = Occasion::email_confirm;

/// Subject and body with their facts; facts are cut to one line each.
struct FilledLetter {
    std::string subject;
    std::string body;
};
FilledLetter filled(Occasion occasion, Language language,
                    const std::vector<std::pair<std::string, std::string>>& facts);

/// The last lines of a letter: who sends it, and how to get no more of them.
std::string farewell(Language language, std::string_view public_url,
                     std::string_view unsubscribe_url);

}  // namespace mysigfox::mail
