// The names of the formats.
#include "mysigfox/domain/payload_format.hpp"

#include <array>
#include <utility>

namespace mysigfox {
namespace {

constexpr std::array kNames{
    std::pair{PayloadFormat::classic, std::string_view{"classic"}},
    std::pair{PayloadFormat::strings, std::string_view{"strings"}},
    std::pair{PayloadFormat::extended, std::string_view{"extended"}},
};

}  // namespace

std::string_view to_string(PayloadFormat format) noexcept
{
    for (const auto& [known, name] : kNames) {
        if (known == format) return name;
    }
    return "classic";
}

std::optional<PayloadFormat> parse_payload_format(std::string_view name) noexcept
{
    for (const auto& [format, known] : kNames) {
        if (known == name) return format;
    }
    return std::nullopt;
}

}  // namespace mysigfox
