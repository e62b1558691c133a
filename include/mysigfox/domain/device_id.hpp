// The identifier of a Sigfox device.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mysigfox {

/// A Sigfox device identifier: 32 bits, written as one to eight hexadecimal digits.
///
/// Every DeviceId in the program is valid, because parse() is the only way in
/// from text. Two spellings of the same number ("00AB", "ab") are one DeviceId.
class DeviceId {
public:
    static constexpr std::optional<DeviceId> parse(std::string_view hex) noexcept
    {
        if (hex.empty() || hex.size() > kMaxDigits) return std::nullopt;
        std::uint32_t value = 0;
        for (char c : hex) {
            const int digit = digit_of(c);
            if (digit < 0) return std::nullopt;
            value = value << 4 | static_cast<std::uint32_t>(digit);
        }
        return DeviceId{value};
    }

    static constexpr DeviceId from_value(std::uint32_t value) noexcept { return DeviceId{value}; }

    constexpr std::uint32_t value() const noexcept { return value_; }

    /// The spelling of the Backend: upper case, at least four digits.
    std::string str() const;

    friend constexpr auto operator<=>(DeviceId, DeviceId) noexcept = default;

private:
    static constexpr std::size_t kMaxDigits = 8;

    explicit constexpr DeviceId(std::uint32_t value) noexcept : value_(value) {}

    static constexpr int digit_of(char c) noexcept
    {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return -1;
    }

    std::uint32_t value_;
};

namespace literals {

/// "1D4C5F"_device: a misspelt literal does not compile.
consteval DeviceId operator""_device(const char* text, std::size_t size)
{
    const auto id = DeviceId::parse({text, size});
    if (id) return *id;
    throw "1 to 8 hexadecimal digits";
}

}  // namespace literals
}  // namespace mysigfox

template <>
struct std::hash<mysigfox::DeviceId> {
    std::size_t operator()(mysigfox::DeviceId id) const noexcept
    {
        return std::hash<std::uint32_t>{}(id.value());
    }
};
