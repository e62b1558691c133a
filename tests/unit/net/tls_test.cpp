// What OpenSSL's verdicts mean to a person.
#include "mysigfox/net/tls.hpp"

#include "support/certificates.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>

namespace mysigfox::net {
namespace {

WebhookUrl url(const char* text)
{
    TargetPolicy policy;
    policy.allowed_targets.push_back(*Cidr::parse("127.0.0.0/8"));
    return WebhookUrl::parse(text, policy).value();
}

/// A client that has shaken hands, in memory, with a server that has this certificate; nobody
/// has looked at it yet.
class Handshake {
public:
    explicit Handshake(const test::Identity& identity)
        : server_context_(boost::asio::ssl::context::tls_server)
    {
        server_context_.use_certificate_chain(boost::asio::buffer(identity.certificate));
        server_context_.use_private_key(boost::asio::buffer(identity.key),
                                        boost::asio::ssl::context::pem);
        server_.reset(SSL_new(server_context_.native_handle()));  // copies the certificate
        BIO* client_end = nullptr;
        BIO* server_end = nullptr;
        BIO_new_bio_pair(&client_end, 0, &server_end, 0);
        SSL_set_bio(client_.get(), client_end, client_end);
        SSL_set_bio(server_.get(), server_end, server_end);
        SSL_set_connect_state(client_.get());
        SSL_set_accept_state(server_.get());
        for (int turn = 0; turn < 10; ++turn) {
            SSL_do_handshake(client_.get());
            SSL_do_handshake(server_.get());
        }
    }

    const SSL* client() const { return client_.get(); }

private:
    using Tls = std::unique_ptr<SSL, decltype(&SSL_free)>;

    boost::asio::ssl::context client_context_{boost::asio::ssl::context::tls_client};
    boost::asio::ssl::context server_context_;
    Tls client_{SSL_new(client_context_.native_handle()), &SSL_free};
    Tls server_{nullptr, &SSL_free};
};

TEST(Tls, ACertificateIsJudgedAnewWhenItsSessionIsResumed)
{
    const Handshake good{test::self_signed()};
    EXPECT_FALSE(problem_of_resumed(good.client(), url("https://hook.example.com/")));
    EXPECT_FALSE(problem_of_resumed(good.client(), url("https://127.0.0.1/")));

    const auto other = problem_of_resumed(good.client(), url("https://other.example.com/"));
    ASSERT_TRUE(other);
    EXPECT_EQ(other->cause, Cause::tls_wrong_name);
    EXPECT_NE(other->detail.find("is for hook.example.com, 127.0.0.1, not for"), std::string::npos);
    EXPECT_TRUE(problem_of_resumed(good.client(), url("https://127.0.0.2/")));

    test::CertificateText old;
    old.valid_from_day = -20;
    old.valid_to_day = -10;
    const Handshake late{test::self_signed(old)};
    const auto expired = problem_of_resumed(late.client(), url("https://hook.example.com/"));
    ASSERT_TRUE(expired);
    EXPECT_EQ(expired->cause, Cause::tls_expired);
}

TEST(Tls, ManyNamesAreCutShortAndOddBytesNeverShown)
{
    test::CertificateText many;
    many.names =
        "DNS:a.example.com,DNS:b.example.com,DNS:c.example.com,DNS:d.example.com,"
        "DNS:e.example.com";
    const Handshake wide{test::self_signed(many)};
    EXPECT_NE(problem_of_resumed(wide.client(), url("https://x.example.com/"))
                  ->detail.find("a.example.com, b.example.com, c.example.com and 2 more"),
              std::string::npos);

    test::CertificateText odd;
    odd.names = "DNS:a\nb<\x1b[31m.example.com";
    const Handshake sly{test::self_signed(odd)};
    const std::string detail =
        problem_of_resumed(sly.client(), url("https://x.example.com/"))->detail;
    EXPECT_EQ(detail.find('\n'), std::string::npos);
    EXPECT_EQ(detail.find('\x1b'), std::string::npos);
}

TEST(Tls, ErrorsOfTheHandshakeSayWhatToDo)
{
    const std::vector<std::pair<int, const char*>> table{
        {SSL_R_UNSUPPORTED_PROTOCOL, "1.2 or newer"},
        {SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, "1.2 or newer"},
        {SSL_R_WRONG_VERSION_NUMBER, "http://"},
        {SSL_R_TLSV1_UNRECOGNIZED_NAME, "host name"},
        {SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, "cipher"},
        {SSL_R_BAD_SIGNATURE, "handshake failed"},
    };
    for (const auto& [reason, words] : table) {
        const TlsProblem problem = explain_handshake_error(ERR_PACK(ERR_LIB_SSL, 0, reason));
        EXPECT_EQ(problem.cause, Cause::tls_failed);
        EXPECT_NE(problem.detail.find(words), std::string::npos) << problem.detail;
    }
}

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
