// Which handler answers a path.
#pragma once

#include "mysigfox/http/message.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::http {

struct Route {
    /// "/form", or "/inbox/*" and "/devices/*/messages" where the star is exactly one non-empty
    /// path segment.
    std::string path;
    std::vector<std::string> methods;  ///< HEAD comes with GET
    bool has_head = true;              ///< false: `admit` refuses it, so no Allow names it
    std::uint64_t body_limit = 64UL * 1024;
    Admission admit;  ///< may be empty
    Handler handle;
};

/// The answer to a request that no route takes, or that is refused before one does. Without `why`
/// the status says it all.
using Wording = std::function<Response(int status, std::string_view why)>;

/// The routes of one loop. Filled before the server starts, then only read.
class Router {
public:
    void add(Route route);
    /// Of this path and of all below it; those of other paths are plain text. Call it once.
    void word_refusals(std::string path, Wording wording);

    struct Found {
        const Route* route = nullptr;  ///< null: refuse with `status`
        int status = 200;              ///< 404, or 405
        std::string allow;             ///< the Allow field of a 405
    };
    Found find(std::string_view method, std::string_view path) const;
    Response refusal(std::string_view path, int status, std::string_view why = {}) const;

private:
    std::vector<Route> routes_;
    std::string worded_;  // empty: nobody asked for it
    Wording wording_;
};

/// Counted from 0: "abc" is segment 1 of /inbox/abc. Empty behind the last one.
std::string_view segment(std::string_view path, std::size_t place) noexcept;
/// "abc" of /inbox/abc.
std::string_view last_segment(std::string_view path) noexcept;

}  // namespace mysigfox::http
