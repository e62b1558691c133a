// The admin listener: metrics and health.
#pragma once

#include "mysigfox/http/router.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mysigfox::admin {

/// One thing that was looked at.
struct Check {
    std::string name;
    std::string problem;  ///< empty: all is well
};

/// Asked at each request, on the loop of the server.
struct Sources {
    std::function<std::string()> metrics;  ///< an Exposition
    std::function<std::vector<Check>()> live;
    std::function<std::vector<Check>()> ready;
};

/// GET /metrics, /livez, /readyz. Health is 200 or 503; with ?verbose it lists every check, and
/// what is wrong is named in any case.
void add_admin_routes(http::Router& router, Sources sources);

}  // namespace mysigfox::admin
