// One request of an inbox: pretty, decoded, and as it came.
#include "mysigfox/base/encoding.hpp"
#include "pages/layout.hpp"
#include "pages/payload.hpp"

#include <fmt/chrono.h>

#include <cstdint>

namespace mysigfox::pages {
namespace {

// Bytes of text; escaping makes each six at most, and the whole page must stay under 50 KiB.
constexpr std::size_t kMaxShownText = 1'536;
constexpr std::size_t kMaxShownQuery = 1'024;

struct Excerpt {
    std::string_view text;
    bool is_whole;
};

/// The beginning of the text, never ending inside a character of UTF-8.
Excerpt excerpt(std::string_view text, std::size_t limit) noexcept
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

Markup note(bool is_whole, Language language)
{
    if (is_whole) return {};
    return markup("<p class=\"hint\">{}</p>\n", words(Text::inbox_shortened, language));
}

Markup block(Text title, std::string_view shown, std::size_t limit, Language language)
{
    const Excerpt part = excerpt(shown, limit);
    Markup block = markup("<h4>{}</h4>\n<pre>{}</pre>\n", words(title, language), part.text);
    return block += note(part.is_whole, language);
}

Markup folded(Text title, std::string_view shown, std::size_t limit, Language language)
{
    const Excerpt part = excerpt(shown, limit);
    return markup("<details><summary>{}</summary>\n<pre>{}</pre>\n{}</details>\n",
                  words(title, language), part.text, note(part.is_whole, language));
}

Markup body_of(const ShownRequest& request, Language language)
{
    if (request.body.empty()) return markup("<p>{}</p>\n", words(Text::inbox_no_body, language));
    if (!is_readable(request.body)) {
        return block(Text::inbox_body_hex, hex_of(request.body), 2 * kMaxShownText, language);
    }
    const auto pretty = pretty_json(request.body, kMaxShownText + 1);
    if (!pretty || *pretty == request.body) {
        return block(Text::inbox_body, request.body, kMaxShownText, language);
    }
    Markup shown = block(Text::inbox_body, *pretty, kMaxShownText, language);
    return shown += folded(Text::inbox_body_raw, request.body, kMaxShownQuery, language);
}

Markup row(Text name, std::string_view value, Language language)
{
    if (value.empty()) return {};
    return markup("<tr><th scope=\"row\">{}</th><td><code>{}</code></td></tr>\n",
                  words(name, language), value);
}

Markup payload_in(const ShownRequest& request, Language language)
{
    const auto payload = payload_of(request.body);
    if (!payload) return {};
    const PayloadViews views = views_of(*payload);
    Markup rows = row(Text::inbox_payload_hex, views.hex, language);
    rows += row(Text::inbox_payload_unsigned, views.unsigned_bytes, language);
    rows += row(Text::inbox_payload_signed, views.signed_bytes, language);
    rows += row(Text::inbox_payload_float_big, views.floats_big, language);
    rows += row(Text::inbox_payload_float_little, views.floats_little, language);
    rows += row(Text::inbox_payload_text, views.text, language);
    return markup("<h4>{}</h4>\n<table>\n{}</table>\n", words(Text::inbox_payload, language), rows);
}

Markup query_of(const ShownRequest& request, Language language)
{
    if (request.query.empty()) return {};
    return block(Text::inbox_query, legible(request.query), kMaxShownQuery, language);
}

Markup fields_of(const ShownRequest& request, Language language)
{
    std::string lines;
    for (const auto& [name, value] : request.fields) lines += name + ": " + legible(value) + '\n';
    return folded(Text::inbox_fields, lines, kMaxShownText, language);
}

}  // namespace

std::string inbox_request(Language language, const ShownRequest& request)
{
    const std::time_t time = std::chrono::system_clock::to_time_t(request.received);
    const std::tm utc = fmt::gmtime(time);
    return markup(
               R"(<article>
<h3><span class="method">{}</span> <time datetime="{}">{}</time></h3>
{}{}{}{}</article>
)",
               request.method, fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", utc),
               fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", utc), body_of(request, language),
               payload_in(request, language), query_of(request, language),
               fields_of(request, language))
        .html;
}

}  // namespace mysigfox::pages
