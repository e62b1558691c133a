// The front page and the pages that say what went wrong.
#include "pages/layout.hpp"

namespace mysigfox::pages {
namespace {

struct ErrorTexts {
    Text title;
    Text words;
};

ErrorTexts texts_of(int status) noexcept
{
    switch (status) {
        case 403:
            return {Text::error_403_title, Text::error_403};
        case 404:
            return {Text::error_404_title, Text::error_404};
        case 415:
            return {Text::error_415_title, Text::error_415};
        case 429:
            return {Text::error_429_title, Text::error_429};
        case 503:
            return {Text::error_503_title, Text::error_503};
        default:
            return {Text::error_other_title, Text::error_other};
    }
}

}  // namespace

std::string front_page(Language language)
{
    Layout layout;
    layout.language = language;
    layout.title = text(Text::front_title, language);
    layout.other_language_href = in_language(other(language));
    layout.content = markup(
        R"(<h1>{}</h1>
<p class="lead">{}</p>
<ul class="ways">
<li><a href="{}">{}</a><p>{}</p></li>
<li><a href="/inbox{}">{}</a><p>{}</p></li>
</ul>
)",
        layout.title, words(Text::front_lead, language), form_path(language),
        words(Text::link_form, language), words(Text::front_form, language), in_language(language),
        words(Text::link_inbox, language), words(Text::front_inbox, language));
    return page(layout);
}

std::string error_page(Language language, int status)
{
    const ErrorTexts texts = texts_of(status);
    Layout layout;
    layout.language = language;
    layout.title = text(texts.title, language);
    layout.content = markup("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", layout.title,
                            words(texts.words, language));
    return page(layout);
}

}  // namespace mysigfox::pages
