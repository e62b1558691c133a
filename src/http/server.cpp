// Lets connections in, counts them, and sees the last of them out.
#include "mysigfox/http/server.hpp"

#include "http/connection.hpp"
#include "http/listener.hpp"
#include "http/origin.hpp"
#include "mysigfox/net/deadline.hpp"
#include "mysigfox/net/task_group.hpp"

#include <spdlog/spdlog.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace mysigfox::http {

namespace asio = boost::asio;

namespace {

constexpr std::string_view kTooMany =
    "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

/// Says why, as far as the socket takes it at once, and closes when `socket` goes.
void turn_away(Socket& socket, Greeting greeting, std::string_view answer)
{
    boost::system::error_code ignored;
    if (greeting.has_tls) return;  // a handshake only to say so would cost more than most requests
    socket.write_some(asio::buffer(answer), ignored);
    socket.shutdown(asio::socket_base::shutdown_send, ignored);
}

/// Owns the connection as long as it is served.
Task<void> serve(std::unique_ptr<Connection> connection)
{
    co_await connection->serve();
}

class LoopServer final : public Server {
public:
    LoopServer(const Executor& home, net::Sweep& sweep, const Router& router,
               const ServerLimits& limits, const ServerTrust& trust, Metrics& metrics)
        : home_(home),
          limits_(limits),
          trust_(trust),
          tally_(metrics),
          roster_(limits_, trust_),
          house_{sweep, router, limits_, trust_, roster_, tally_, date_, is_stopping_, tls_},
          tasks_(home)
    {
    }

    void listen(int listening_descriptor, Greeting greeting) override
    {
        if (greeting.has_tls && !tls_) throw std::logic_error{"TLS without a certificate"};
        listeners_.push_back(std::make_unique<Listener>(home_, listening_descriptor, tally_));
        tasks_.spawn(listeners_.back()->accept(welcome_to(greeting)));
    }

    void use_certificates(net::TlsContext context) override { tls_ = std::move(context); }

    Task<void> stop(std::chrono::milliseconds grace) override
    {
        is_stopping_ = true;
        for (const auto& listener : listeners_) listener->close();
        roster_.ask_all_to_stop();
        const auto all_left = co_await net::with_deadline(tasks_.join(), grace);
        if (!all_left) {
            spdlog::warn("http: {} connections cut at the end of the grace", roster_.size());
            roster_.cut_all();
            tasks_.cancel(asio::cancellation_type::terminal);
        }
        co_await tasks_.join();
    }

    std::size_t connections() const noexcept override { return roster_.size(); }

private:
    Welcome welcome_to(Greeting greeting)
    {
        return [this, greeting](int descriptor, int family, const IpAddress& peer) {
            let_in(descriptor, family, peer, greeting);
        };
    }

    void let_in(int descriptor, int family, const IpAddress& peer, Greeting greeting)
    {
        Socket socket{home_};
        boost::system::error_code ec;
        socket.assign(asio::generic::stream_protocol{family, 0}, descriptor, ec);
        if (ec) {
            ::close(descriptor);
            return;
        }
        socket.non_blocking(true);
        if (greeting.has_proxy_header && !is_in(trust_.trusted_proxies, peer)) {
            tally_.untrusted_proxies.add();
            return;
        }
        if (!roster_.has_room_for(peer)) {
            tally_.over_source_cap.add();
            return turn_away(socket, greeting, kTooMany);
        }
        if (roster_.is_full() && !make_room()) {
            tally_.over_total_cap.add();
            return turn_away(socket, greeting, kFull);
        }
        const int yes = 1;
        if (family != AF_UNIX) ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        tally_.connections.add();
        tasks_.spawn(
            serve(std::make_unique<Connection>(std::move(socket), peer, greeting, house_)));
    }

    bool make_room()
    {
        const bool made = roster_.cut_oldest();
        if (made) tally_.made_room.add();
        return made;
    }

    Executor home_;
    const ServerLimits limits_;
    const ServerTrust trust_;
    bool is_stopping_ = false;
    Tally tally_;
    Roster roster_;
    net::TlsContext tls_;
    DateField date_;
    const House house_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    net::TaskGroup tasks_;  // last: its tasks use all of the above
};

}  // namespace

std::unique_ptr<Server> make_server(const Executor& home, net::Sweep& sweep, const Router& router,
                                    const ServerLimits& limits, const ServerTrust& trust,
                                    Metrics& metrics)
{
    return std::make_unique<LoopServer>(home, sweep, router, limits, trust, metrics);
}

}  // namespace mysigfox::http
