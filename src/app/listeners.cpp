#include "app/listeners.hpp"

#include "mysigfox/http/server.hpp"
#include "mysigfox/net/address_guard.hpp"
#include "mysigfox/net/tls.hpp"

#include <unistd.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>

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

}  // namespace

Listeners open_listeners(const config::Settings& settings, std::size_t loops)
{
    Listeners listeners{{}, std::vector<std::vector<int>>(loops)};
    for (const config::ListenAddress& address : settings.listen.http) {
        Endpoint endpoint = endpoint_of(address);
        // The loops share the port, which would let another relay share it too: first make sure
        // that it is free.
        endpoint.port(try_to_listen(endpoint));
        for (std::vector<int>& of_loop : listeners.of_loops) {
            of_loop.push_back(http::open_listener(endpoint, /*reuse_port=*/true));
        }
        listeners.bound.push_back({address.address, endpoint.port()});
    }
    return listeners;
}

Result<void> rehearse(const config::Settings& settings)
{
    const auto tls = net::make_client_tls(settings.delivery.extra_authorities);
    if (!tls) return tls.error();
    try {
        for (const config::ListenAddress& address : settings.listen.http) {
            try_to_listen(endpoint_of(address));
        }
    } catch (const boost::system::system_error& error) {
        return make_error(Errc::conflict, error.what());
    }
    return {};
}

}  // namespace mysigfox::app
