#include "mysigfox/net/address_guard.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

namespace mysigfox::net {
namespace {

bool may_connect_to(const IpAddress& address, std::uint16_t port, const TargetPolicy& policy)
{
    return policy.allows(address) && !policy.is_own_listener(address, port);
}

}  // namespace

IpAddress from_asio(const boost::asio::ip::address& address)
{
    if (address.is_v4()) return IpAddress::v4(address.to_v4().to_uint());
    return IpAddress::v6(address.to_v6().to_bytes());
}

boost::asio::ip::address to_asio(const IpAddress& address)
{
    if (address.is_v6()) return boost::asio::ip::address_v6{address.bytes()};
    return boost::asio::ip::address_v4{address.v4_value()};
}

bool may_connect(const std::vector<IpAddress>& answers, std::uint16_t port,
                 const TargetPolicy& policy)
{
    return !answers.empty() && !refused_address(answers, port, policy);
}

std::optional<IpAddress> refused_address(const std::vector<IpAddress>& answers, std::uint16_t port,
                                         const TargetPolicy& policy)
{
    for (const IpAddress& address : answers) {
        if (!may_connect_to(address, port, policy)) return address;
    }
    return std::nullopt;
}

bool is_expected_peer(const boost::asio::ip::tcp::endpoint& peer, const IpAddress& checked,
                      const TargetPolicy& policy)
{
    return from_asio(peer.address()) == checked && may_connect_to(checked, peer.port(), policy);
}

}  // namespace mysigfox::net
