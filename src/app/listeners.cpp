#include "app/listeners.hpp"

#include "mysigfox/http/server.hpp"
#include "mysigfox/net/address_guard.hpp"
#include "mysigfox/net/tls.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>

namespace mysigfox::app {
namespace {

using Endpoint = boost::asio::ip::tcp::endpoint;

Endpoint endpoint_of(const config::ListenAddress& address)
{
    return {net::to_asio(address.address), address.port};
}

/// The port that was taken: the kernel picks one for 0.
std::uint16_t try_to_listen(const Endpoint& endpoint)
{
    const int probe = http::open_listener(endpoint, /*reuse_port=*/false);
    const std::uint16_t port = http::local_port(probe);
    ::close(probe);
    return port;
}

/// Sockets that a service manager opened for us, each to be had once.
class PassedSockets {
public:
    explicit PassedSockets(const std::vector<int>& descriptors)
    {
        for (const int descriptor : descriptors) passed_.emplace_back(descriptor);
    }

    /// The one that listens on exactly this address; its owner is the caller now.
    std::optional<int> take(const Endpoint& endpoint)
    {
        const auto place = std::ranges::find_if(
            passed_, [&](int passed) { return listening_endpoint(passed) == endpoint; });
        if (place == passed_.end()) return std::nullopt;
        const int descriptor = *place;
        passed_.erase(place);
        return descriptor;
    }

    /// Somebody connects there and would wait for ever.
    void close_the_rest()
    {
        for (const int descriptor : passed_) {
            const auto endpoint = listening_endpoint(descriptor);
            spdlog::warn(
                "the socket passed for {} is no address of listen.http or listen.admin: closed",
                endpoint ? fmt::format("{}:{}", endpoint->address().to_string(), endpoint->port())
                         : "something that is not TCP");
            ::close(descriptor);
        }
        passed_.clear();
    }

private:
    static std::optional<Endpoint> listening_endpoint(int descriptor)
    {
        int is_listening = 0;
        socklen_t size = sizeof(is_listening);
        const int asked = ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size);
        Endpoint endpoint;
        auto length = static_cast<socklen_t>(endpoint.capacity());
        if (asked != 0 || is_listening == 0 ||
            ::getsockname(descriptor, endpoint.data(), &length) != 0) {
            return std::nullopt;
        }
        const int family = endpoint.data()->sa_family;
        if (family != AF_INET && family != AF_INET6) return std::nullopt;
        endpoint.resize(length);
        return endpoint;
    }

    std::vector<int> passed_;
};

/// One listening socket for all loops: each accepts from it when it has time.
void share(int descriptor, std::vector<std::vector<int>>& of_loops)
{
    for (std::vector<int>& of_loop : of_loops) {
        const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
        if (copy < 0) {
            throw boost::system::system_error(errno, boost::system::system_category(),
                                              "cannot share a passed socket");
        }
        of_loop.push_back(copy);
    }
    ::close(descriptor);
}

/// The loops share the port, which would let another relay share it too: so first make sure that
/// it is free. Returns the port, for 0 has become a number.
std::uint16_t listen_on_all(Endpoint endpoint, std::vector<std::vector<int>>& of_loops)
{
    endpoint.port(try_to_listen(endpoint));
    for (std::vector<int>& of_loop : of_loops) {
        of_loop.push_back(http::open_listener(endpoint, /*reuse_port=*/true));
    }
    return endpoint.port();
}

}  // namespace

Listeners open_listeners(const config::Settings& settings, std::size_t loops,
                         const std::vector<int>& passed)
{
    Listeners listeners;
    listeners.of_loops.resize(loops);
    PassedSockets sockets{passed};
    for (const config::ListenAddress& address : settings.listen.http) {
        const Endpoint endpoint = endpoint_of(address);
        std::uint16_t port = address.port;
        if (const auto ready = sockets.take(endpoint)) {
            share(*ready, listeners.of_loops);
        } else {
            port = listen_on_all(endpoint, listeners.of_loops);
        }
        listeners.bound.push_back({address.address, port});
    }
    if (settings.listen.admin) {
        const Endpoint endpoint = endpoint_of(*settings.listen.admin);
        const auto ready = sockets.take(endpoint);
        listeners.admin = ready ? *ready : http::open_listener(endpoint, /*reuse_port=*/false);
        listeners.bound.push_back(
            {settings.listen.admin->address, http::local_port(listeners.admin)});
    }
    sockets.close_the_rest();
    return listeners;
}

Result<void> rehearse(const config::Settings& settings)
{
    const auto tls = net::make_client_tls(settings.delivery.extra_authorities);
    if (!tls) return tls.error();
    // Started by systemd, it may be holding the ports for us; serve finds out.
    if (std::getenv("INVOCATION_ID") != nullptr) return {};
    try {
        for (const config::ListenAddress& address : settings.listen.http) {
            try_to_listen(endpoint_of(address));
        }
        if (settings.listen.admin) try_to_listen(endpoint_of(*settings.listen.admin));
    } catch (const boost::system::system_error& error) {
        return make_error(Errc::conflict, error.what());
    }
    return {};
}

}  // namespace mysigfox::app
