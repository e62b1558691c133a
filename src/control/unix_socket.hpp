// Unix sockets, blocking: just enough for the two ends of the control channel.
#pragma once

#include "mysigfox/base/error.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace mysigfox::control {

/// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int descriptor) noexcept : descriptor_(descriptor) {}
    Descriptor(Descriptor&& other) noexcept : descriptor_(other.release()) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor();

    bool is_open() const noexcept { return descriptor_ >= 0; }
    int get() const noexcept { return descriptor_; }
    int release() noexcept { return std::exchange(descriptor_, -1); }

private:
    int descriptor_;
};

/// invalid_value if the path does not fit into a socket address (107 bytes).
Result<sockaddr_un> unix_address(const std::filesystem::path& path);
inline const sockaddr* as_sockaddr(const sockaddr_un& address) noexcept
{
    return reinterpret_cast<const sockaddr*>(&address);
}

/// A connection that gives up when a minute passes without progress. unreachable if nobody
/// listens.
Result<Descriptor> connect_unix(const std::filesystem::path& path);

/// deadline_exceeded if the peer takes too long or is gone.
Result<void> send_all(const Descriptor& socket, std::string_view bytes);
/// To the end, at most `most` bytes.
Result<std::string> receive_all(const Descriptor& socket, std::size_t most);

}  // namespace mysigfox::control
