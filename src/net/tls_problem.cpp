// What went wrong with TLS, in words that a person can act on.
#include "mysigfox/net/tls.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::net {
namespace {

constexpr std::size_t kMostNamesShown = 3;
constexpr std::size_t kLongestNameShown = 100;

std::optional<std::chrono::sys_seconds> seconds_of(const ASN1_TIME* time)
{
    std::tm calendar{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &calendar) != 1) return std::nullopt;
    return std::chrono::sys_seconds{std::chrono::seconds{::timegm(&calendar)}};
}

/// "2024-05-01"
std::string date_of(const ASN1_TIME* time)
{
    std::tm calendar{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &calendar) != 1) return "a bad date";
    return fmt::format("{:04}-{:02}-{:02}", calendar.tm_year + 1900, calendar.tm_mon + 1,
                       calendar.tm_mday);
}

/// Strangers write certificates: nothing of one but printable ASCII reaches a log or a page.
std::string shown(std::string_view name)
{
    std::string text{name.substr(0, kLongestNameShown)};
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c <= 0x20 || c >= 0x7F; }, '?');
    return text;
}

std::string address_in(const ASN1_OCTET_STRING* bytes)
{
    const unsigned char* const data = ASN1_STRING_get0_data(bytes);
    IpAddress::Bytes v6{};
    switch (ASN1_STRING_length(bytes)) {
        case 4:
            return fmt::format("{}.{}.{}.{}", data[0], data[1], data[2], data[3]);
        case 16:
            std::copy_n(data, v6.size(), v6.begin());
            return IpAddress::v6(v6).str();
        default:
            return "?";
    }
}

std::string name_in(const GENERAL_NAME* name)
{
    if (name->type == GEN_IPADD) return address_in(name->d.iPAddress);
    if (name->type != GEN_DNS) return {};
    const auto* const text = ASN1_STRING_get0_data(name->d.dNSName);
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName));
    return shown({reinterpret_cast<const char*>(text), size});
}

/// "a.example.com, b.example.com and 5 more"
std::string names_of(const X509* certificate)
{
    const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names{
        static_cast<GENERAL_NAMES*>(
            X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        &GENERAL_NAMES_free};
    std::string list;
    std::size_t count = 0;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const std::string name = name_in(sk_GENERAL_NAME_value(names.get(), i));
        if (name.empty() || ++count > kMostNamesShown) continue;
        if (!list.empty()) list += ", ";
        list += name;
    }
    if (count > kMostNamesShown) list += fmt::format(" and {} more", count - kMostNamesShown);
    return list.empty() ? "no host name at all" : list;
}

TlsProblem wrong_name(const X509* certificate)
{
    return {Cause::tls_wrong_name,
            "its certificate is for " + names_of(certificate) + ", not for the name in the URL"};
}

TlsProblem expired(const X509* certificate, bool is_its_own)
{
    const std::string whose = is_its_own ? "its certificate" : "a certificate of its chain";
    return {Cause::tls_expired,
            whose + " expired on " + date_of(X509_get0_notAfter(certificate)) + ": renew it"};
}

TlsProblem not_yet_valid(const X509* certificate)
{
    return {Cause::tls_expired, "its certificate is not valid yet, only from " +
                                    date_of(X509_get0_notBefore(certificate)) +
                                    " on: check the clock that issued it"};
}

bool is_for(X509* certificate, const WebhookUrl& url)
{
    if (url.literal()) {
        return X509_check_ip_asc(certificate, url.literal()->str().c_str(), 0) == 1;
    }
    return X509_check_host(certificate, url.host().data(), url.host().size(),
                           X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, nullptr) == 1;
}

}  // namespace

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
            return {Cause::tls_untrusted,
                    "its certificate comes from an authority that is not publicly known"};
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return {Cause::tls_untrusted,
                    "its certificate chain is incomplete, or ends at an authority that is not "
                    "publicly known: the server has to send its intermediate certificates too"};
        default:
            return {Cause::tls_untrusted, std::string{"its certificate does not verify: "} +
                                              X509_verify_cert_error_string(verify_result)};
    }
}

TlsProblem explain_failed_verification(X509_STORE_CTX* verification)
{
    const int error = X509_STORE_CTX_get_error(verification);
    const X509* certificate = X509_STORE_CTX_get_current_cert(verification);
    if (certificate == nullptr) return explain_verify_result(error);
    switch (error) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return expired(certificate, X509_STORE_CTX_get_error_depth(verification) == 0);
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return not_yet_valid(certificate);
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return wrong_name(certificate);
        default:
            return explain_verify_result(error);
    }
}

TlsProblem explain_handshake_error(unsigned long openssl_error)
{
    switch (ERR_GET_REASON(openssl_error)) {
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        case SSL_R_WRONG_SSL_VERSION:
        case SSL_R_VERSION_TOO_LOW:
            return {Cause::tls_failed,
                    "it speaks only outdated versions of TLS: 1.2 or newer is needed"};
        case SSL_R_WRONG_VERSION_NUMBER:
        case SSL_R_HTTP_REQUEST:
            return {Cause::tls_failed,
                    "it does not speak TLS on this port: is the URL to begin with http://?"};
        case SSL_R_TLSV1_UNRECOGNIZED_NAME:
            return {Cause::tls_failed, "it does not know the host name of the URL"};
        case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
            return {Cause::tls_failed,
                    "it refused the TLS handshake: no cipher in common, or it wants a certificate "
                    "of ours"};
        default: {
            const char* const reason = ERR_reason_error_string(openssl_error);
            return {Cause::tls_failed, std::string{"the TLS handshake failed: "} +
                                           (reason == nullptr ? "unknown reason" : reason)};
        }
    }
}

std::optional<TlsProblem> problem_of_resumed(const SSL* tls, const WebhookUrl& url)
{
    X509* const certificate = SSL_get0_peer_certificate(tls);
    if (certificate == nullptr) return TlsProblem{Cause::tls_failed, "it has no certificate"};
    if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
        return expired(certificate, true);
    }
    if (!is_for(certificate, url)) return wrong_name(certificate);
    return std::nullopt;
}

std::optional<std::chrono::sys_seconds> end_of_certificate(const SSL* tls)
{
    const X509* const certificate = SSL_get0_peer_certificate(tls);
    if (certificate == nullptr) return std::nullopt;
    return seconds_of(X509_get0_notAfter(certificate));
}

}  // namespace mysigfox::net
