// The frame that every page stands in.
#pragma once

#include "pages/markup.hpp"
#include "pages/texts.hpp"

#include <string>
#include <string_view>

namespace mysigfox::pages {

struct Layout {
    Language language = Language::cs;
    std::string title;
    /// Where the same page stands in the other language; empty: it has no switch.
    std::string_view other_language_href;
    /// The id of a form: the switch sends what was typed into it along, as the button `switch`.
    std::string_view switch_form;
    /// The script adds what is new; without one the page refreshes itself.
    bool is_live = false;
    Markup content;
};
std::string page(const Layout& layout);

Language other(Language language) noexcept;
/// The text, escaped.
Markup words(Text name, Language language);
/// "/cs/form".
std::string form_path(Language language);
/// "/cs/help".
std::string help_path(Language language);
/// "?lang=cs": makes a page that has one path for all languages speak this one.
std::string_view in_language(Language language) noexcept;

}  // namespace mysigfox::pages
