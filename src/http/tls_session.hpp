// The TLS half of one connection: bytes of the wire in and out, and no socket in sight.
#pragma once

#include "http/read_buffer.hpp"

#include <openssl/ssl.h>
#include <boost/asio/buffer.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

namespace mysigfox::http {

/// Whoever owns it hands over what came from the wire, and sends outgoing() whenever there
/// is some, whatever a function returned: a failure is told to the client by what lies there.
/// Memory is bounded by one read and one write. Confined to the loop.
class TlsSession {
public:
    enum class Progress {
        done,
        needs_more,  ///< of the wire
        closed,      ///< the client said goodbye
        failed,      ///< there is nothing more to be had: why() tells
    };
    /// What write() takes at most: one record.
    static constexpr std::size_t kMostWritten = 16UL * 1024;

    explicit TlsSession(SSL_CTX& context);

    /// Where to receive from the wire; received() takes it from there.
    boost::asio::mutable_buffer space() noexcept { return boost::asio::buffer(from_wire_); }
    void received(std::size_t count) { take({from_wire_.data(), count}); }
    void take(std::string_view from_wire);

    Progress shake_hands();
    /// Adds at least a byte to `plain`, which must have room, unless it is not `done`.
    Progress read(ReadBuffer& plain);
    /// False after a failure.
    bool write(std::string_view plain);
    void say_goodbye();

    std::string_view outgoing() const noexcept;
    void sent_all();

    /// Of the last failure, for the log.
    const char* why() const noexcept { return why_; }
    bool spoke_http() const noexcept { return spoke_http_; }

private:
    Progress progress_of(int outcome);

    struct Free {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };
    std::unique_ptr<SSL, Free> ssl_;
    BIO* incoming_ = nullptr;  // both belong to ssl_
    BIO* outgoing_ = nullptr;
    const char* why_ = "";
    bool spoke_http_ = false;
    std::array<char, 8UL * 1024> from_wire_;
};

}  // namespace mysigfox::http
