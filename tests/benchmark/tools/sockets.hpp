// The few system calls that generator and receiver need, failing loudly.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <span>
#include <system_error>

namespace mysigfox::benchmark {

inline int checked(int outcome, const char* what)
{
    if (outcome < 0) throw std::system_error(errno, std::generic_category(), what);
    return outcome;
}

inline sockaddr_in address(std::uint32_t host, int port)
{
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_port = htons(static_cast<std::uint16_t>(port));
    made.sin_addr.s_addr = htonl(host);
    return made;
}

/// Bound to every address of the machine, so that each 127.x.y.z is an origin of its own.
inline int bound_socket(int type, int port, bool listens = true)
{
    const int fd = checked(::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
    const int yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const sockaddr_in here = address(INADDR_ANY, port);
    checked(::bind(fd, reinterpret_cast<const sockaddr*>(&here), sizeof here), "bind");
    if (type == SOCK_STREAM && listens) checked(::listen(fd, SOMAXCONN), "listen");
    return fd;
}

inline int port_of(int fd)
{
    sockaddr_in here{};
    socklen_t size = sizeof here;
    checked(::getsockname(fd, reinterpret_cast<sockaddr*>(&here), &size), "getsockname");
    return ntohs(here.sin_port);
}

inline void send_at_once(int fd)
{
    const int yes = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/// Level triggered; the number given with a descriptor comes back with its events.
class Epoll {
public:
    using Events = std::span<const epoll_event>;

    Epoll() : fd_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll"))
    {
        ::prctl(PR_SET_TIMERSLACK, 1'000UL);  // nanoseconds
    }

    void watch(int fd, std::uint64_t number, std::uint32_t events = EPOLLIN) const
    {
        epoll_event event{events, {.u64 = number}};
        if (::epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) == 0) return;
        checked(::epoll_ctl(fd_, EPOLL_CTL_MOD, fd, &event), "epoll_ctl");
    }

    /// Valid until the next call.
    Events wait(std::uint64_t patience_ns)
    {
        constexpr std::uint64_t kSecond = 1'000'000'000;
        const timespec limit{static_cast<time_t>(patience_ns / kSecond),
                             static_cast<long>(patience_ns % kSecond)};
        const int count =
            ::epoll_pwait2(fd_, events_.data(), static_cast<int>(events_.size()), &limit, nullptr);
        if (count < 0 && errno != EINTR) checked(count, "epoll_pwait2");
        return {events_.data(), static_cast<std::size_t>(count < 0 ? 0 : count)};
    }

private:
    int fd_;
    std::array<epoll_event, 512> events_{};
};

}  // namespace mysigfox::benchmark
