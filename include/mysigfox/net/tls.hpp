// TLS for connections we open: versions, trust, host names, and failures in words.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/webhook_url.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace mysigfox::net {

/// TLS 1.2 and 1.3, peers verified against the system's authorities and, if given, those of a
/// PEM file. An error names the file.
Result<boost::asio::ssl::context> make_client_tls(const std::filesystem::path& extra_authorities);

/// What a verification result (X509_V_ERR_…) means to a person, and its class.
struct TlsProblem {
    Cause cause;
    std::string detail;
};
TlsProblem explain_verify_result(long verify_result);

/// The same for a verification that just failed, with the dates and the names of the certificate.
TlsProblem explain_failed_verification(X509_STORE_CTX* verification);

/// The same for OpenSSL's error of a handshake that failed for another reason.
TlsProblem explain_handshake_error(unsigned long openssl_error);

/// What is wrong by now with the certificate of a resumed session: its date, its name.
std::optional<TlsProblem> problem_of_resumed(const SSL* tls, const WebhookUrl& url);

/// When the certificate of the other side ends; nothing if it has none.
std::optional<std::chrono::sys_seconds> end_of_certificate(const SSL* tls);

}  // namespace mysigfox::net
