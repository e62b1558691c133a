// All answers must pass, there must be one, and the peer must be the one that passed.
#include "mysigfox/net/address_guard.hpp"

#include "support/ip.hpp"

#include <gtest/gtest.h>

namespace mysigfox::net {
namespace {

using test::ip;

boost::asio::ip::tcp::endpoint endpoint(const char* text, std::uint16_t port = 443)
{
    return {boost::asio::ip::make_address(text), port};
}

TEST(AddressGuard, EveryAnswerMustPassAndThereMustBeOne)
{
    const TargetPolicy policy;
    EXPECT_TRUE(may_connect({ip("93.184.216.34")}, 443, policy));
    EXPECT_TRUE(may_connect({ip("93.184.216.34"), ip("2606:2800:220:1::1")}, 443, policy));
    EXPECT_FALSE(may_connect({}, 443, policy));
    for (const char* inside : {"127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1",
                               "::ffff:93.184.216.34", "0.0.0.0"}) {
        EXPECT_FALSE(may_connect({ip(inside)}, 443, policy)) << inside;
        EXPECT_FALSE(may_connect({ip("93.184.216.34"), ip(inside)}, 443, policy)) << inside;
        EXPECT_EQ(refused_address({ip("93.184.216.34"), ip(inside)}, 443, policy), ip(inside));
    }
}

TEST(AddressGuard, OurOwnListenersAreRefusedOnTheirPortAlone)
{
    TargetPolicy policy;
    policy.own_listeners.push_back({ip("93.184.216.34"), 8080});

    EXPECT_FALSE(may_connect({ip("93.184.216.34")}, 8080, policy));
    EXPECT_TRUE(may_connect({ip("93.184.216.34")}, 8081, policy));
}

TEST(AddressGuard, ThePeerMustBeTheCheckedAddressAndAllowed)
{
    const TargetPolicy policy;
    const IpAddress checked = ip("93.184.216.34");

    EXPECT_TRUE(is_expected_peer(endpoint("93.184.216.34"), checked, policy));
    EXPECT_FALSE(is_expected_peer(endpoint("93.184.216.35"), checked, policy));
    EXPECT_FALSE(is_expected_peer(endpoint("::ffff:93.184.216.34"), checked, policy));
    EXPECT_FALSE(is_expected_peer(endpoint("127.0.0.1"), ip("127.0.0.1"), policy));
}

TEST(AddressGuard, AddressesSurviveTheTripToAsioAndBack)
{
    for (const char* text : {"1.2.3.4", "255.255.255.255", "2001:db8::1", "::ffff:1.2.3.4"}) {
        EXPECT_EQ(from_asio(to_asio(ip(text))), ip(text)) << text;
    }
}

}  // namespace
}  // namespace mysigfox::net
