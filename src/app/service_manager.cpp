// Datagrams to systemd, and descriptors from it.
#include "app/service_manager.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace mysigfox::app {
namespace {

constexpr int kFirstPassed = 3;
constexpr std::chrono::minutes kStart{10};
constexpr std::chrono::seconds kClosing{30};  // the last commits and a checkpoint

template <typename Duration>
std::int64_t microseconds(Duration time)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

std::optional<std::uint64_t> number_in(const char* text)
{
    if (text == nullptr) return std::nullopt;
    const std::string_view digits{text};
    std::uint64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return number;
}

bool is_this_process(const std::optional<std::uint64_t>& pid)
{
    return pid && *pid == static_cast<std::uint64_t>(::getpid());
}

}  // namespace

ServiceManager::ServiceManager(const Environment& environment)
{
    const char* const path = environment("NOTIFY_SOCKET");
    const bool is_usable = path != nullptr && (*path == '/' || *path == '@');
    if (is_usable) socket_ = path;
    const auto limit = number_in(environment("WATCHDOG_USEC"));
    const char* const pid = environment("WATCHDOG_PID");
    if (limit && *limit > 0 && (pid == nullptr || is_this_process(number_in(pid)))) {
        watchdog_ = std::chrono::microseconds{*limit};
    }
}

void ServiceManager::tell(std::string_view message) const noexcept
{
    sockaddr_un address{};
    if (socket_.empty() || socket_.size() >= sizeof(address.sun_path)) return;
    address.sun_family = AF_UNIX;
    std::ranges::copy(socket_, address.sun_path);
    if (socket_.front() == '@') address.sun_path[0] = '\0';  // has no file
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    ::sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
             reinterpret_cast<const sockaddr*>(&address), size);
    ::close(descriptor);
}

/// Moving a large file to a new schema, and filling the lanes, may take longer than systemd waits.
void ServiceManager::starts() const
{
    tell(fmt::format("EXTEND_TIMEOUT_USEC={}\nSTATUS=opening the databases", microseconds(kStart)));
}

void ServiceManager::is_ready() const
{
    tell("READY=1");
}

void ServiceManager::reloads() const
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();  // CLOCK_MONOTONIC
    tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", microseconds(now)));
}

void ServiceManager::stops(std::chrono::milliseconds grace) const
{
    tell(fmt::format("STOPPING=1\nEXTEND_TIMEOUT_USEC={}\nSTATUS=finishing what is under way",
                     microseconds(grace + kClosing)));
}

std::vector<PassedSocket> passed_sockets(const Environment& environment)
{
    if (!is_this_process(number_in(environment("LISTEN_PID")))) return {};
    const std::uint64_t count =
        std::min<std::uint64_t>(number_in(environment("LISTEN_FDS")).value_or(0), 64);
    const char* const listed = environment("LISTEN_FDNAMES");
    std::string_view names = listed == nullptr ? "" : listed;
    std::vector<PassedSocket> sockets;
    for (int i = 0; i < static_cast<int>(count); ++i) {
        const std::string_view name = names.substr(0, names.find(':'));
        const int descriptor = kFirstPassed + i;
        if (::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0) {
            sockets.push_back({descriptor, std::string{name}});
        }
        names.remove_prefix(std::min(names.size(), name.size() + 1));
    }
    return sockets;
}

}  // namespace mysigfox::app
