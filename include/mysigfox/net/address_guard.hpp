// The classifier applied to what DNS answered and to who is really at the other end.
#pragma once

#include "mysigfox/domain/ip_address.hpp"
#include "mysigfox/domain/webhook_url.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace mysigfox::net {

IpAddress from_asio(const boost::asio::ip::address& address);
boost::asio::ip::address to_asio(const IpAddress& address);

/// May a connection be made on this set of answers? Every one must pass, and there must be one:
/// no answer fails closed.
bool may_connect(const std::vector<IpAddress>& answers, std::uint16_t port,
                 const TargetPolicy& policy);

/// The first of them that does not pass, to be named in a refusal.
std::optional<IpAddress> refused_address(const std::vector<IpAddress>& answers, std::uint16_t port,
                                         const TargetPolicy& policy);

/// Is the peer the very address that was checked, and allowed?
bool is_expected_peer(const boost::asio::ip::tcp::endpoint& peer, const IpAddress& checked,
                      const TargetPolicy& policy);

}  // namespace mysigfox::net
