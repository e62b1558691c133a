// OpenSSL between two buffers in memory.
#include "http/tls_session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <algorithm>
#include <new>

namespace mysigfox::http {

TlsSession::TlsSession(SSL_CTX& context)
    : ssl_(SSL_new(&context)), incoming_(BIO_new(BIO_s_mem())), outgoing_(BIO_new(BIO_s_mem()))
{
    if (!ssl_ || incoming_ == nullptr || outgoing_ == nullptr) {
        BIO_free(incoming_);
        BIO_free(outgoing_);
        throw std::bad_alloc{};
    }
    BIO_set_mem_eof_return(incoming_, -1);  // empty means: not yet
    SSL_set_bio(ssl_.get(), incoming_, outgoing_);
    SSL_set_accept_state(ssl_.get());
}

void TlsSession::take(std::string_view from_wire)
{
    if (!from_wire.empty()) {
        BIO_write(incoming_, from_wire.data(), static_cast<int>(from_wire.size()));
    }
}

TlsSession::Progress TlsSession::shake_hands()
{
    ERR_clear_error();
    return progress_of(SSL_do_handshake(ssl_.get()));
}

TlsSession::Progress TlsSession::read(ReadBuffer& plain)
{
    const boost::asio::mutable_buffer space = plain.space();
    std::size_t count = 0;
    ERR_clear_error();
    const Progress progress =
        progress_of(SSL_read_ex(ssl_.get(), space.data(), space.size(), &count));
    plain.commit(count);
    return progress;
}

bool TlsSession::write(std::string_view plain)
{
    std::size_t count = 0;
    ERR_clear_error();
    const int outcome = SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &count);
    return progress_of(outcome) == Progress::done;
}

void TlsSession::say_goodbye()
{
    if ((SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) != 0) return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
}

std::string_view TlsSession::outgoing() const noexcept
{
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(outgoing_, &bytes);
    return {bytes, static_cast<std::size_t>(std::max(size, 0L))};
}

void TlsSession::sent_all()
{
    BIO_reset(outgoing_);
}

TlsSession::Progress TlsSession::progress_of(int outcome)
{
    if (outcome == 1) return Progress::done;
    switch (SSL_get_error(ssl_.get(), outcome)) {
        case SSL_ERROR_WANT_READ:
            return Progress::needs_more;
        case SSL_ERROR_ZERO_RETURN:
            return Progress::closed;
        default:
            break;
    }
    const unsigned long error = ERR_peek_error();
    const char* const reason = ERR_reason_error_string(error);
    why_ = reason == nullptr ? "no TLS" : reason;
    spoke_http_ = ERR_GET_REASON(error) == SSL_R_HTTP_REQUEST;
    ERR_clear_error();
    return Progress::failed;
}

}  // namespace mysigfox::http
