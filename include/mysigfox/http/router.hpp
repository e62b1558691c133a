// Which handler answers a path.
#pragma once

#include "mysigfox/http/message.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mysigfox::http {

struct Route {
    /// "/form", or "/inbox/*" where the star is exactly one non-empty path segment at the end.
    std::string path;
    std::vector<std::string> methods;  ///< HEAD comes with GET
    std::uint64_t body_limit = 64UL * 1024;
    Admission admit;  ///< may be empty
    Handler handle;
};

/// The routes of one loop. Filled before the server starts, then only read.
class Router {
public:
    void add(Route route);

    struct Found {
        const Route* route = nullptr;  ///< null: refuse with `status`
        int status = 200;              ///< 404, or 405
        std::string allow;             ///< the Allow field of a 405
    };
    Found find(std::string_view method, std::string_view path) const;

private:
    std::vector<Route> routes_;
};

/// The segment a star stands for: "abc" of /inbox/abc.
std::string_view last_segment(std::string_view path) noexcept;

}  // namespace mysigfox::http
