// What is public and what is not: the edges of every block.
#include "mysigfox/domain/address_class.hpp"

#include <gtest/gtest.h>

namespace mysigfox {
namespace {

bool is_public(std::string_view text)
{
    return is_public_address(IpAddress::parse(text).value());
}

TEST(AddressClass, DeniesEveryV4BlockFromItsFirstToItsLastAddress)
{
    struct Edges {
        const char* before;  // nullptr: the block touches another one, or the end
        const char* first;
        const char* last;
        const char* after;
    };
    const Edges blocks[]{
        {nullptr, "0.0.0.0", "0.255.255.255", "1.0.0.0"},
        {"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
        {"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
        {"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
        {"168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17"},
        {"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
        {"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
        {"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
        {"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
        {"192.31.195.255", "192.31.196.0", "192.31.196.255", "192.31.197.0"},
        {"192.52.192.255", "192.52.193.0", "192.52.193.255", "192.52.194.0"},
        {"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
        {"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
        {"192.175.47.255", "192.175.48.0", "192.175.48.255", "192.175.49.0"},
        {"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
        {"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
        {"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
        {"223.255.255.255", "224.0.0.0", "255.255.255.255", nullptr},
    };
    for (const Edges& edges : blocks) {
        EXPECT_FALSE(is_public(edges.first)) << edges.first;
        EXPECT_FALSE(is_public(edges.last)) << edges.last;
        for (const char* outside : {edges.before, edges.after}) {
            EXPECT_TRUE(outside == nullptr || is_public(outside)) << outside;
        }
    }
}

TEST(AddressClass, AllowsV6OnlyInsideGlobalUnicastAndOutsideItsSpecialBlocks)
{
    for (const char* text : {"::",
                             "::1",
                             "::ffff:8.8.8.8",
                             "::8.8.8.8",
                             "64:ff9b::808:808",
                             "64:ff9b:1::1",
                             "100::1",
                             "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                             "2001::",
                             "2001:0:1::1",
                             "2001:10::1",
                             "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
                             "2001:db8::",
                             "2001:db8:ffff::1",
                             "2002::",
                             "2002:808:808::1",
                             "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                             "2620:4f:8000::",
                             "2620:4f:8000:ffff::1",
                             "3fff::",
                             "3fff:fff:ffff:ffff::1",
                             "4000::",
                             "5f00::1",
                             "fc00::1",
                             "fd00:ec2::254",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1"}) {
        EXPECT_FALSE(is_public(text)) << text;
    }
    for (const char* text : {"2000::", "2000:ffff::1", "2001:200::", "2001:db7:ffff::1",
                             "2001:db9::", "2001:ffff:ffff::1", "2003::", "2606:4700:4700::1111",
                             "2620:4f:7fff:ffff::1", "2620:4f:8001::", "2a00:1450:4014:80e::200e",
                             "3ffe:ffff::1", "3fff:1000::"}) {
        EXPECT_TRUE(is_public(text)) << text;
    }
}

}  // namespace
}  // namespace mysigfox
