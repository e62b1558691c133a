// The page that asks, and says, that no more letters come.
#include "pages/layout.hpp"

namespace mysigfox::pages {
namespace {

/// To the page's own address, whatever its name in it.
Markup button(std::string_view name, Text label, Language language)
{
    return markup(
        R"(<form method="post" action="{}"><button type="submit" name="{}" value="1">{}</button></form>
)",
        in_language(language), name, words(label, language));
}

}  // namespace

std::string unsubscribe_page(Language language, Unsubscribed state)
{
    Layout layout;
    layout.language = language;
    layout.title = text(Text::unsubscribe_title, language);
    layout.other_language_href = in_language(other(language));
    Text said = Text::unsubscribe_ask;
    Markup next = button("stop", Text::unsubscribe_submit, language);
    if (state == Unsubscribed::done) {
        said = Text::unsubscribe_done;
        next = button("again", Text::unsubscribe_back, language);
    }
    if (state == Unsubscribed::taken_back) {
        said = Text::unsubscribe_taken_back;
        next = {};
    }
    layout.content = markup("<h1>{}</h1>\n<p class=\"lead\" role=\"status\">{}</p>\n{}",
                            layout.title, words(said, language), next);
    return page(layout);
}

}  // namespace mysigfox::pages
