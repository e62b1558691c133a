// Reads pairs of certificate and key, and judges whether they fit.
#include "mysigfox/net/server_tls.hpp"

#include "mysigfox/base/counted.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <system_error>

namespace mysigfox::net {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using PrivateKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

constexpr const char* kCiphersOfTls12 = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr std::string_view kHttp11 = "http/1.1";

Error complaint(const char* key, const std::filesystem::path& file, const std::string& found,
                const char* expected)
{
    return make_error(Errc::bad_configuration, fmt::format("{}: found {}: {}, expected {}", key,
                                                           file.string(), found, expected));
}

Result<File> open(const char* key, const std::filesystem::path& file, const char* expected)
{
    File opened{std::fopen(file.c_str(), "re"), &std::fclose};
    if (opened) return opened;
    return complaint(key, file, std::generic_category().message(errno), expected);
}

/// Nobody is there to type one in.
int no_passphrase(char*, int, int, void* was_asked)
{
    if (was_asked != nullptr) *static_cast<bool*>(was_asked) = true;
    return 0;
}

Result<PrivateKey> read_key(const std::filesystem::path& file)
{
    constexpr const char* kKey = "tls.private_key_file";
    auto opened = open(kKey, file, "a private key in PEM form that the daemon may read");
    if (!opened) return opened.error();
    bool is_sealed = false;
    PrivateKey key{PEM_read_PrivateKey(opened->get(), nullptr, no_passphrase, &is_sealed),
                   &EVP_PKEY_free};
    if (key) return key;
    return complaint(kKey, file, is_sealed ? "a key under a passphrase" : "no private key",
                     "a private key in PEM form without a passphrase");
}

std::chrono::sys_seconds time_of(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return std::chrono::sys_seconds{std::chrono::seconds{::timegm(&parts)}};
}

const char* reason_of(unsigned long error)
{
    const char* const reason = ERR_reason_error_string(error);
    return reason == nullptr ? "an unknown error" : reason;
}

Result<Certificate> read_leaf(const std::filesystem::path& file)
{
    constexpr const char* kExpected = "a certificate in PEM form that the daemon may read";
    auto opened = open("tls.certificate_file", file, kExpected);
    if (!opened) return opened.error();
    Certificate leaf{PEM_read_X509_AUX(opened->get(), nullptr, no_passphrase, nullptr), &X509_free};
    if (leaf) return leaf;
    return complaint("tls.certificate_file", file, "no certificate", kExpected);
}

Result<void> add_pair(ServerTls& tls, const CertificateFiles& files)
{
    const auto leaf = read_leaf(files.certificate);
    if (!leaf) return leaf.error();
    const auto key = read_key(files.private_key);
    if (!key) return key.error();
    SSL_CTX* const context = tls.context.get();
    ERR_clear_error();
    if (X509_check_private_key(leaf->get(), key->get()) != 1) {
        return complaint("tls.private_key_file", files.private_key, "the key of something else",
                         ("the one of " + files.certificate.string()).c_str());
    }
    if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key->get()) != 1) {
        return complaint("tls.certificate_file", files.certificate,
                         reason_of(ERR_peek_last_error()), "a certificate that TLS can serve");
    }
    tls.valid_from = std::max(tls.valid_from, time_of(X509_get0_notBefore(leaf->get())));
    tls.valid_to = std::min(tls.valid_to, time_of(X509_get0_notAfter(leaf->get())));
    return {};
}

/// Whoever names protocols and not ours would not understand our answers.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned int length, void*)
{
    std::string_view rest{reinterpret_cast<const char*>(offered), length};
    while (!rest.empty()) {
        const auto name_size = static_cast<unsigned char>(rest.front());
        const std::string_view name = rest.substr(1, name_size);
        if (name == kHttp11) {
            *chosen = reinterpret_cast<const unsigned char*>(name.data());
            *size = name_size;
            return SSL_TLSEXT_ERR_OK;
        }
        rest.remove_prefix(std::min<std::size_t>(rest.size(), name_size + 1U));
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

TlsContext make_context()
{
    TlsContext context{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
    if (!context) throw std::bad_alloc{};
    SSL_CTX* const raw = context.get();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, kCiphersOfTls12);
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                 SSL_OP_PRIORITIZE_CHACHA | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);  // idle connections need none
    // Sessions live in the tickets that clients keep: nothing here grows with their number.
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(raw, 1);
    SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
    return context;
}

}  // namespace

Result<ServerTls> make_server_tls(const std::vector<CertificateFiles>& pairs)
{
    if (pairs.empty()) {
        return make_error(
            Errc::bad_configuration,
            "tls.certificate_file: found nothing, expected a certificate in PEM form");
    }
    ServerTls tls{make_context(), std::chrono::sys_seconds::min(), std::chrono::sys_seconds::max()};
    for (const CertificateFiles& files : pairs) {
        const Result<void> added = add_pair(tls, files);
        if (!added) return added.error();
    }
    return tls;
}

std::string date_problem(const ServerTls& tls, std::chrono::sys_seconds now)
{
    const auto days = [](std::chrono::sys_seconds from, std::chrono::sys_seconds to) {
        return counted(std::chrono::floor<std::chrono::days>(to - from).count(), "day");
    };
    if (now >= tls.valid_to) {
        return fmt::format("the certificate has expired {} ago", days(tls.valid_to, now));
    }
    if (now < tls.valid_from) {
        return fmt::format("the certificate is not valid for another {}",
                           days(now, tls.valid_from));
    }
    return {};
}

}  // namespace mysigfox::net
