// The public listeners: opened for serve, tried out for check.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/domain/target_policy.hpp"

#include <cstddef>
#include <vector>

namespace mysigfox::app {

struct Listeners {
    std::vector<TargetPolicy::Listener> bound;  ///< port 0 has become a number
    std::vector<std::vector<int>> of_loops;     ///< descriptors, one an address and loop
    int admin = -1;                             ///< its address is the last one of `bound`
};

/// A passed listening socket is taken for the address that it is bound to; what is left over is
/// closed. Throws boost::system::system_error naming the address that cannot be listened on.
Listeners open_listeners(const config::Settings& settings, std::size_t loops,
                         const std::vector<int>& passed);

/// What serve needs of the system beside its state directory: the ports, the certificates.
Result<void> rehearse(const config::Settings& settings);

}  // namespace mysigfox::app
