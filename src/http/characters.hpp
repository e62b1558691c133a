// Which bytes may stand where in HTTP/1.1 (RFC 9110, 9112), as one table of bits.
#pragma once

#include "mysigfox/base/ascii.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mysigfox::http {

inline constexpr std::uint8_t kTokenByte = 1;    ///< of methods and field names
inline constexpr std::uint8_t kTargetByte = 2;   ///< printable, less `\ # < > "`
inline constexpr std::uint8_t kValueByte = 4;    ///< of field values: no control but HTAB
inline constexpr std::uint8_t kHostByte = 8;     ///< of names and dotted quads
inline constexpr std::uint8_t kV6Byte = 16;      ///< between the brackets of an IPv6 literal
inline constexpr std::uint8_t kQuotedByte = 32;  ///< inside quotes, less `"` and `\`

namespace detail {

constexpr bool holds(std::string_view set, char c)
{
    return set.find(c) != std::string_view::npos;
}

constexpr std::uint8_t kinds_of(unsigned byte)
{
    const char c = static_cast<char>(byte);
    const bool is_visible = byte > 0x20 && byte < 0x7F;
    const bool is_text = c == '\t' || c == ' ' || is_visible || byte >= 0x80;
    const auto kind_if = [](bool claim, unsigned kind) { return claim ? kind : 0U; };
    return static_cast<std::uint8_t>(
        kind_if(is_alphanumeric(c) || holds("!#$%&'*+-.^_`|~", c), kTokenByte) |
        kind_if(is_visible && !holds("\\#<>\"", c), kTargetByte) | kind_if(is_text, kValueByte) |
        kind_if(is_alphanumeric(c) || holds("-._~", c), kHostByte) |
        kind_if(holds("0123456789abcdefABCDEF:.", c), kV6Byte) |
        kind_if(is_text && !holds("\"\\", c), kQuotedByte));
}

constexpr std::array<std::uint8_t, 256> make_kinds()
{
    std::array<std::uint8_t, 256> kinds{};
    for (unsigned byte = 0; byte < 256; ++byte) {
        kinds[byte] = kinds_of(byte);
    }
    return kinds;
}

inline constexpr std::array<std::uint8_t, 256> kKinds = make_kinds();

}  // namespace detail

constexpr bool is_a(std::uint8_t kind, char c) noexcept
{
    return (detail::kKinds[static_cast<unsigned char>(c)] & kind) != 0;
}

/// The first position from `at` on whose byte is of another kind; the size if there is none.
constexpr std::size_t end_of(std::uint8_t kind, std::string_view text, std::size_t at) noexcept
{
    while (at < text.size() && is_a(kind, text[at])) ++at;
    return at;
}

constexpr bool all_are(std::uint8_t kind, std::string_view text) noexcept
{
    return end_of(kind, text, 0) == text.size();
}

}  // namespace mysigfox::http
