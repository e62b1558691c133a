// The pages of the built-in request bins. A page is bounded, whatever an inbox holds.
#include "mysigfox/base/encoding.hpp"
#include "pages/layout.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <cstdint>
#include <span>

namespace mysigfox::pages {
namespace {

constexpr std::size_t kMaxShownText = 2'048;       ///< bytes of a body, of a query, of all fields
constexpr std::size_t kMaxShownRequests = 34'816;  ///< bytes of HTML, less the last request

struct Excerpt {
    std::string_view text;
    bool is_whole;
};

/// The beginning of the text, never ending inside a character of UTF-8.
Excerpt excerpt(std::string_view text, std::size_t limit = kMaxShownText) noexcept
{
    if (text.size() <= limit) return {text, true};
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return {text.substr(0, end), false};
}

bool is_readable(std::string_view bytes) noexcept
{
    return is_utf8(bytes) && bytes.find('\0') == std::string_view::npos;
}

std::string hex_of(std::string_view bytes)
{
    return to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

/// Foreign text for a page: as it is if it is UTF-8, in hexadecimal otherwise.
std::string legible(std::string_view bytes)
{
    return is_readable(bytes) ? std::string{bytes} : hex_of(bytes);
}

Markup block(Text title, std::string_view shown, Language language)
{
    return markup("<h4>{}</h4>\n<pre>{}</pre>\n", words(title, language), shown);
}

Markup note(bool is_whole, Language language)
{
    if (is_whole) return {};
    return markup("<p class=\"hint\">{}</p>\n", words(Text::inbox_shortened, language));
}

Markup body_of(const ShownRequest& request, Language language)
{
    if (request.body.empty()) return markup("<p>{}</p>\n", words(Text::inbox_no_body, language));
    if (is_readable(request.body)) {
        const Excerpt shown = excerpt(request.body);
        Markup body = block(Text::inbox_body, shown.text, language);
        return body += note(shown.is_whole, language);
    }
    const std::string_view start = std::string_view{request.body}.substr(0, kMaxShownText);
    Markup body = block(Text::inbox_body_hex, hex_of(start), language);
    return body += note(start.size() == request.body.size(), language);
}

Markup query_of(const ShownRequest& request, Language language)
{
    if (request.query.empty()) return {};
    const std::string query = legible(request.query);
    const Excerpt shown = excerpt(query);
    Markup block_of_query = block(Text::inbox_query, shown.text, language);
    return block_of_query += note(shown.is_whole, language);
}

Markup fields_of(const ShownRequest& request, Language language)
{
    std::string lines;
    for (const auto& [name, value] : request.fields) lines += name + ": " + legible(value) + '\n';
    const Excerpt shown = excerpt(lines);
    Markup fields = markup("<details><summary>{}</summary>\n<pre>{}</pre>\n",
                           words(Text::inbox_fields, language), shown.text);
    fields += note(shown.is_whole, language);
    return fields += markup("</details>\n");
}

Markup request_of(const ShownRequest& request, Language language)
{
    const std::time_t time = std::chrono::system_clock::to_time_t(request.received);
    const std::tm utc = fmt::gmtime(time);
    return markup(
        R"(<article>
<h3><span class="method">{}</span> <time datetime="{}">{}</time></h3>
{}{}{}</article>
)",
        request.method, fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", utc),
        fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", utc), body_of(request, language),
        query_of(request, language), fields_of(request, language));
}

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
        return markup("<p class=\"empty\">{}</p>\n", words(Text::inbox_empty, language));
    }
    Markup list;
    std::size_t shown = 0;
    for (const ShownRequest& request : inbox.requests) {
        if (list.html.size() > kMaxShownRequests) break;
        const Markup next = request_of(request, language);
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

}  // namespace

std::string inbox_page(Language language, const InboxView& inbox)
{
    Layout layout;
    layout.language = language;
    layout.title = text(Text::inbox_title, language);
    layout.other_language_href = in_language(other(language));
    layout.refreshes_itself = true;
    layout.content = markup(
        R"(<h1>{}</h1>
<dl>
{}{}</dl>
<p class="hint">{} <code>curl -d hello {}</code></p>
<h2>{}</h2>
<p class="hint">{} <a href="{}">{}</a></p>
{})",
        layout.title,
        address(Text::inbox_write_url, Text::inbox_write_hint, inbox.write_url, language),
        address(Text::inbox_read_url, Text::inbox_read_hint, inbox.read_url, language),
        words(Text::inbox_try, language), inbox.write_url, words(Text::inbox_requests, language),
        words(Text::inbox_refresh_note, language), in_language(language),
        words(Text::inbox_refresh, language), requests_of(inbox, language));
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
