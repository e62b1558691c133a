// Makes any text safe to stand in HTML.
#include "mysigfox/pages/pages.hpp"

namespace mysigfox::pages {
namespace {

/// What stands for the character; empty: itself.
std::string_view entity(char c) noexcept
{
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

/// HTML has no spelling for these: a browser would make of them what it likes.
bool is_forbidden(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

}  // namespace

std::string escaped(std::string_view text)
{
    std::string html;
    html.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        const std::string_view spelling = is_forbidden(c) ? "\xEF\xBF\xBD" : entity(c);
        if (spelling.empty()) {
            html += c;
        } else {
            html += spelling;
        }
    }
    return html;
}

}  // namespace mysigfox::pages
