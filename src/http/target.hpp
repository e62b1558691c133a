// The parts of a request's target, and the form of a host.
#pragma once

#include <string_view>

namespace mysigfox::http {

/// host or host:digits, where host is a name, a dotted quad or [v6].
bool is_host(std::string_view text) noexcept;

/// http or https, two slashes, a host, and then a path, a query or nothing.
bool is_absolute_form(std::string_view target) noexcept;

struct Target {
    std::string_view path;   ///< "/…", or "*" of OPTIONS
    std::string_view query;  ///< behind the first '?'
};

/// Of a target that the gate has passed; the host of an absolute one is dropped.
Target split_target(std::string_view target) noexcept;

}  // namespace mysigfox::http
