// Accepts connections in small batches, and opens listening sockets.
#include "http/listener.hpp"

#include "http/origin.hpp"
#include "mysigfox/http/server.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

namespace mysigfox::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr int kBatch = 16;  // so that a storm of clients leaves the loop time for others
constexpr std::chrono::milliseconds kPause{100};

int open_spare()
{
    return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/// Clients of a Unix socket are on this machine.
IpAddress address_of(const sockaddr_storage& peer)
{
    if (peer.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer);
        return IpAddress::v4(ntohl(v4.sin_addr.s_addr));
    }
    if (peer.ss_family != AF_INET6) return IpAddress::v4(INADDR_LOOPBACK);
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(peer);
    IpAddress::Bytes bytes{};
    std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
    return unmapped(IpAddress::v6(bytes));
}

}  // namespace

Listener::Listener(const Executor& home, int descriptor, Tally& tally)
    : socket_(home, descriptor), tally_(tally), spare_(open_spare())
{
    socket_.non_blocking(true);
}

Listener::~Listener()
{
    if (spare_ >= 0) ::close(spare_);
}

void Listener::close()
{
    error_code ignored;
    socket_.close(ignored);
}

Task<void> Listener::accept(Welcome welcome)
{
    while (socket_.is_open()) {
        const auto [ec] =
            co_await socket_.async_wait(asio::posix::descriptor_base::wait_read, as_result);
        if (ec || !socket_.is_open()) co_return;
        if (!accept_some(welcome)) co_await pause();
    }
}

/// False if trying again at once would be in vain.
bool Listener::accept_some(const Welcome& welcome)
{
    for (int i = 0; i < kBatch; ++i) {
        switch (accept_one(welcome)) {
            case Outcome::accepted:
                break;
            case Outcome::nobody_there:
                return true;
            case Outcome::out_of_descriptors:
                send_one_away();
                return spare_ >= 0;
            case Outcome::failed:
                return false;
        }
    }
    return true;
}

Listener::Outcome Listener::accept_one(const Welcome& welcome)
{
    sockaddr_storage peer{};
    socklen_t size = sizeof(peer);
    const int descriptor = ::accept4(socket_.native_handle(), reinterpret_cast<sockaddr*>(&peer),
                                     &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
        try {
            welcome(descriptor, peer.ss_family, address_of(peer));
        } catch (const std::exception& error) {
            spdlog::error("a client could not be let in: {}", error.what());
        }
        return Outcome::accepted;
    }
    switch (errno) {
        case EAGAIN:
            return Outcome::nobody_there;
        case EMFILE:
        case ENFILE:
            return Outcome::out_of_descriptors;
        case EINTR:
        case ECONNABORTED:
        case EPROTO:
            return Outcome::accepted;  // one that left at the door
        default:
            spdlog::error("accept: {}",
                          error_code(errno, boost::system::system_category()).message());
            return Outcome::failed;
    }
}

void Listener::send_one_away()
{
    if (spare_ < 0) {
        spare_ = open_spare();
        return;
    }
    ::close(spare_);
    const int descriptor = ::accept4(socket_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor >= 0) {
        ::close(descriptor);
        tally_.out_of_descriptors.add();
    }
    spare_ = open_spare();
}

Task<void> Listener::pause()
{
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>, Executor>
        timer{socket_.get_executor(), kPause};
    co_await timer.async_wait(as_result);
}

int open_listener(const asio::ip::tcp::endpoint& endpoint, bool reuse_port)
{
    const auto check = [&](int outcome, const char* what) {
        if (outcome >= 0) return;
        const error_code ec{errno, boost::system::system_category()};
        throw boost::system::system_error(
            ec,
            fmt::format("cannot {} {}:{}", what, endpoint.address().to_string(), endpoint.port()));
    };
    const int family = endpoint.protocol().family();
    const int descriptor = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    check(descriptor, "open a socket for");
    try {
        const int yes = 1;
        const auto set = [&](int level, int option) {
            check(::setsockopt(descriptor, level, option, &yes, sizeof(yes)), "prepare");
        };
        set(SOL_SOCKET, SO_REUSEADDR);
        if (reuse_port) set(SOL_SOCKET, SO_REUSEPORT);
        // So that 0.0.0.0 and [::] may both be listened on, whatever the system's default is.
        if (family == AF_INET6) set(IPPROTO_IPV6, IPV6_V6ONLY);
        const auto size = static_cast<socklen_t>(endpoint.size());
        check(::bind(descriptor, endpoint.data(), size), "bind");
        check(::listen(descriptor, SOMAXCONN), "listen on");
    } catch (...) {
        ::close(descriptor);
        throw;
    }
    return descriptor;
}

asio::ip::tcp::endpoint local_endpoint(int descriptor)
{
    asio::ip::tcp::endpoint endpoint;
    auto size = static_cast<socklen_t>(endpoint.capacity());
    if (::getsockname(descriptor, endpoint.data(), &size) != 0) {
        throw boost::system::system_error(errno, boost::system::system_category(), "getsockname");
    }
    endpoint.resize(size);
    return endpoint;
}

}  // namespace mysigfox::http
