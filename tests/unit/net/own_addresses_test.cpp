// A listener on every address is a listener on each address of ours, the global ones too.
#include "mysigfox/net/own_addresses.hpp"

#include "support/ip.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace mysigfox::net {
namespace {

using test::ip;

TEST(OwnAddresses, AWildcardListenerIsRefusedAtEveryAddressOfThisMachine)
{
    const std::vector<IpAddress> own{ip("127.0.0.1"), ip("93.184.216.34"), ip("2606:4700::1")};
    for (const char* wildcard : {"0.0.0.0", "::"}) {
        TargetPolicy policy;
        policy.own_listeners = spelt_out({{ip(wildcard), 8080}}, own);

        for (const IpAddress& address : own) {
            EXPECT_TRUE(policy.is_own_listener(address, 8080)) << address.str();
            EXPECT_FALSE(policy.is_own_listener(address, 8081)) << address.str();
        }
        EXPECT_FALSE(policy.is_own_listener(ip("93.184.216.35"), 8080));
    }
}

TEST(OwnAddresses, AListenerOnOneAddressStaysOne)
{
    EXPECT_EQ(spelt_out({{ip("93.184.216.34"), 443}}, {ip("127.0.0.1")}).size(), 1u);
}

TEST(OwnAddresses, EveryMachineHasLoopback)
{
    const std::vector<IpAddress> own = own_addresses();

    EXPECT_TRUE(std::any_of(own.begin(), own.end(),
                            [](const IpAddress& address) { return address.is_loopback(); }));
}

}  // namespace
}  // namespace mysigfox::net
