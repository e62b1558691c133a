// TLS for connections that others open to us: certificate, versions, ciphers.
#pragma once

#include "mysigfox/base/error.hpp"

#include <openssl/ssl.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mysigfox::net {

/// A certificate with those that lead to its authority, and the private key of the first; in PEM.
struct CertificateFiles {
    std::filesystem::path certificate;
    std::filesystem::path private_key;

    friend bool operator==(const CertificateFiles&, const CertificateFiles&) = default;
};

/// Shared by connections of all loops: OpenSSL counts and locks. Never changed once it is made.
using TlsContext = std::shared_ptr<SSL_CTX>;

struct ServerTls {
    TlsContext context;
    std::chrono::sys_seconds valid_from;  ///< the latest beginning of the certificates
    std::chrono::sys_seconds valid_to;    ///< the earliest end
};

/// TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers, HTTP/1.1 alone, no certificate
/// asked for, tickets sealed in this context alone. Pairs of different kinds (ECDSA, RSA) may stand
/// beside each other: the client's abilities decide. An error names the file, what was found there
/// and what was expected; a certificate that is not valid now is none.
Result<ServerTls> make_server_tls(const std::vector<CertificateFiles>& pairs);

/// What a person should know of the dates; empty if all is well.
std::string date_problem(const ServerTls& tls, std::chrono::sys_seconds now);

}  // namespace mysigfox::net
