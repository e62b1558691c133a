// Which sockets are ours: a listener on every address listens on each address of this machine.
#pragma once

#include "mysigfox/domain/ip_address.hpp"
#include "mysigfox/domain/target_policy.hpp"

#include <vector>

namespace mysigfox::net {

/// The addresses of this machine's interfaces at this moment, global ones included.
std::vector<IpAddress> own_addresses();

/// The listeners, and for each that is bound to 0.0.0.0 or :: one more an own address.
std::vector<TargetPolicy::Listener> spelt_out(std::vector<TargetPolicy::Listener> listeners,
                                              const std::vector<IpAddress>& own);

}  // namespace mysigfox::net
