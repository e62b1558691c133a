// Every IPv4 address there is, and ten million of IPv6. Built optimised, whatever the preset.
#include "mysigfox/domain/address_class.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>

namespace mysigfox {
namespace {

/// The rules once more, as slowly and plainly as they can be said.
bool is_public_by_the_book(const IpAddress& address)
{
    static const Cidr kGlobalUnicast = *Cidr::parse("2000::/3");
    static const Cidr kSpecial[]{*Cidr::parse("2001::/23"), *Cidr::parse("2001:db8::/32"),
                                 *Cidr::parse("2002::/16"), *Cidr::parse("3fff::/20"),
                                 *Cidr::parse("2620:4f:8000::/48")};
    return kGlobalUnicast.contains(address) &&
           std::none_of(std::begin(kSpecial), std::end(kSpecial),
                        [&](const Cidr& block) { return block.contains(address); });
}

TEST(AddressClass, AgreesWithTheBookOnRandomV6Addresses)
{
    const std::uint16_t starts[]{0x2001, 0x2002, 0x2620, 0x3fff, 0x2001, 0x0000};
    std::mt19937_64 random{20'261'123};
    for (int i = 0; i < 10'000'000; ++i) {
        IpAddress::Bytes bytes{};
        const std::uint64_t bits = random();
        for (std::size_t b = 0; b < 8; ++b) bytes[b] = static_cast<std::uint8_t>(bits >> (8 * b));
        // Most of the space is dull: every second address begins as a special block does.
        if (i % 2 == 0) {
            const std::uint16_t start = starts[static_cast<std::size_t>(i / 2) % std::size(starts)];
            bytes[0] = static_cast<std::uint8_t>(start >> 8);
            bytes[1] = static_cast<std::uint8_t>(start);
            if (i % 4 == 0) bytes[2] = static_cast<std::uint8_t>(bytes[2] & 0x0F);
        }
        const IpAddress address = IpAddress::v6(bytes);
        ASSERT_EQ(is_public_address(address), is_public_by_the_book(address)) << address.str();
    }
}

TEST(AddressClass, DeniesExactly592709633OfAllV4Addresses)
{
    std::uint64_t denied = 0;
    for (std::uint64_t value = 0; value < std::uint64_t{1} << 32; ++value) {
        const bool is_denied = !is_public_address(IpAddress::v4(static_cast<std::uint32_t>(value)));
        denied += is_denied ? 1 : 0;
    }
    EXPECT_EQ(denied, 592'709'633u);
}

}  // namespace
}  // namespace mysigfox
