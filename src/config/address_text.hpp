// Addresses and origins as people write them in a configuration.
#pragma once

#include "mysigfox/config/settings.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mysigfox::config {

/// As parse_listen_address() reads it.
std::string endpoint_text(const ListenAddress& address);
/// "127.0.0.1:8080" or "[::1]:8080": an address, never a name.
std::optional<ListenAddress> parse_listen_address(std::string_view text);

/// http(s)://host[:port] without a path; one slash at the end is forgiven.
bool is_origin(std::string_view text);

/// Does the host of an origin mean this very machine?
bool is_loopback_origin(std::string_view origin);

}  // namespace mysigfox::config
