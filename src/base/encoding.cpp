#include "mysigfox/base/encoding.hpp"

#include "mysigfox/base/ascii.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace mysigfox {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase32Digits = "0123456789abcdefghjkmnpqrstvwxyz";

int hex_value(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_unreserved(char c) noexcept
{
    return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/// The well-formed UTF-8 sequences (RFC 3629, section 4): which first bytes begin so many bytes,
/// and what the second may be, so that nothing is overlong, a surrogate or too large.
struct Sequence {
    unsigned char first, last;
    std::size_t length;
    unsigned char second_from = 0x80, second_to = 0xBF;
};
constexpr std::array kSequences{Sequence{0x00, 0x7F, 1},
                                Sequence{0xC2, 0xDF, 2},
                                Sequence{0xE0, 0xE0, 3, 0xA0},
                                Sequence{0xE1, 0xEC, 3},
                                Sequence{0xED, 0xED, 3, 0x80, 0x9F},
                                Sequence{0xEE, 0xEF, 3},
                                Sequence{0xF0, 0xF0, 4, 0x90},
                                Sequence{0xF1, 0xF3, 4},
                                Sequence{0xF4, 0xF4, 4, 0x80, 0x8F}};

/// How many bytes the UTF-8 sequence at the start has; 0 if it is none.
std::size_t sequence_length(std::string_view bytes) noexcept
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const auto begins = [first = at(0)](const Sequence& each) {
        return first >= each.first && first <= each.last;
    };
    const auto* const sequence = std::ranges::find_if(kSequences, begins);
    if (sequence == kSequences.end() || bytes.size() < sequence->length) return 0;
    if (sequence->length == 1) return 1;
    if (at(1) < sequence->second_from || at(1) > sequence->second_to) return 0;
    for (std::size_t i = 2; i < sequence->length; ++i) {
        if ((at(i) & 0xC0) != 0x80) return 0;
    }
    return sequence->length;
}

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += kHexDigits[byte >> 4];
        text += kHexDigits[byte & 0xF];
    }
    return text;
}

std::optional<std::string> from_hex(std::string_view digits)
{
    if (digits.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int high = hex_value(digits[i]);
        const int low = hex_value(digits[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high << 4 | low);
    }
    return bytes;
}

std::string to_base32(std::uint64_t value, std::size_t digits)
{
    std::string text;
    do {
        text += kBase32Digits[value & 31];
        value >>= 5;
    } while (value != 0 || text.size() < digits);
    std::reverse(text.begin(), text.end());
    return text;
}

std::optional<std::uint64_t> from_base32(std::string_view digits)
{
    if (digits.empty() || digits.size() > 13) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : digits) {
        const std::size_t digit = kBase32Digits.find(c);
        if (digit == std::string_view::npos || value >> 59 != 0) return std::nullopt;
        value = value << 5 | digit;
    }
    return value;
}

std::string decode_form_text(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() &&
                               hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
        if (is_escape) {
            decoded += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
            i += 2;
        } else {
            decoded += text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

std::string encode_query_text(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += upper_case(kHexDigits[byte >> 4]);
        encoded += upper_case(kHexDigits[byte & 0xF]);
    }
    return encoded;
}

std::optional<std::string> from_base64(std::string_view text)
{
    if (text.size() % 4 != 0) return std::nullopt;
    if (text.empty()) return std::string{};
    const auto is_digit = [](char c) { return is_alphanumeric(c) || c == '+' || c == '/'; };
    std::size_t padding = 0;
    while (padding < 2 && text[text.size() - 1 - padding] == '=') ++padding;
    const std::string_view digits = text.substr(0, text.size() - padding);
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

std::string to_base64(std::string_view bytes)
{
    std::string text((bytes.size() + 2) / 3 * 4, '\0');
    // OpenSSL ends the text with a zero, where std::string has one of its own.
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                    reinterpret_cast<const unsigned char*>(bytes.data()),
                    static_cast<int>(bytes.size()));
    return text;
}

bool is_utf8(std::string_view bytes) noexcept
{
    while (!bytes.empty()) {
        const std::size_t length = sequence_length(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::string to_lower(std::string_view text)
{
    std::string lowered{text};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower_case);
    return lowered;
}

std::string to_upper(std::string_view text)
{
    std::string raised{text};
    std::transform(raised.begin(), raised.end(), raised.begin(), upper_case);
    return raised;
}

bool detail::same_length_equals_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(),
                      [](char x, char y) { return lower_case(x) == lower_case(y); });
}

std::string_view trimmed(std::string_view text) noexcept
{
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace mysigfox
