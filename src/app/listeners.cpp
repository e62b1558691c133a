#include "app/listeners.hpp"

#include "app/certificate_room.hpp"

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
#include <string_view>
#include <utility>

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
    const std::uint16_t port = http::local_endpoint(probe).port();
    ::close(probe);
    return port;
}

/// Sockets that a service manager opened for us, each to be had once.
class PassedSockets {
public:
    explicit PassedSockets(std::vector<PassedSocket> passed) : passed_(std::move(passed)) {}

    /// The one that listens on exactly this address; its owner is the caller now.
    std::optional<int> take(const Endpoint& endpoint)
    {
        return take_first([&](const PassedSocket& passed) {
            return listening_endpoint(passed.descriptor) == endpoint;
        });
    }

    std::optional<int> take_named(std::string_view name)
    {
        return take_first([&](const PassedSocket& passed) {
            return passed.name == name && listening_endpoint(passed.descriptor);
        });
    }

    /// Somebody connects there and would wait for ever.
    void close_the_rest()
    {
        for (const PassedSocket& passed : passed_) {
            const auto endpoint = listening_endpoint(passed.descriptor);
            spdlog::warn(
                "the socket passed for {} is no address of {} or listen.admin: closed",
                endpoint ? fmt::format("{}:{}", endpoint->address().to_string(), endpoint->port())
                         : "something that is not TCP",
                "listen.http, listen.https");
            ::close(passed.descriptor);
        }
        passed_.clear();
    }

private:
    template <typename Claim>
    std::optional<int> take_first(const Claim& is_meant)
    {
        const auto place = std::ranges::find_if(passed_, is_meant);
        if (place == passed_.end()) return std::nullopt;
        const int descriptor = place->descriptor;
        passed_.erase(place);
        return descriptor;
    }

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

    std::vector<PassedSocket> passed_;
};

/// Opens what is configured for the loops, or takes what was passed.
class Opening {
public:
    Opening(const config::Settings& settings, std::size_t loops, std::vector<PassedSocket> passed)
        : listen_(settings.listen),
          has_certificate_(!settings.tls.certificates.empty()),
          passed_(std::move(passed))
    {
        listeners_.of_loops.resize(loops);
    }

    Listeners all() &&
    {
        for (const auto& address : listen_.http) open(address, greeting_at(address, false));
        for (const auto& address : listen_.https) open(address, greeting_at(address, true));
        while (const auto named = passed_.take_named("http")) share(*named, {});
        while (const auto named = has_certificate_ ? passed_.take_named("https") : std::nullopt) {
            share(*named, {.has_proxy_header = false, .has_tls = true});
        }
        if (listen_.admin) open_admin(*listen_.admin);
        passed_.close_the_rest();
        return std::move(listeners_);
    }

private:
    http::Greeting greeting_at(const config::ListenAddress& address, bool has_tls) const
    {
        const bool has_header = std::ranges::count(listen_.proxy_protocol, address) != 0;
        return {.has_proxy_header = has_header, .has_tls = has_tls};
    }

    void open(const config::ListenAddress& address, http::Greeting greeting)
    {
        Endpoint endpoint = endpoint_of(address);
        if (const auto ready = passed_.take(endpoint)) return share(*ready, greeting);
        // The loops share the port, which would let another relay share it too: so first make
        // sure that it is free.
        endpoint.port(try_to_listen(endpoint));
        for (std::vector<Door>& of_loop : listeners_.of_loops) {
            of_loop.push_back({http::open_listener(endpoint, /*reuse_port=*/true), greeting});
        }
        note(of_loop_address(), greeting.has_tls ? "listening with TLS on" : "listening on");
    }

    /// One listening socket for all loops: each accepts from it when it has time.
    void share(int descriptor, http::Greeting greeting)
    {
        for (std::vector<Door>& of_loop : listeners_.of_loops) {
            const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
            if (copy < 0) {
                throw boost::system::system_error(errno, boost::system::system_category(),
                                                  "cannot share a passed socket");
            }
            of_loop.push_back({copy, greeting});
        }
        ::close(descriptor);
        note(of_loop_address(), greeting.has_tls ? "listening with TLS on" : "listening on");
    }

    void open_admin(const config::ListenAddress& address)
    {
        const Endpoint endpoint = endpoint_of(address);
        const auto ready = passed_.take(endpoint);
        listeners_.admin = ready ? *ready : http::open_listener(endpoint, /*reuse_port=*/false);
        note(listeners_.admin, "metrics and health on");
    }

    int of_loop_address() const { return listeners_.of_loops.front().back().descriptor; }

    /// As bound: the kernel picks a port for 0.
    void note(int descriptor, const char* what)
    {
        const Endpoint endpoint = http::local_endpoint(descriptor);
        listeners_.bound.push_back({net::from_asio(endpoint.address()), endpoint.port()});
        listeners_.lines.push_back(
            fmt::format("{} {}", what, endpoint_text(listeners_.bound.back())));
    }

    const config::Settings::Listen& listen_;
    const bool has_certificate_;
    PassedSockets passed_;
    Listeners listeners_;
};

}  // namespace

std::string endpoint_text(const TargetPolicy::Listener& listener)
{
    const char* pattern = listener.address.is_v6() ? "[{}]:{}" : "{}:{}";
    return fmt::format(fmt::runtime(pattern), listener.address.str(), listener.port);
}

Listeners open_listeners(const config::Settings& settings, std::size_t loops,
                         const std::vector<PassedSocket>& passed)
{
    return Opening{settings, loops, passed}.all();
}

Result<void> rehearse(const config::Settings& settings)
{
    const auto tls = net::make_client_tls(settings.delivery.extra_authorities);
    if (!tls) return tls.error();
    const auto certificates = load_certificates(settings, SystemClock{}.now());
    if (!certificates) return certificates.error();
    // Started by systemd, it may be holding the ports for us; serve finds out.
    if (std::getenv("INVOCATION_ID") != nullptr) return {};
    try {
        for (const auto* const addresses : {&settings.listen.http, &settings.listen.https}) {
            for (const auto& address : *addresses) try_to_listen(endpoint_of(address));
        }
        if (settings.listen.admin) try_to_listen(endpoint_of(*settings.listen.admin));
    } catch (const boost::system::system_error& error) {
        return make_error(Errc::conflict, error.what());
    }
    return {};
}

}  // namespace mysigfox::app
