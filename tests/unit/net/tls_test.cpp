// What OpenSSL's verdicts mean to a person.
#include "mysigfox/net/tls.hpp"

#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>

namespace mysigfox::net {
namespace {

TEST(Tls, VerdictsHaveACauseAndASentence)
{
    const std::vector<std::pair<long, Cause>> table{
        {X509_V_ERR_CERT_HAS_EXPIRED, Cause::tls_expired},
        {X509_V_ERR_CERT_NOT_YET_VALID, Cause::tls_expired},
        {X509_V_ERR_HOSTNAME_MISMATCH, Cause::tls_wrong_name},
        {X509_V_ERR_IP_ADDRESS_MISMATCH, Cause::tls_wrong_name},
        {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, Cause::tls_self_signed},
        {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, Cause::tls_untrusted},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, Cause::tls_untrusted},
        {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, Cause::tls_untrusted},
        {X509_V_ERR_CERT_REVOKED, Cause::tls_untrusted},
    };
    for (const auto& [verdict, cause] : table) {
        const TlsProblem problem = explain_verify_result(verdict);
        EXPECT_EQ(problem.cause, cause) << verdict;
        EXPECT_FALSE(problem.detail.empty()) << verdict;
    }
}

}  // namespace
}  // namespace mysigfox::net
