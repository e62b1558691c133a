// The pages of the built-in request bins. A page is bounded, whatever an inbox holds.
#include "pages/layout.hpp"

#include <fmt/format.h>

namespace mysigfox::pages {
namespace {

constexpr std::size_t kMaxShownRequests = 34'816;  ///< bytes of HTML, less the last request

Markup older(std::size_t count, Language language)
{
    const Text more = plural({Text::inbox_more_one, Text::inbox_more_few, Text::inbox_more_many},
                             count, language);
    return markup("<p>{} {}</p>\n", filled(text(more, language), std::to_string(count)),
                  words(Text::inbox_shortened, language));
}

Markup requests_of(const InboxView& inbox, Language language)
{
    if (inbox.requests.empty()) {
        return markup("<p class=\"empty\" id=\"live-empty\">{}</p>\n",
                      words(Text::inbox_empty, language));
    }
    Markup list;
    std::size_t shown = 0;
    for (const ShownRequest& request : inbox.requests) {
        if (list.html.size() > kMaxShownRequests) break;
        const Markup next{inbox_request(language, request)};
        const bool is_too_much =
            shown > 0 && list.html.size() + next.html.size() > kMaxShownRequests;
        if (is_too_much) break;
        list += next;
        ++shown;
    }
    const std::size_t left = inbox.requests.size() - shown;
    return left == 0 ? list : list += older(left, language);
}

Markup address(Text title, Text hint, std::string_view url, Language language)
{
    return markup(
        "<dt>{}</dt>\n<dd><code class=\"address\">{}</code><p class=\"hint\">{}</p></dd>\n",
        words(title, language), url, words(hint, language));
}

constexpr Text name_of(InboxAnswer answer) noexcept
{
    switch (answer) {
        case InboxAnswer::ok:
            return Text::inbox_answer_200;
        case InboxAnswer::error:
            return Text::inbox_answer_500;
        case InboxAnswer::redirect:
            return Text::inbox_answer_302;
        case InboxAnswer::gone:
            return Text::inbox_answer_410;
        case InboxAnswer::busy:
            return Text::inbox_answer_429;
        case InboxAnswer::slow:
            return Text::inbox_answer_slow;
    }
    return Text::inbox_answer_200;
}

Markup answer_form(const InboxView& inbox, Language language)
{
    Markup choices;
    for (int i = 0; i <= static_cast<int>(kLastInboxAnswer); ++i) {
        const auto answer = static_cast<InboxAnswer>(i);
        const Markup chosen = markup(" selected");
        choices +=
            markup("<option value=\"{}\"{}>{}</option>\n", to_string(answer),
                   answer == inbox.answer ? chosen : Markup{}, words(name_of(answer), language));
    }
    return markup(
        R"(<form class="inline" method="post" action="{}{}">
<label for="answer">{}</label>
<p class="hint" id="answer-hint">{}</p>
<select id="answer" name="answer" aria-describedby="answer-hint">
{}</select>
<button type="submit">{}</button>
</form>
)",
        inbox.answer_path, in_language(language), words(Text::inbox_answer, language),
        words(Text::inbox_answer_hint, language), choices,
        words(Text::inbox_answer_submit, language));
}

/// What the script needs to go on where the page ends.
Markup live_list(const InboxView& inbox, Language language)
{
    const std::int64_t newest = inbox.requests.empty() ? 0 : inbox.requests.front().id;
    const std::string events = fmt::format("{}&after={}", in_language(language), newest);
    return markup("<div id=\"live\" data-events=\"{}\" data-most=\"100\">\n{}</div>\n", events,
                  requests_of(inbox, language));
}

}  // namespace

std::string inbox_page(Language language, const InboxView& inbox)
{
    Layout layout;
    layout.language = language;
    layout.title = text(Text::inbox_title, language);
    layout.other_language_href = in_language(other(language));
    layout.is_live = true;
    layout.content = markup(
        R"(<h1>{}</h1>
<dl>
{}{}</dl>
<p class="hint">{} <code>curl -d hello {}</code></p>
{}<h2>{}</h2>
<p class="hint"><noscript>{} </noscript><span id="live-note" role="status" data-live="{}"
data-arrived="{}"></span> <a href="{}">{}</a></p>
{})",
        layout.title,
        address(Text::inbox_write_url, Text::inbox_write_hint, inbox.write_url, language),
        address(Text::inbox_read_url, Text::inbox_read_hint, inbox.read_url, language),
        words(Text::inbox_try, language), inbox.write_url, answer_form(inbox, language),
        words(Text::inbox_requests, language), words(Text::inbox_refresh_note, language),
        words(Text::inbox_live, language), words(Text::inbox_arrived, language),
        in_language(language), words(Text::inbox_refresh, language), live_list(inbox, language));
    return page(layout);
}

std::string new_inbox_page(Language language)
{
    Layout layout;
    layout.language = language;
    layout.title = text(Text::new_inbox_title, language);
    layout.other_language_href = in_language(other(language));
    layout.content = markup(
        R"(<h1>{}</h1>
<p class="lead">{}</p>
<p>{} {}</p>
<form method="post" action="/inbox{}">
<button type="submit">{}</button>
</form>
)",
        layout.title, words(Text::new_inbox_lead, language), words(Text::new_inbox_how, language),
        words(Text::new_inbox_bounds, language), in_language(language),
        words(Text::submit_inbox, language));
    return page(layout);
}

}  // namespace mysigfox::pages
