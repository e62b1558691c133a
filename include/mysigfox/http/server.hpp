// The listening sockets of one loop and the connections they bring.
#pragma once

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/ip_address.hpp"
#include "mysigfox/http/router.hpp"
#include "mysigfox/net/server_tls.hpp"
#include "mysigfox/net/sweep.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace mysigfox::http {

/// guards.md, "What we let in".
struct ServerLimits {
    std::size_t header_bytes = 8UL * 1024;
    std::size_t max_fields = 100;
    /// Of the PROXY header and the TLS handshake, together. One deadline a phase, not one a read.
    std::chrono::milliseconds greeting{5'000};
    std::chrono::milliseconds header{5'000};
    std::chrono::milliseconds body{5'000};
    std::chrono::milliseconds idle{15'000};
    std::chrono::milliseconds send{10'000};
    std::chrono::milliseconds linger{1'000};
    std::size_t max_connections = 1'024;  ///< of this loop
    std::size_t max_per_source = 32;      ///< of this loop; for IPv6 a source is a /64
    std::size_t max_per_loopback_source = 512;
    std::size_t max_per_trusted_source = 512;  ///< trusted proxies and allowed callback sources
};

struct ServerTrust {
    std::vector<Cidr> trusted_proxies;  ///< their X-Forwarded-For is believed, from the right
    std::vector<Cidr> trusted_sources;  ///< exempt from the cap per source
};

/// What stands before the first request of each connection to a listener.
struct Greeting {
    bool has_proxy_header = false;  ///< PROXY protocol, version 2; only from trusted proxies
    bool has_tls = false;
};

/// Serves HTTP on one loop; confined to it. Beast's parser stays behind this wall, and
/// nothing reaches it that the gate has not passed. Must be stopped before it is destroyed.
/// The clients of a Unix socket come from 127.0.0.1.
class Server {
public:
    virtual ~Server() = default;

    /// Takes over a listening socket (of any local kind of TCP or Unix endpoint).
    virtual void listen(int listening_descriptor, Greeting greeting = {}) = 0;

    /// For handshakes that begin from now on; to be called before the first listener with TLS.
    virtual void use_certificates(net::TlsContext context) = 0;

    /// Stops accepting; idle connections end, busy ones answer with Connection: close. After
    /// `grace` the rest is cut. Completes when none is left.
    virtual Task<void> stop(std::chrono::milliseconds grace) = 0;

    virtual std::size_t connections() const noexcept = 0;
};

std::unique_ptr<Server> make_server(const Executor& home, net::Sweep& sweep, const Router& router,
                                    const ServerLimits& limits, const ServerTrust& trust,
                                    Metrics& metrics);

/// A bound, listening, non-blocking socket; reuse_port lets each loop have its own; an IPv6 one
/// takes IPv6 alone. Throws boost::system::system_error naming the endpoint.
int open_listener(const boost::asio::ip::tcp::endpoint& endpoint, bool reuse_port);

/// What it is bound to: port 0 has become a number.
boost::asio::ip::tcp::endpoint local_endpoint(int descriptor);

}  // namespace mysigfox::http
