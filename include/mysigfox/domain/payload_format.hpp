// How the body of a webhook's requests is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mysigfox {

/// Stored as this number.
enum class PayloadFormat : std::uint8_t {
    classic = 0,   ///< byte for byte as the original service wrote it
    strings = 1,   ///< the same keys, every value a string
    extended = 2,  ///< classic, and what else is known of the message
};

/// "classic", "strings", "extended".
std::string_view to_string(PayloadFormat format) noexcept;
std::optional<PayloadFormat> parse_payload_format(std::string_view name) noexcept;

}  // namespace mysigfox
