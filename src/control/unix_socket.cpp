#include "control/unix_socket.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace mysigfox::control {
namespace {

constexpr timeval kPatience{60, 0};

std::string reason()
{
    return std::generic_category().message(errno);
}

Error broken_off(const char* doing)
{
    return make_error(Errc::deadline_exceeded,
                      std::string{"the daemon broke off or stayed silent ("} + doing + ": " +
                          reason() + "): whether it did what was asked is not known");
}

}  // namespace

Descriptor::~Descriptor()
{
    if (is_open()) ::close(descriptor_);
}

Result<sockaddr_un> unix_address(const std::filesystem::path& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& text = path.native();
    if (text.size() >= sizeof address.sun_path) {
        return make_error(Errc::invalid_value, "the path has " + std::to_string(text.size()) +
                                                   " bytes, at most " +
                                                   std::to_string(sizeof address.sun_path - 1) +
                                                   " fit: set control_socket");
    }
    std::memcpy(address.sun_path, text.data(), text.size());
    return address;
}

Result<Descriptor> connect_unix(const std::filesystem::path& path)
{
    const auto address = unix_address(path);
    if (!address)
        return make_error(Errc::unreachable, path.string() + ": " + address.error().detail);
    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    if (::connect(socket.get(), as_sockaddr(*address), sizeof *address) != 0) {
        return make_error(Errc::unreachable, path.string() + ": " + reason());
    }
    return socket;
}

Result<void> send_all(const Descriptor& socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return broken_off("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<std::string> receive_all(const Descriptor& socket, std::size_t most)
{
    std::string bytes;
    std::array<char, 65'536> part{};
    for (;;) {
        const ssize_t got = ::recv(socket.get(), part.data(), part.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return broken_off("receive");
        if (got == 0) return bytes;
        bytes.append(part.data(), static_cast<std::size_t>(got));
        if (bytes.size() > most) {
            return make_error(Errc::overloaded, "the daemon's answer is too long");
        }
    }
}

}  // namespace mysigfox::control
