// Where a request really comes from, as far as those on its way are trusted.
#pragma once

#include "mysigfox/http/message.hpp"
#include "mysigfox/http/server.hpp"

namespace mysigfox::http {

/// An IPv4 address in an IPv6 one is that IPv4 address.
IpAddress unmapped(const IpAddress& address);

/// True if the address is in one of the blocks.
bool is_in(const std::vector<Cidr>& blocks, const IpAddress& address) noexcept;

/// Sets `is_forwarded`, and `source` from the peer: X-Forwarded-For is read from the right, and
/// each address counts only while the one that reported it is a trusted proxy.
void set_origin(RequestHead& head, const IpAddress& peer, const ServerTrust& trust);

}  // namespace mysigfox::http
