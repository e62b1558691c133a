// A connection to a webhook: plain or TLS behind one face.
#pragma once

#include "client/session_cache.hpp"

#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/ip_address.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/net/tls.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace mysigfox::client {

/// How one operation on a connection ended, and how many bytes it moved.
struct IoResult {
    boost::system::error_code error;
    std::size_t size = 0;
};

/// Never shared: one exchange at a time. Closing it makes a pending operation fail.
class Connection {
public:
    using Endpoint = boost::asio::ip::tcp::endpoint;

    Connection(Executor home, std::string origin) : origin_(std::move(origin)), socket_(home) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// May be tried again with another endpoint after a failure.
    Task<boost::system::error_code> connect(Endpoint endpoint);

    /// Names the host of the URL to the server (unless it is an address) and checks the
    /// certificate against it, whether the handshake is a full one or resumes the session.
    /// Nothing if all went well.
    Task<std::optional<net::TlsProblem>> handshake(boost::asio::ssl::context& tls,
                                                   const WebhookUrl& url, TlsSession session);

    /// What a later connection to this origin may resume.
    TlsSession session();

    Task<IoResult> write_all(boost::asio::const_buffer bytes);
    Task<IoResult> read_some(boost::asio::mutable_buffer room);
    void close() noexcept;

    /// False if the other side has hung up, or said something unasked, since the last exchange.
    bool is_quiet() noexcept;

    /// Who is at the other end, as the system says; an error if nobody is.
    boost::system::result<Endpoint> peer() const;
    /// Whom it was connected to: that never changes.
    const Endpoint& endpoint() const noexcept { return endpoint_; }
    const std::string& origin() const noexcept { return origin_; }

    /// Noted when the connection was made.
    struct Facts {
        std::optional<IpAddress> peer;
        TlsVersion tls = TlsVersion::none;
        std::optional<std::chrono::sys_seconds> certificate_ends;
    };
    const Facts& facts() const noexcept { return facts_; }

private:
    using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

    std::string origin_;
    Endpoint endpoint_;
    Socket socket_;
    std::optional<boost::asio::ssl::stream<Socket&>> tls_;
    TlsSession::Time verified_;  ///< when the certificate was judged in a full handshake
    Facts facts_;
};

}  // namespace mysigfox::client
