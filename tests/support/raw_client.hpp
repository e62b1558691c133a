// A blocking client that sends bytes as they are and reads answers with patience of its own.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace mysigfox::testing_support {

/// One answer, taken apart as far as tests need it.
struct RawAnswer {
    int status = 0;
    std::string head;  ///< with the status line
    std::string body;

    bool has(std::string_view line) const { return head.find(line) != std::string::npos; }
};

/// Takes the first complete answer off `text`; to_head: it answers HEAD, and has no body.
inline std::optional<RawAnswer> take_answer(std::string& text, bool to_head = false)
{
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string::npos || text.size() < 12) return std::nullopt;
    RawAnswer answer;
    answer.head = text.substr(0, end + 2);
    answer.status = std::atoi(text.c_str() + 9);
    std::size_t length = 0;
    const std::size_t field = answer.head.find("\r\nContent-Length: ");
    if (field != std::string::npos && !to_head) {
        length = std::strtoul(answer.head.c_str() + field + 18, nullptr, 10);
    }
    if (text.size() < end + 4 + length) return std::nullopt;
    answer.body = text.substr(end + 4, length);
    text.erase(0, end + 4 + length);
    return answer;
}

class RawClient {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds kPatience{10'000};

    explicit RawClient(std::uint16_t port) : RawClient(::socket(AF_INET, SOCK_STREAM, 0))
    {
        connect(port);
    }
    explicit RawClient(const std::string& unix_path) : RawClient(::socket(AF_UNIX, SOCK_STREAM, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        unix_path.copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
        connect(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    }
    /// Not connected yet.
    RawClient() : RawClient(::socket(AF_INET, SOCK_STREAM, 0)) {}
    ~RawClient()
    {
        if (socket_ >= 0) ::close(socket_);
    }
    RawClient(RawClient&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), text_(std::move(other.text_))
    {
    }
    RawClient& operator=(RawClient&&) = delete;

    void connect(std::uint16_t port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    }

    /// Sends all of it, reading answers meanwhile so that neither side blocks the other for
    /// ever. False if the server does not take it.
    bool send(std::string_view bytes)
    {
        const auto until = Clock::now() + kPatience;
        while (!bytes.empty()) {
            const short ready = wait(POLLOUT | POLLIN, until);
            if (ready == 0) return false;
            if ((ready & POLLIN) != 0 && !receive()) return false;
            if ((ready & POLLOUT) == 0) continue;
            const ssize_t n =
                ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (n < 0 && errno != EAGAIN) return false;
            if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }

    void stop_writing() { ::shutdown(socket_, SHUT_WR); }

    /// The next answer; status 0 if the connection ends, or patience does, without one.
    RawAnswer read(bool to_head = false)
    {
        const auto until = Clock::now() + kPatience;
        for (;;) {
            if (auto answer = take_answer(text_, to_head)) return *answer;
            if (wait(POLLIN, until) == 0 || !receive()) return {};
        }
    }

    /// What comes up to and with `end`; everything if that never comes.
    std::string read_until(std::string_view end)
    {
        const auto until = Clock::now() + kPatience;
        for (;;) {
            const std::size_t at = text_.find(end);
            if (at != std::string::npos) {
                std::string taken = text_.substr(0, at + end.size());
                text_.erase(0, taken.size());
                return taken;
            }
            if (wait(POLLIN, until) == 0 || !receive()) return std::exchange(text_, {});
        }
    }

    RawAnswer ask(std::string_view request)
    {
        send(request);
        return read();
    }

    /// True once the server has closed; what it said before is in rest().
    bool is_closed_within(std::chrono::milliseconds patience = kPatience)
    {
        const auto until = Clock::now() + patience;
        for (;;) {
            if (wait(POLLIN, until) == 0) return false;
            if (!receive()) return true;
        }
    }

    std::string& rest() noexcept { return text_; }
    bool was_reset() const noexcept { return was_reset_; }

private:
    explicit RawClient(int socket) : socket_(socket)
    {
        if (socket < 0) throw std::runtime_error("no socket for a test client");
    }

    void connect(const sockaddr* address, socklen_t size)
    {
        if (::connect(socket_, address, size) != 0) throw std::runtime_error("cannot connect");
    }

    short wait(short events, Clock::time_point until) const
    {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd entry{socket_, events, 0};
        if (left <= 0 || ::poll(&entry, 1, static_cast<int>(left)) <= 0) return 0;
        return static_cast<short>((entry.revents & (POLLERR | POLLHUP)) != 0 ? POLLIN
                                                                             : entry.revents);
    }

    /// False at the end of the connection.
    bool receive()
    {
        char bytes[16 * 1024];
        const ssize_t n = ::recv(socket_, bytes, sizeof(bytes), 0);
        was_reset_ = was_reset_ || n < 0;
        if (n > 0) text_.append(bytes, static_cast<std::size_t>(n));
        return n > 0;
    }

    int socket_;
    std::string text_;
    bool was_reset_ = false;
};

}  // namespace mysigfox::testing_support
