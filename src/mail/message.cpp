// Writes headers and the body of a mail.
#include "mail/message.hpp"

#include "mysigfox/base/encoding.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <array>

namespace mysigfox::mail {
namespace {

constexpr std::size_t kMaxWord = 45;  // bytes that become 60 of Base64, 72 with what is around
constexpr std::size_t kMaxLine = 75;  // and the = that breaks it softly
constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool is_plain(char c) noexcept
{
    return c >= 0x20 && c < 0x7F;
}

/// The start of the next character of UTF-8, at most `limit` bytes on.
std::size_t word_end(std::string_view text, std::size_t limit) noexcept
{
    if (text.size() <= limit) return text.size();
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return end == 0 ? limit : end;
}

/// What a header may hold: no control character at all.
std::string header_value(std::string_view text)
{
    std::string value{text};
    std::ranges::replace_if(
        value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return value;
}

/// "Jméno <address>": only the name may need encoding.
std::string encoded_from(std::string_view from)
{
    const std::size_t open = from.rfind('<');
    if (open == std::string_view::npos || open == 0) return header_value(from);
    return encoded_words(trimmed(from.substr(0, open))) + ' ' + header_value(from.substr(open));
}

std::string_view domain_of(std::string_view address) noexcept
{
    return address.substr(address.rfind('@') + 1);
}

}  // namespace

std::string_view address_in(std::string_view from) noexcept
{
    const std::size_t open = from.rfind('<');
    if (open == std::string_view::npos) return trimmed(from);
    const std::string_view rest = from.substr(open + 1);
    return rest.substr(0, rest.find('>'));
}

std::string mail_date(Timestamp time)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    const std::tm utc = fmt::gmtime(std::chrono::system_clock::to_time_t(second));
    // Not by the locale: it is English whatever the system speaks.
    return fmt::format("{}, {:02} {} {} {:%H:%M:%S} +0000",
                       kDays.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                       kMonths.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc);
}

std::string encoded_words(std::string_view text)
{
    std::string value = header_value(text);
    std::string_view rest = value;
    if (std::ranges::all_of(rest, is_plain) && rest.find("=?") == std::string_view::npos) {
        return value;
    }
    std::string words;
    while (!rest.empty()) {
        const std::size_t end = word_end(rest, kMaxWord);
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + to_base64(rest.substr(0, end)) + "?=";
        rest.remove_prefix(end);
    }
    return words;
}

std::string quoted_printable(std::string_view text)
{
    std::string out;
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r') continue;
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool is_last = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
        const bool is_literal = is_plain(c) && c != '=' && !(c == ' ' && is_last);
        const std::size_t width = is_literal ? 1 : 3;
        if (column + width > kMaxLine) {
            out += "=\r\n";
            column = 0;
        }
        if (is_literal) {
            out += c;
        } else {
            out += fmt::format("={:02X}", static_cast<unsigned char>(c));
        }
        column += width;
    }
    return out;
}

std::string message_text(const Headers& headers, std::string_view body)
{
    std::string text;
    const auto add = [&text](std::string_view name, std::string_view value) {
        text.append(name).append(": ").append(value).append("\r\n");
    };
    add("Date", mail_date(headers.date));
    add("From", encoded_from(headers.from));
    add("To", header_value(headers.to));
    add("Subject", encoded_words(headers.subject));
    add("Message-ID", '<' + header_value(headers.id) + '@' +
                          header_value(domain_of(address_in(headers.from))) + '>');
    // So that no holiday answer comes back.
    add("Auto-Submitted", "auto-generated");
    add("X-Auto-Response-Suppress", "All");
    if (!headers.unsubscribe_url.empty()) {
        add("List-Unsubscribe", '<' + header_value(headers.unsubscribe_url) + '>');
        add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    add("MIME-Version", "1.0");
    add("Content-Type", "text/plain; charset=utf-8");
    add("Content-Transfer-Encoding", "quoted-printable");
    return text + "\r\n" + quoted_printable(body);
}

}  // namespace mysigfox::mail
