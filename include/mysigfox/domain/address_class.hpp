// Which addresses are part of the public internet, and so may be webhooks.
#pragma once

#include "mysigfox/domain/ip_address.hpp"

namespace mysigfox {

/// False for every special-purpose block of the IANA registries (RFC 6890 and successors) and
/// for cloud metadata on public addresses. Of IPv4 exactly 592,709,633 addresses are denied;
/// of IPv6 only 2000::/3 less its special blocks is public. IPv4-mapped addresses are denied.
bool is_public_address(const IpAddress& address) noexcept;

}  // namespace mysigfox
