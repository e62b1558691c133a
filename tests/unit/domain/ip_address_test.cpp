// Addresses and blocks of them: strict in, canonical out.
#include "mysigfox/domain/ip_address.hpp"

#include <gtest/gtest.h>

namespace mysigfox {
namespace {

std::string canonical(std::string_view text)
{
    const auto address = IpAddress::parse(text);
    return address ? address->str() : "refused";
}

TEST(IpAddress, WritesOneSpellingForEveryAddress)
{
    const std::pair<const char*, const char*> cases[]{
        {"0.0.0.0", "0.0.0.0"},
        {"255.255.255.255", "255.255.255.255"},
        {"185.110.96.7", "185.110.96.7"},
        {"::", "::"},
        {"0:0:0:0:0:0:0:1", "::1"},
        {"2001:DB8::0A", "2001:db8::a"},
        {"2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"},
        {"::ffff:1.2.3.4", "::ffff:1.2.3.4"},
        {"::FFFF:7f00:1", "::ffff:127.0.0.1"},
        {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(canonical(text), expected) << text;
}

TEST(IpAddress, RefusesEverySpellingThatSomebodyReadsDifferently)
{
    for (const char* text : {"",
                             ".",
                             "1",
                             "1.2",
                             "1.2.3",
                             "1.2.3.4.5",
                             "1.2.3.",
                             ".1.2.3",
                             "1..2.3",
                             "01.2.3.4",
                             "1.2.3.00",
                             "256.1.1.1",
                             "1.2.3.256",
                             "1.2.3.1000",
                             "0x7f.0.0.1",
                             "127.1",
                             "2130706433",
                             "+1.2.3.4",
                             "1.2.3.-4",
                             " 1.2.3.4",
                             "1.2.3.4 ",
                             "1.2.3.4a",
                             "fe80::1%eth0",
                             "::1%1",
                             "[::1]",
                             ":::",
                             "1::2::3",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:8:9",
                             "::12345",
                             "::g",
                             "::127.1",
                             "::0x7f.0.0.1",
                             "::1.2.3.04",
                             "::1.2.3.4.",
                             "1.2.3.4::",
                             "::1.2.3.4:1",
                             "::1:",
                             ":1::",
                             "::1/128"}) {
        EXPECT_EQ(canonical(text), "refused") << text;
    }
    EXPECT_FALSE(IpAddress::parse(std::string_view{"::1\0", 4}));
    EXPECT_FALSE(IpAddress::parse(std::string(10'000, ':')));
}

TEST(IpAddress, ReadsBackWhatItWrites)
{
    for (std::uint32_t i = 0; i < 1'000; ++i) {
        const IpAddress address = IpAddress::v4(i * 4'294'967u);
        EXPECT_EQ(IpAddress::parse(address.str()), address);
        EXPECT_EQ(address.v4_value(), i * 4'294'967u);
    }
}

TEST(IpAddress, KnowsLoopback)
{
    for (const char* text : {"127.0.0.1", "127.255.255.254", "::1"}) {
        EXPECT_TRUE(IpAddress::parse(text)->is_loopback()) << text;
    }
    for (const char* text : {"126.0.0.1", "128.0.0.1", "0.0.0.0", "::", "::2", "1::1",
                             "::ffff:127.0.0.1", "7f00::1"}) {
        EXPECT_FALSE(IpAddress::parse(text)->is_loopback()) << text;
    }
}

TEST(Cidr, ContainsItsBlockAndNothingElse)
{
    struct Case {
        const char* block;
        const char* address;
        bool is_inside;
    };
    const Case cases[]{
        {"185.110.96.0/22", "185.110.96.0", true},
        {"185.110.96.0/22", "185.110.99.255", true},
        {"185.110.96.0/22", "185.110.100.0", false},
        {"185.110.96.0/22", "185.110.95.255", false},
        {"0.0.0.0/0", "255.255.255.255", true},
        {"0.0.0.0/0", "::", false},
        {"::/0", "0.0.0.0", false},
        {"10.0.0.1", "10.0.0.1", true},
        {"10.0.0.1/32", "10.0.0.0", false},
        {"2001:db8::/33", "2001:db8:7fff::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
        {"::1/128", "::1", true},
        {"::1/128", "::", false},
        {"127.0.0.0/8", "::ffff:127.0.0.1", false},
    };
    for (const Case& c : cases) {
        const auto block = Cidr::parse(c.block);
        ASSERT_TRUE(block) << c.block;
        EXPECT_EQ(block->contains(*IpAddress::parse(c.address)), c.is_inside)
            << c.block << ' ' << c.address;
    }
}

TEST(Cidr, RefusesBitsBelowThePrefixAndOddPrefixes)
{
    for (const char* text : {"", "/8", "10.0.0.1/8", "185.110.97.0/22", "10.0.0.0/", "10.0.0.0/33",
                             "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0",
                             "10/8", "::/129", "2001:db8::1/64", "10.0.0.0 /8", "example.com/8"}) {
        EXPECT_FALSE(Cidr::parse(text)) << text;
    }
}

TEST(Cidr, WritesItsPrefix)
{
    EXPECT_EQ(Cidr::parse("185.110.96.0/22")->str(), "185.110.96.0/22");
    EXPECT_EQ(Cidr::parse("10.0.0.1")->str(), "10.0.0.1/32");
    EXPECT_EQ(Cidr::parse("2001:DB8:0::/32")->str(), "2001:db8::/32");
}

}  // namespace
}  // namespace mysigfox
