// What systemd gives a daemon, and is told by it. Without its library: sd_notify(3) and
// sd_listen_fds(3) describe the protocol.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::app {

/// Reads the environment: getenv in the program, a table in tests.
using Environment = std::function<const char*(const char*)>;

/// The service manager's ear. Whoever was not started by one talks to nobody. Any thread.
class ServiceManager {
public:
    /// NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
    explicit ServiceManager(const Environment& environment);

    bool listens() const noexcept { return !socket_.empty(); }

    /// One datagram, such as "READY=1\nSTATUS=…"; never blocks, and nothing depends on it.
    void tell(std::string_view message) const noexcept;

    void starts() const;
    void is_ready() const;
    void reloads() const;  ///< is_ready() follows, whatever came of it
    void stops(std::chrono::milliseconds grace) const;

    /// We are killed if we do not say WATCHDOG=1 that often; nothing: nobody waits for that.
    std::optional<std::chrono::microseconds> watchdog() const noexcept { return watchdog_; }

private:
    std::string socket_;
    std::optional<std::chrono::microseconds> watchdog_;
};

struct PassedSocket {
    int descriptor;
    std::string name;  ///< FileDescriptorName=; systemd's default is the name of the socket unit
};

/// The sockets that the manager listens on for us: LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES. From
/// now on they are closed by exec. Whoever takes them owns them; to be asked once.
std::vector<PassedSocket> passed_sockets(const Environment& environment);

}  // namespace mysigfox::app
