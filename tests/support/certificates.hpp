// Certificates made while the test runs: an authority of its own, and what it signs.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace mysigfox::test {

/// Certificate (chain) and key as PEM.
struct Identity {
    std::string certificate;
    std::string key;
};

/// What a certificate says. Days count from now.
struct CertificateText {
    std::string names = "DNS:hook.example.com,IP:127.0.0.1";  ///< subjectAltName
    int valid_from_day = -1;
    int valid_to_day = 30;
};

namespace detail {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Cert = std::unique_ptr<X509, decltype(&X509_free)>;

inline Key make_key()
{
    return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}

template <typename Write>
std::string pem(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), &BIO_free};
    if (write(memory.get()) != 1) throw std::runtime_error("OpenSSL cannot write PEM");
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

inline std::string pem(X509* certificate)
{
    return pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

inline std::string pem(EVP_PKEY* key)
{
    return pem([&](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}

inline void add_extension(X509* certificate, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension{
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), &X509_EXTENSION_free};
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) {
        throw std::runtime_error("OpenSSL refuses " + value);
    }
}

/// Unsigned; `issuer` null makes it its own issuer.
inline Cert make_certificate(const std::string& common_name, EVP_PKEY* key, const X509* issuer,
                             const CertificateText& text)
{
    static long serial = 1;
    Cert certificate{X509_new(), &X509_free};
    X509* const raw = certificate.get();
    X509_set_version(raw, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(raw), serial++);
    X509_time_adj_ex(X509_getm_notBefore(raw), text.valid_from_day, 0, nullptr);
    X509_time_adj_ex(X509_getm_notAfter(raw), text.valid_to_day, 0, nullptr);
    X509_set_pubkey(raw, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                               0);
    X509_set_issuer_name(raw, X509_get_subject_name(issuer == nullptr ? raw : issuer));
    return certificate;
}

inline void sign(X509* certificate, EVP_PKEY* key)
{
    if (X509_sign(certificate, key, EVP_sha256()) == 0) throw std::runtime_error("X509_sign");
}

}  // namespace detail

/// A root, and one intermediate authority that signs what is issued.
class TestAuthority {
public:
    TestAuthority()
    {
        make_authority(root_.get(), root_key_.get());
        make_authority(intermediate_.get(), root_key_.get());
    }

    /// What a client has to trust.
    std::string pem() const { return detail::pem(root_.get()); }

    Identity issue(const CertificateText& text = {}, bool with_chain = true) const
    {
        const detail::Key key = detail::make_key();
        const detail::Cert certificate =
            detail::make_certificate("webhook", key.get(), intermediate_.get(), text);
        detail::add_extension(certificate.get(), NID_subject_alt_name, text.names);
        detail::sign(certificate.get(), intermediate_key_.get());
        std::string chain = detail::pem(certificate.get());
        if (with_chain) chain += detail::pem(intermediate_.get());
        return {std::move(chain), detail::pem(key.get())};
    }

private:
    static void make_authority(X509* certificate, EVP_PKEY* issuer_key)
    {
        detail::add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
        detail::add_extension(certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
        detail::sign(certificate, issuer_key);
    }

    detail::Key root_key_ = detail::make_key();
    detail::Cert root_ = detail::make_certificate("Test root", root_key_.get(), nullptr, {});
    detail::Key intermediate_key_ = detail::make_key();
    detail::Cert intermediate_ =
        detail::make_certificate("Test intermediate", intermediate_key_.get(), root_.get(), {});
};

namespace detail {

inline Identity self_signed(const Key& key, const CertificateText& text)
{
    const detail::Cert certificate = detail::make_certificate("webhook", key.get(), nullptr, text);
    detail::add_extension(certificate.get(), NID_subject_alt_name, text.names);
    detail::sign(certificate.get(), key.get());
    return {detail::pem(certificate.get()), detail::pem(key.get())};
}

}  // namespace detail

inline Identity self_signed(const CertificateText& text = {})
{
    return detail::self_signed(detail::make_key(), text);
}

inline Identity self_signed_rsa(const CertificateText& text = {})
{
    return detail::self_signed({EVP_RSA_gen(2048), &EVP_PKEY_free}, text);
}

/// The same key in a file that asks for a passphrase.
inline std::string under_a_passphrase(const std::string& key_text)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory{
        BIO_new_mem_buf(key_text.data(), static_cast<int>(key_text.size())), &BIO_free};
    const detail::Key key{PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr),
                          &EVP_PKEY_free};
    return detail::pem([&](BIO* bio) {
        return PEM_write_bio_PKCS8PrivateKey(bio, key.get(), EVP_aes_256_cbc(), "secret", 6,
                                             nullptr, nullptr);
    });
}

}  // namespace mysigfox::test
