// The public listeners: opened for serve, tried out for check.
#pragma once

#include "app/service_manager.hpp"
#include "mysigfox/base/error.hpp"

#include "mysigfox/config/settings.hpp"
#include "mysigfox/domain/target_policy.hpp"
#include "mysigfox/http/server.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace mysigfox::app {

/// A listening socket, and what connections to it begin with.
struct Door {
    int descriptor;
    http::Greeting greeting;
};

struct Listeners {
    std::vector<TargetPolicy::Listener> bound;  ///< port 0 has become a number
    std::vector<std::vector<Door>> of_loops;    ///< one an address and loop
    int admin = -1;
    std::vector<std::string> lines;  ///< for the log, once they are served
};

/// A passed listening socket is taken for the address that it is bound to, whatever its name. One
/// that is left over serves as its name says (http, https), else it is closed. Throws
/// boost::system::system_error naming the address that cannot be listened on.
Listeners open_listeners(const config::Settings& settings, std::size_t loops,
                         const std::vector<PassedSocket>& passed);

/// "127.0.0.1:8080", "[::1]:8080".
std::string endpoint_text(const TargetPolicy::Listener& listener);

/// What serve needs of the system beside its state directory: the ports, the certificates.
Result<void> rehearse(const config::Settings& settings);

}  // namespace mysigfox::app
