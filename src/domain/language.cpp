#include "mysigfox/domain/language.hpp"

namespace mysigfox {

std::string_view to_string(Language language) noexcept
{
    return language == Language::cs ? "cs" : "en";
}

std::optional<Language> parse_language(std::string_view code) noexcept
{
    if (code == "cs") return Language::cs;
    if (code == "en") return Language::en;
    return std::nullopt;
}

}  // namespace mysigfox
