#include "mysigfox/net/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <memory>
#include <utility>

namespace mysigfox::net {
namespace {

namespace ssl = boost::asio::ssl;

std::string last_openssl_error()
{
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    return text.data();
}

/// "May  1 12:00:00 2024 GMT"
std::string date_of(const ASN1_TIME* time)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), &BIO_free};
    if (!memory || time == nullptr || ASN1_TIME_print(memory.get(), time) != 1) return "a bad date";
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

Result<ssl::context> make_client_tls(const std::filesystem::path& extra_authorities)
{
    ssl::context tls{ssl::context::tls_client};
    SSL_CTX* const native = tls.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
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

TlsProblem explain_verify_result(long verify_result)
{
    switch (verify_result) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return {Cause::tls_expired, "its certificate has expired: renew it"};
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return {Cause::tls_expired,
                    "its certificate is not valid yet: check the clock that issued it"};
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return {Cause::tls_wrong_name,
                    "its certificate is for another name than the one in the URL"};
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return {Cause::tls_self_signed,
                    "its certificate is self-signed: get one from a public authority"};
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            return {Cause::tls_untrusted, "its certificate comes from an authority of its own"};
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return {Cause::tls_untrusted,
                    "its certificate cannot be traced to a known authority: the server may have "
                    "to send its intermediate certificates too"};
        default:
            return {Cause::tls_untrusted, std::string{"its certificate does not verify: "} +
                                              X509_verify_cert_error_string(verify_result)};
    }
}

TlsProblem explain_failed_verification(X509_STORE_CTX* verification)
{
    const int error = X509_STORE_CTX_get_error(verification);
    TlsProblem problem = explain_verify_result(error);
    const X509* certificate = X509_STORE_CTX_get_current_cert(verification);
    if (certificate == nullptr) return problem;
    if (error == X509_V_ERR_CERT_HAS_EXPIRED) {
        problem.detail += " (valid until " + date_of(X509_get0_notAfter(certificate)) + ')';
    }
    if (error == X509_V_ERR_CERT_NOT_YET_VALID) {
        problem.detail += " (valid from " + date_of(X509_get0_notBefore(certificate)) + ')';
    }
    return problem;
}

}  // namespace mysigfox::net
