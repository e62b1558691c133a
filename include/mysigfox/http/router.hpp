// Which handler answers a path.
#pragma once

#include "mysigfox/http/message.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mysigfox::http {

struct Route {
    /// "/form", or "/inbox/*" and "/devices/*/messages" where the star is exactly one non-empty
    /// path segment.
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

/// Counted from 0: "abc" is segment 1 of /inbox/abc. Empty behind the last one.
std::string_view segment(std::string_view path, std::size_t place) noexcept;
/// "abc" of /inbox/abc.
std::string_view last_segment(std::string_view path) noexcept;

}  // namespace mysigfox::http
