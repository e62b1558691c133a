// A blocking TLS client for tests, with the manners of RawClient.
#pragma once

#include "support/raw_client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <csignal>
#include <memory>

namespace mysigfox::testing_support {

/// What a client insists on; it believes every certificate.
struct TlsWishes {
    int lowest = TLS1_2_VERSION;
    int highest = TLS1_3_VERSION;
    std::string_view protocols;        ///< ALPN, as on the wire: "\x02h2"
    const char* signatures = nullptr;  ///< "RSA-PSS+SHA256"
    SSL_SESSION* session = nullptr;
    std::string before;  ///< sent before the handshake
};

class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, const TlsWishes& wishes = {})
        : context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free),
          ssl_(nullptr, &SSL_free),
          socket_(::socket(AF_INET, SOCK_STREAM, 0))
    {
        std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to the socket as to a file
        SSL_CTX_set_min_proto_version(context_.get(), wishes.lowest);
        SSL_CTX_set_max_proto_version(context_.get(), wishes.highest);
        SSL_CTX_set_security_level(context_.get(), 0);
        if (wishes.signatures != nullptr)
            SSL_CTX_set1_sigalgs_list(context_.get(), wishes.signatures);
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_alpn_protos(ssl_.get(),
                            reinterpret_cast<const unsigned char*>(wishes.protocols.data()),
                            static_cast<unsigned>(wishes.protocols.size()));
        if (wishes.session != nullptr) SSL_set_session(ssl_.get(), wishes.session);
        connect(port);
        ::send(socket_, wishes.before.data(), wishes.before.size(), MSG_NOSIGNAL);
        SSL_set_fd(ssl_.get(), socket_);
        is_connected_ = SSL_connect(ssl_.get()) == 1;
    }
    ~TlsClient() { ::close(socket_); }
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    bool is_connected() const noexcept { return is_connected_; }
    SSL* ssl() noexcept { return ssl_.get(); }

    bool send(std::string_view bytes)
    {
        ERR_clear_error();
        return is_connected_ && !bytes.empty() &&
               SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

    void stop_writing()
    {
        if (is_connected_) SSL_shutdown(ssl_.get());
        ::shutdown(socket_, SHUT_WR);
    }

    /// The next answer; status 0 if the connection ends, or patience does, without one.
    RawAnswer read(bool to_head = false)
    {
        for (;;) {
            if (auto answer = take_answer(text_, to_head)) return *answer;
            if (!receive()) return {};
        }
    }

    RawAnswer ask(std::string_view request)
    {
        send(request);
        return read();
    }

    /// True once the server has closed. Only RawClient's patience is known here.
    bool is_closed_within(std::chrono::milliseconds = RawClient::kPatience)
    {
        while (receive()) continue;
        return !was_impatient_;
    }

    /// Did the server say goodbye, so that nobody can have cut the end off?
    bool heard_goodbye() { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

    std::string& rest() noexcept { return text_; }

private:
    void connect(std::uint16_t port)
    {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(RawClient::kPatience).count();
        const timeval patience{seconds, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
            throw std::runtime_error("cannot connect");
        }
    }

    bool receive()
    {
        char bytes[16 * 1024];
        ERR_clear_error();
        errno = 0;
        const int n = is_connected_ ? SSL_read(ssl_.get(), bytes, sizeof(bytes)) : 0;
        was_impatient_ = n <= 0 && errno == EAGAIN;
        if (n > 0) text_.append(bytes, static_cast<std::size_t>(n));
        return n > 0;
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    int socket_;
    bool is_connected_ = false;
    bool was_impatient_ = false;
    std::string text_;
};

}  // namespace mysigfox::testing_support
