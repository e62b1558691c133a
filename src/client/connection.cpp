#include "client/connection.hpp"

#include "mysigfox/net/address_guard.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace mysigfox::client {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

void expect_name(SSL* tls, const WebhookUrl& url)
{
    if (url.literal()) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), url.literal()->str().c_str());
        return;
    }
    SSL_set_tlsext_host_name(tls, url.host().c_str());
    SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(tls, url.host().c_str());
}

net::TlsProblem handshake_problem(const error_code& error)
{
    if (error == asio::error::eof || error == asio::error::connection_reset ||
        error == asio::ssl::error::stream_truncated) {
        return {Cause::tls_failed, "it hung up during the TLS handshake"};
    }
    if (error.category() != asio::error::get_ssl_category()) {
        return {Cause::tls_failed, "the TLS handshake failed: " + error.message()};
    }
    return net::explain_handshake_error(static_cast<unsigned long>(error.value()));
}

TlsVersion version_of(const SSL* tls)
{
    return SSL_version(tls) == TLS1_2_VERSION ? TlsVersion::v1_2 : TlsVersion::v1_3;
}

}  // namespace

Task<error_code> Connection::connect(Endpoint endpoint)
{
    close();
    const auto [error] = co_await socket_.async_connect(endpoint, as_result);
    if (error) co_return error;
    error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    endpoint_ = endpoint;
    facts_.peer = net::from_asio(endpoint.address());
    co_return error_code{};
}

Task<std::optional<net::TlsProblem>> Connection::handshake(asio::ssl::context& tls,
                                                           const WebhookUrl& url,
                                                           TlsSession session)
{
    tls_.emplace(socket_, tls);
    SSL* const native = tls_->native_handle();
    expect_name(native, url);
    if (session.ticket) SSL_set_session(native, session.ticket.get());
    std::optional<net::TlsProblem> problem;
    tls_->set_verify_callback([&problem](bool verified, asio::ssl::verify_context& context) {
        if (!verified) problem = net::explain_failed_verification(context.native_handle());
        return verified;
    });
    const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::client, as_result);
    // From here on it would refer to what is gone.
    tls_->set_verify_callback([](bool verified, asio::ssl::verify_context&) { return verified; });
    if (error && !problem) problem = handshake_problem(error);
    if (problem) co_return problem;
    facts_.tls = version_of(native);
    facts_.certificate_ends = net::end_of_certificate(native);
    verified_ = std::chrono::steady_clock::now();
    if (SSL_session_reused(native) == 0) co_return problem;
    // OpenSSL looks at no certificate when a session is resumed, so we do.
    verified_ = session.verified;
    problem = net::problem_of_resumed(native, url);
    co_return problem;
}

TlsSession Connection::session()
{
    TlsSession session;
    if (!tls_) return session;
    session.verified = verified_;
    const SSL_SESSION* const current = SSL_get_session(tls_->native_handle());
    if (current == nullptr || SSL_SESSION_is_resumable(current) == 0) return session;
    // A copy: OpenSSL spoils the original when a connection ends without a goodbye.
    session.ticket.reset(SSL_SESSION_dup(current));
    return session;
}

Task<IoResult> Connection::write_all(asio::const_buffer bytes)
{
    IoResult result;
    if (tls_) {
        const auto [error, size] = co_await asio::async_write(*tls_, bytes, as_result);
        result.error = error;
        result.size = size;
    } else {
        const auto [error, size] = co_await asio::async_write(socket_, bytes, as_result);
        result.error = error;
        result.size = size;
    }
    co_return result;
}

Task<IoResult> Connection::read_some(asio::mutable_buffer room)
{
    IoResult result;
    if (tls_) {
        const auto [error, size] = co_await tls_->async_read_some(room, as_result);
        result.error = error;
        result.size = size;
    } else {
        const auto [error, size] = co_await socket_.async_read_some(room, as_result);
        result.error = error;
        result.size = size;
    }
    co_return result;
}

void Connection::close() noexcept
{
    error_code ignored;
    socket_.close(ignored);
}

bool Connection::is_quiet() noexcept
{
    char byte = 0;
    const auto size = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (size < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    // Between exchanges TLS may bring session tickets; plain HTTP must bring nothing.
    return size > 0 && tls_.has_value();
}

boost::system::result<Connection::Endpoint> Connection::peer() const
{
    error_code error;
    Endpoint endpoint = socket_.remote_endpoint(error);
    if (error) return error;
    return endpoint;
}

}  // namespace mysigfox::client
