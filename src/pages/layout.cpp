// The frame that every page stands in: head, brand, language switch, links below.
#include "pages/layout.hpp"

#include "pages/device_parts.hpp"

namespace mysigfox::pages {
namespace {

constexpr std::string_view kIcon =
    "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 32 32%22%3E"
    "%3Crect width=%2232%22 height=%2232%22 rx=%227%22 fill=%22%23146c6f%22/%3E"
    "%3Cg fill=%22none%22 stroke=%22white%22 stroke-width=%223%22 stroke-linecap=%22round%22%3E"
    "%3Cpath d=%22M9 13a9.5 9.5 0 0 1 14 0M12.5 17.5a5 5 0 0 1 7 0%22/%3E%3C/g%3E"
    "%3Ccircle cx=%2216%22 cy=%2222%22 r=%222%22 fill=%22white%22/%3E%3C/svg%3E";

Markup head(const Layout& layout)
{
    Markup live;
    if (layout.is_live) {
        live = markup(R"(<noscript><meta http-equiv="refresh" content="10"></noscript>
<script src="/live.js" defer></script>
)");
    }
    return markup(
        R"(<head>
<meta charset="utf-8">
<title>{} – MySigfox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{}">
<meta name="color-scheme" content="light dark">
{}<link rel="icon" href="{}">
<link rel="stylesheet" href="/style.css">
</head>
)",
        layout.title, text(Text::description, layout.language), live, kIcon);
}

Markup language_switch(const Layout& layout)
{
    if (layout.other_language_href.empty()) return {};
    const std::string_view code = to_string(other(layout.language));
    if (!layout.switch_form.empty()) {
        // Enter presses the first button of a form in the order of the page: that is the one
        // nobody sees, which sends the form as it is.
        return markup(
            R"(<nav aria-label="{}"><button form="{}" hidden></button><button class="link" form="{}"
formaction="{}" name="switch" value="1" lang="{}">{}</button></nav>
)",
            text(Text::language_navigation, layout.language), layout.switch_form,
            layout.switch_form, layout.other_language_href, code,
            text(Text::other_language, layout.language));
    }
    return markup(
        R"(<nav aria-label="{}"><a href="{}" lang="{}" hreflang="{}">{}</a></nav>
)",
        text(Text::language_navigation, layout.language), layout.other_language_href, code, code,
        text(Text::other_language, layout.language));
}

Markup footer(Language language)
{
    return markup(
        R"(<footer><div class="column">
<a href="/{}">{}</a>
<a href="{}">{}</a>
<a href="{}">{}</a>
<a href="/inbox{}">{}</a>
<a href="{}">{}</a>
</div></footer>
)",
        in_language(language), words(Text::link_home, language), form_path(language),
        words(Text::link_form, language), device_path(language),
        device_texts(language).sign_in_title, in_language(language),
        words(Text::link_inbox, language), help_path(language), words(Text::link_help, language));
}

}  // namespace

std::string page(const Layout& layout)
{
    return markup(
               R"(<!DOCTYPE html>
<html lang="{}">
{}<body>
<a class="skip" href="#content">{}</a>
<header><div class="column">
<a class="brand" href="/{}">MySigfox</a>
{}</div></header>
<main class="column" id="content">
{}</main>
{}</body>
</html>
)",
               to_string(layout.language), head(layout),
               words(Text::skip_to_content, layout.language), in_language(layout.language),
               language_switch(layout), layout.content, footer(layout.language))
        .html;
}

Language other(Language language) noexcept
{
    return language == Language::cs ? Language::en : Language::cs;
}

Markup words(Text name, Language language)
{
    return markup("{}", text(name, language));
}

std::string form_path(Language language)
{
    return '/' + std::string{to_string(language)} + "/form";
}

std::string help_path(Language language)
{
    return '/' + std::string{to_string(language)} + "/help";
}

std::string_view in_language(Language language) noexcept
{
    return language == Language::cs ? "?lang=cs" : "?lang=en";
}

}  // namespace mysigfox::pages
