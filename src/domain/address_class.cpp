// The table of addresses that are not the public internet.
#include "mysigfox/domain/address_class.hpp"

#include <algorithm>
#include <array>

namespace mysigfox {
namespace {

constexpr std::uint32_t quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

struct BlockV4 {
    std::uint32_t network;
    int prefix;

    constexpr std::uint32_t mask() const noexcept { return ~std::uint32_t{0} << (32 - prefix); }
    constexpr bool contains(std::uint32_t address) const noexcept
    {
        return (address & mask()) == network;
    }
    constexpr std::uint32_t last() const noexcept { return network | ~mask(); }
};

constexpr std::array kDeniedV4{
    BlockV4{quad(0, 0, 0, 0), 8},         // this network; 0.0.0.0 reaches loopback on Linux
    BlockV4{quad(10, 0, 0, 0), 8},        // private
    BlockV4{quad(100, 64, 0, 0), 10},     // carrier-grade NAT
    BlockV4{quad(127, 0, 0, 0), 8},       // loopback
    BlockV4{quad(168, 63, 129, 16), 32},  // Azure's metadata, on a public address
    BlockV4{quad(169, 254, 0, 0), 16},    // link-local, cloud metadata
    BlockV4{quad(172, 16, 0, 0), 12},     // private
    BlockV4{quad(192, 0, 0, 0), 24},      // IETF protocol assignments
    BlockV4{quad(192, 0, 2, 0), 24},      // documentation
    BlockV4{quad(192, 31, 196, 0), 24},   // AS112
    BlockV4{quad(192, 52, 193, 0), 24},   // AMT
    BlockV4{quad(192, 88, 99, 0), 24},    // 6to4 relays
    BlockV4{quad(192, 168, 0, 0), 16},    // private
    BlockV4{quad(192, 175, 48, 0), 24},   // AS112
    BlockV4{quad(198, 18, 0, 0), 15},     // benchmarks
    BlockV4{quad(198, 51, 100, 0), 24},   // documentation
    BlockV4{quad(203, 0, 113, 0), 24},    // documentation
    BlockV4{quad(224, 0, 0, 0), 3},       // multicast, reserved, broadcast
};

enum class Octet : std::uint8_t { all_public, mixed, all_denied };

/// The first octet alone decides for all but seven of them.
constexpr std::array<Octet, 256> kByFirstOctet = [] {
    std::array<Octet, 256> classes{};
    for (const BlockV4& block : kDeniedV4) {
        const Octet found = block.prefix <= 8 ? Octet::all_denied : Octet::mixed;
        for (std::uint32_t first = block.network >> 24; first <= block.last() >> 24; ++first) {
            classes[first] = found;
        }
    }
    return classes;
}();

bool is_public_v4(std::uint32_t address) noexcept
{
    const Octet decided = kByFirstOctet[address >> 24];
    if (decided != Octet::mixed) return decided == Octet::all_public;
    return std::none_of(kDeniedV4.begin(), kDeniedV4.end(),
                        [=](const BlockV4& block) { return block.contains(address); });
}

/// No block is longer than 64 bits, so the upper half of an address decides.
struct BlockV6 {
    std::uint64_t network;
    int prefix;

    constexpr bool contains(std::uint64_t upper_half) const noexcept
    {
        return (upper_half ^ network) >> (64 - prefix) == 0;
    }
};

constexpr BlockV6 kGlobalUnicast{0x2000'0000'0000'0000, 3};

constexpr std::array kDeniedV6{
    BlockV6{0x2001'0000'0000'0000, 23},  // IETF protocol assignments, Teredo, ORCHID
    BlockV6{0x2001'0db8'0000'0000, 32},  // documentation
    BlockV6{0x2002'0000'0000'0000, 16},  // 6to4
    BlockV6{0x2620'004f'8000'0000, 48},  // AS112
    BlockV6{0x3fff'0000'0000'0000, 20},  // documentation
};

bool is_public_v6(const IpAddress::Bytes& bytes) noexcept
{
    std::uint64_t upper_half = 0;
    for (std::size_t i = 0; i < 8; ++i) upper_half = upper_half << 8 | bytes[i];
    return kGlobalUnicast.contains(upper_half) &&
           std::none_of(kDeniedV6.begin(), kDeniedV6.end(),
                        [=](const BlockV6& block) { return block.contains(upper_half); });
}

}  // namespace

bool is_public_address(const IpAddress& address) noexcept
{
    return address.is_v6() ? is_public_v6(address.bytes()) : is_public_v4(address.v4_value());
}

}  // namespace mysigfox
