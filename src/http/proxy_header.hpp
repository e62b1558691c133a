// The PROXY protocol, version 2: a few bytes before all others that name the client.
#pragma once

#include "mysigfox/domain/ip_address.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace mysigfox::http {

enum class ProxyHeaderState { need_more, complete, refused };

struct ProxyHeader {
    ProxyHeaderState state = ProxyHeaderState::need_more;
    std::size_t size = 0;             ///< if complete: what comes behind is the client's
    std::optional<IpAddress> source;  ///< nothing: the proxy speaks for itself (LOCAL, UNSPEC)
    const char* why = "";             ///< if refused: what was found and expected
};

/// Addresses and further fields (TLVs) included; more than any proxy sends.
inline constexpr std::size_t kMostProxyHeader = 4UL * 1024;

/// Looks at what a connection begins with. Fields that we do not know are skipped; an IPv4
/// address in an IPv6 one is that IPv4 address, as it is of connections that we accept ourselves.
ProxyHeader read_proxy_header(std::string_view bytes);

}  // namespace mysigfox::http
