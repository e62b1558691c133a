// What the operator opens beside the public internet, and what is ours.
#include "mysigfox/domain/target_policy.hpp"

#include "mysigfox/domain/address_class.hpp"

#include <algorithm>
#include <array>

namespace mysigfox {
namespace {

/// Above 1023: the bad ports of the WHATWG fetch standard, and services that trust whoever
/// reaches them.
constexpr std::array<std::uint16_t, 48> kDeniedPorts{
    1433,   // SQL Server
    1521,   // Oracle
    1719,   // h323gatestat
    1720,   // h323hostcall
    1723,   // pptp
    2049,   // nfs
    2181,   // ZooKeeper
    2375,   // Docker
    2376,   // Docker over TLS
    2377,   // Docker Swarm
    2379,   // etcd
    2380,   // etcd peers
    3306,   // MySQL
    3389,   // remote desktop
    3659,   // apple-sasl
    4045,   // npp
    4190,   // sieve
    5060,   // sip
    5061,   // sips
    5432,   // PostgreSQL
    5672,   // AMQP
    5900,   // VNC
    5984,   // CouchDB
    5985,   // WinRM
    5986,   // WinRM over TLS
    6000,   // X11
    6379,   // Redis
    6443,   // Kubernetes
    6566,   // sane-port
    6665,   // irc
    6666,   // irc
    6667,   // irc
    6668,   // irc
    6669,   // irc
    6679,   // osaut
    6697,   // ircs
    7001,   // Cassandra, WebLogic
    8500,   // Consul
    9042,   // Cassandra
    9092,   // Kafka
    9200,   // Elasticsearch
    9300,   // Elasticsearch nodes
    10080,  // amanda
    10250,  // kubelet
    10255,  // kubelet, read-only
    11211,  // memcached
    27017,  // MongoDB
    27018,  // MongoDB shards
};
static_assert(std::is_sorted(kDeniedPorts.begin(), kDeniedPorts.end()));

bool is_unspecified(const IpAddress& address) noexcept
{
    return std::all_of(address.bytes().begin(), address.bytes().end(),
                       [](std::uint8_t byte) { return byte == 0; });
}

/// An IPv4-mapped address as the IPv4 address that the kernel makes of it.
IpAddress unmapped(const IpAddress& address) noexcept
{
    static constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    const IpAddress::Bytes& bytes = address.bytes();
    if (!address.is_v6() || !std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
        return address;
    }
    return IpAddress::v4(static_cast<std::uint32_t>(bytes[12]) << 24 |
                         static_cast<std::uint32_t>(bytes[13]) << 16 |
                         static_cast<std::uint32_t>(bytes[14]) << 8 | bytes[15]);
}

}  // namespace

bool TargetPolicy::allows(const IpAddress& address) const noexcept
{
    return is_public_address(address) ||
           std::any_of(allowed_targets.begin(), allowed_targets.end(),
                       [&](const Cidr& block) { return block.contains(address); });
}

bool TargetPolicy::allows_port(std::uint16_t port) const noexcept
{
    if (port == 80 || port == 443) return true;
    if (std::find(extra_ports.begin(), extra_ports.end(), port) != extra_ports.end()) return true;
    return port >= 1024 && !std::binary_search(kDeniedPorts.begin(), kDeniedPorts.end(), port);
}

bool TargetPolicy::is_own_listener(const IpAddress& address, std::uint16_t port) const noexcept
{
    const IpAddress target = unmapped(address);
    // Connecting to 0.0.0.0 or :: reaches loopback on Linux.
    const bool is_local = target.is_loopback() || is_unspecified(target);
    return std::any_of(own_listeners.begin(), own_listeners.end(), [&](const Listener& listener) {
        if (listener.port != port) return false;
        const IpAddress own = unmapped(listener.address);
        if (own == target || (is_local && is_unspecified(own))) return true;
        return is_unspecified(target) && own.is_loopback();
    });
}

}  // namespace mysigfox
