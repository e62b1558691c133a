// Finds a text, and the form of it that suits a number.
#include "pages/texts.hpp"

namespace mysigfox::pages {

std::string_view text(Text name, Language language) noexcept
{
    for (const Entry& entry : language == Language::cs ? texts_cs() : texts_en()) {
        if (entry.name == name) return entry.text;
    }
    return {};
}

std::string filled(std::string_view text, std::string_view value)
{
    std::string result{text};
    const std::size_t place = result.find("{}");
    if (place != std::string::npos) result.replace(place, 2, value);
    return result;
}

Text plural(const PluralTexts& forms, std::size_t count, Language language) noexcept
{
    if (count == 1) return forms.one;
    const bool is_few = language == Language::cs && count >= 2 && count <= 4;
    return is_few ? forms.few : forms.many;
}

}  // namespace mysigfox::pages
