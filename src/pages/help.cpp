// The guide as a page: its table of contents and its sections.
#include "pages/help.hpp"

#include "pages/layout.hpp"

namespace mysigfox::pages {
namespace {

constexpr std::string_view kPublicUrl = "https://mysigfox.example";
constexpr std::string_view kMailBegins = "<!--mail-->";
constexpr std::string_view kMailEnds = "<!--/mail-->";

std::span<const HelpSection> sections_of(Language language) noexcept
{
    return language == Language::cs ? help_cs() : help_en();
}

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

/// What is said of letters is left out where none are sent.
std::string without_mail(std::string text)
{
    for (std::size_t at = text.find(kMailBegins); at != std::string::npos;
         at = text.find(kMailBegins, at)) {
        const std::size_t end = text.find(kMailEnds, at);
        text.erase(at, end == std::string::npos ? end : end + kMailEnds.size() - at);
    }
    return text;
}

Markup contents(Language language)
{
    Markup items;
    for (const HelpSection& section : sections_of(language)) {
        items += markup("<li><a href=\"#{}\">{}</a></li>\n", section.id, section.title);
    }
    return markup("<nav aria-label=\"{}\"><ul>\n{}</ul></nav>\n",
                  words(Text::help_contents, language), items);
}

}  // namespace

std::string help_page(Language language, const HelpFacts& facts)
{
    Markup body;
    for (const HelpSection& section : sections_of(language)) {
        std::string html =
            replaced(std::string{section.html}, kPublicUrl, escaped(facts.public_url));
        if (!facts.sends_mail) html = without_mail(std::move(html));
        body +=
            markup("<h2 id=\"{}\">{}</h2>{}", section.id, section.title, Markup{std::move(html)});
    }
    Layout layout;
    layout.language = language;
    layout.title = text(Text::help_title, language);
    const std::string switched = help_path(other(language));
    layout.other_language_href = switched;
    Markup no_mail;
    if (!facts.sends_mail) {
        no_mail = markup("<p class=\"aside\">{}</p>\n", words(Text::help_no_mail, language));
    }
    layout.content = markup("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n{}{}{}", layout.title,
                            words(Text::help_lead, language), no_mail, contents(language), body);
    return page(layout);
}

}  // namespace mysigfox::pages
