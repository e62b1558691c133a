#include "mysigfox/net/own_addresses.hpp"

#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

namespace mysigfox::net {
namespace {

std::optional<IpAddress> address_of(const sockaddr* address)
{
    if (address == nullptr) return std::nullopt;
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        return IpAddress::v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    IpAddress::Bytes bytes{};
    std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
    return IpAddress::v6(bytes);
}

bool is_wildcard(const IpAddress& address)
{
    return std::all_of(address.bytes().begin(), address.bytes().end(),
                       [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

std::vector<IpAddress> own_addresses()
{
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owned{list, &::freeifaddrs};
    std::vector<IpAddress> own;
    for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
        if (const auto address = address_of(entry->ifa_addr)) own.push_back(*address);
    }
    return own;
}

std::vector<TargetPolicy::Listener> spelt_out(std::vector<TargetPolicy::Listener> listeners,
                                              const std::vector<IpAddress>& own)
{
    const std::size_t count = listeners.size();
    for (std::size_t i = 0; i < count; ++i) {
        const TargetPolicy::Listener listener = listeners[i];
        if (!is_wildcard(listener.address)) continue;
        // A socket on :: takes IPv4 as well, unless told otherwise: refusing both is safe.
        for (const IpAddress& address : own) listeners.push_back({address, listener.port});
    }
    return listeners;
}

}  // namespace mysigfox::net
