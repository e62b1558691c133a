// Which addresses and ports a webhook may have.
#pragma once

#include "mysigfox/domain/ip_address.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mysigfox {

/// What the operator allows beside the public internet, and what is ours.
struct TargetPolicy {
    std::vector<Cidr> allowed_targets;       ///< opened on top of the public internet
    std::vector<std::uint16_t> extra_ports;  ///< below 1024 or on the bad-port list, yet allowed
    struct Listener {
        IpAddress address;
        std::uint16_t port;
    };
    std::vector<Listener> own_listeners;  ///< refused even where the address is allowed
    std::string public_url;               ///< "https://mysigfox.example", no slash at the end

    /// May a connection be made to this address at all?
    bool allows(const IpAddress& address) const noexcept;
    /// 80, 443, and from 1024 up what no well-known internal service listens on.
    bool allows_port(std::uint16_t port) const noexcept;
    /// Is it one of our own listening sockets? A wildcard listener owns its port on loopback.
    bool is_own_listener(const IpAddress& address, std::uint16_t port) const noexcept;
};

}  // namespace mysigfox
