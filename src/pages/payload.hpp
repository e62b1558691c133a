// What a body and its payload look like to people: pure, and bounded whatever comes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mysigfox::pages {

/// JSON with one value a line; numbers and texts stay as they were spelt. Nothing if it is no
/// JSON, or nested too deep to be worth it. At most about `limit` bytes of it.
std::optional<std::string> pretty_json(std::string_view text, std::size_t limit);

/// The bytes of the field "data" of a JSON object, if that is hexadecimal and of 1 to 64 bytes.
std::optional<std::string> payload_of(std::string_view body);

/// Each byte as a number; floats of 32 bits, one every four bytes, if there are that many.
struct PayloadViews {
    std::string hex;
    std::string unsigned_bytes;
    std::string signed_bytes;
    std::string floats_big;     ///< high byte first; empty if there are too few bytes
    std::string floats_little;  ///< low byte first
    std::string text;           ///< what is not printable ASCII stands as a dot
};
PayloadViews views_of(std::string_view payload);

}  // namespace mysigfox::pages
