#include "mysigfox/net/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <string>

namespace mysigfox::net {
namespace {

namespace ssl = boost::asio::ssl;

std::string last_openssl_error()
{
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    return text.data();
}

}  // namespace

Result<ssl::context> make_client_tls(const std::filesystem::path& extra_authorities)
{
    ssl::context tls{ssl::context::tls_client};
    SSL_CTX* const native = tls.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // idle connections need none
    tls.set_verify_mode(ssl::verify_peer);
    boost::system::error_code ec;
    tls.set_default_verify_paths(ec);
    if (ec) return make_error(Errc::bad_configuration, "the system's authorities: " + ec.message());
    if (!extra_authorities.empty() &&
        SSL_CTX_load_verify_file(native, extra_authorities.c_str()) != 1) {
        return make_error(Errc::bad_configuration,
                          extra_authorities.string() +
                              ": expected certificates in PEM form: " + last_openssl_error());
    }
    // Some receivers speak HTTP/2 to whoever does not say otherwise.
    static constexpr std::array<unsigned char, 9> kHttp11{8,   'h', 't', 't', 'p',
                                                          '/', '1', '.', '1'};
    SSL_CTX_set_alpn_protos(native, kHttp11.data(), kHttp11.size());
    return tls;
}

}  // namespace mysigfox::net
