// TLS for connections we open: versions, trust, host names, and failures in words.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/attempt.hpp"

#include <openssl/x509.h>
#include <boost/asio/ssl/context.hpp>

#include <filesystem>
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

/// The same for a verification that just failed, with the date where it is about dates.
TlsProblem explain_failed_verification(X509_STORE_CTX* verification);

}  // namespace mysigfox::net
