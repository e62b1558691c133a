// IP addresses and blocks of them, as values without a socket in sight.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mysigfox {

/// An IPv4 or IPv6 address. An IPv4-mapped IPv6 address stays IPv6.
class IpAddress {
public:
    using Bytes = std::array<std::uint8_t, 16>;

    /// Canonical dotted quad (no leading zeros, four parts), or IPv6 (RFC 4291) without zone.
    static std::optional<IpAddress> parse(std::string_view text);
    static constexpr IpAddress v4(std::uint32_t value) noexcept
    {
        IpAddress address;
        for (int i = 0; i < 4; ++i) {
            address.bytes_[static_cast<std::size_t>(i)] =
                static_cast<std::uint8_t>(value >> (24 - 8 * i));
        }
        return address;
    }
    static constexpr IpAddress v6(const Bytes& bytes) noexcept
    {
        IpAddress address;
        address.is_v6_ = true;
        address.bytes_ = bytes;
        return address;
    }

    constexpr bool is_v6() const noexcept { return is_v6_; }
    constexpr std::uint32_t v4_value() const noexcept
    {
        return static_cast<std::uint32_t>(bytes_[0]) << 24 |
               static_cast<std::uint32_t>(bytes_[1]) << 16 |
               static_cast<std::uint32_t>(bytes_[2]) << 8 | bytes_[3];
    }
    /// For IPv4 the first four count.
    constexpr const Bytes& bytes() const noexcept { return bytes_; }

    bool is_loopback() const noexcept;
    std::string str() const;

    friend constexpr auto operator<=>(const IpAddress&, const IpAddress&) noexcept = default;

private:
    constexpr IpAddress() noexcept = default;

    bool is_v6_ = false;
    Bytes bytes_{};
};

/// A block of addresses, `185.110.96.0/22`; bits below the prefix must be zero. An address
/// without a prefix is a block of one.
class Cidr {
public:
    static std::optional<Cidr> parse(std::string_view text);
    bool contains(const IpAddress& address) const noexcept;
    std::string str() const;

    friend bool operator==(const Cidr&, const Cidr&) noexcept = default;

private:
    Cidr(const IpAddress& network, int prefix) : network_(network), prefix_(prefix) {}

    IpAddress network_;
    int prefix_;
};

}  // namespace mysigfox
