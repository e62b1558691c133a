// Bytes as text and back: hex, base32, percent-encoding, UTF-8 checks.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mysigfox {

/// Lower-case hexadecimal.
std::string to_hex(std::span<const std::uint8_t> bytes);

/// The bytes of an even number of hexadecimal digits of either case; nothing for anything else.
std::optional<std::string> from_hex(std::string_view digits);

/// Crockford's base32 in lower case, most significant digit first, at least `digits` long.
std::string to_base32(std::uint64_t value, std::size_t digits = 1);

/// The value of 1 to 13 base32 digits that to_base32() could have written; nothing otherwise.
std::optional<std::uint64_t> from_base32(std::string_view digits);

/// Decodes application/x-www-form-urlencoded text (RFC 1866): `+` is a space, `%XX` a byte.
/// A `%` that no two hexadecimal digits follow stands for itself.
std::string decode_form_text(std::string_view text);

/// Encodes text so that it can stand as one value in a query (RFC 3986 unreserved stay).
std::string encode_query_text(std::string_view text);

/// Standard base64 with padding (RFC 4648, section 4); nothing for anything else.
std::optional<std::string> from_base64(std::string_view text);
std::string to_base64(std::string_view bytes);

/// True if the bytes are well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view bytes) noexcept;

/// ASCII only; other bytes stay.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

namespace detail {
bool same_length_equals_ignoring_case(std::string_view a, std::string_view b) noexcept;
}

/// ASCII case is ignored, as in HTTP field names.
inline bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    // Asked hundreds of times a message, and the lengths tell most names apart.
    return a.size() == b.size() && detail::same_length_equals_ignoring_case(a, b);
}

/// Without leading and trailing spaces, tabs, CR and LF.
std::string_view trimmed(std::string_view text) noexcept;

}  // namespace mysigfox
