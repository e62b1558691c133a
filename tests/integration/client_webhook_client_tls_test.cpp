// The webhook client against receivers with good and bad certificates.
#include "mysigfox/net/tls.hpp"

#include "support/client_fixture.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace mysigfox::client {
namespace {

using namespace test;
using testing::HasSubstr;

class WebhookClientTlsTest : public ClientFixture {
protected:
    WebhookClientTlsTest()
    {
        std::string name = (std::filesystem::temp_directory_path() / "relay-XXXXXX").string();
        directory_ = ::mkdtemp(name.data());
        std::ofstream{directory_ / "authority.pem"} << authority_.pem();
        tls_ = net::make_client_tls(directory_ / "authority.pem").value();
        dns_.set("hook.example.com", addresses({"127.0.0.1"}));
        dns_.set("other.example.com", addresses({"127.0.0.1"}));
    }
    ~WebhookClientTlsTest() override { std::filesystem::remove_all(directory_); }

    AttemptResult post_to(const Identity& identity, const std::string& host = "hook.example.com")
    {
        webhook_ = std::make_unique<ScriptedWebhook>(identity, std::vector{answers(200)});
        return post(webhook_->url(host));
    }

    TestAuthority authority_;
    std::filesystem::path directory_;
    std::unique_ptr<ScriptedWebhook> webhook_;
};

TEST_F(WebhookClientTlsTest, DeliversToAGoodCertificateAndNamesTheHost)
{
    EXPECT_EQ(post_to(authority_.issue()).cause, Cause::delivered);

    EXPECT_THAT(webhook_->server_names(), testing::ElementsAre("hook.example.com"));
}

TEST_F(WebhookClientTlsTest, AnAddressIsCheckedButNotNamed)
{
    const AttemptResult result = post_to(authority_.issue(), "127.0.0.1");

    EXPECT_EQ(result.cause, Cause::delivered) << result.detail;
    EXPECT_THAT(webhook_->server_names(), testing::ElementsAre(""));
}

TEST_F(WebhookClientTlsTest, KeepsTheConnectionForTheNextMessage)
{
    post_to(authority_.issue());

    EXPECT_EQ(cause(webhook_->url("hook.example.com")), Cause::delivered);
    EXPECT_EQ(cause(webhook_->url("hook.example.com")), Cause::delivered);

    EXPECT_EQ(webhook_->connections(), 1u);
}

TEST_F(WebhookClientTlsTest, AnExpiredCertificateIsNamedWithItsDate)
{
    CertificateText expired;
    expired.valid_from_day = -20;
    expired.valid_to_day = -10;

    const AttemptResult result = post_to(authority_.issue(expired));

    EXPECT_EQ(result.cause, Cause::tls_expired);
    const auto end = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() - 240h);
    std::array<char, 11> date{};
    std::strftime(date.data(), date.size(), "%Y-%m-%d", std::gmtime(&end));
    EXPECT_THAT(result.detail, HasSubstr("expired on " + std::string{date.data()}));
    EXPECT_FALSE(result.perhaps_delivered);
    EXPECT_TRUE(webhook_->requests().empty());
}

TEST_F(WebhookClientTlsTest, ACertificateOfTomorrowIsNotValidYet)
{
    CertificateText early;
    early.valid_from_day = 10;

    const AttemptResult result = post_to(authority_.issue(early));

    EXPECT_EQ(result.cause, Cause::tls_expired);
    EXPECT_THAT(result.detail, HasSubstr("not valid yet"));
}

TEST_F(WebhookClientTlsTest, ACertificateForAnotherNameIsRefused)
{
    const AttemptResult result = post_to(authority_.issue(), "other.example.com");
    EXPECT_EQ(result.cause, Cause::tls_wrong_name);
    EXPECT_THAT(result.detail, HasSubstr("is for hook.example.com, 127.0.0.1, not for"));

    CertificateText no_address;
    no_address.names = "DNS:127.0.0.1";
    EXPECT_EQ(post_to(authority_.issue(no_address), "127.0.0.1").cause, Cause::tls_wrong_name);
    EXPECT_TRUE(webhook_->requests().empty());
}

TEST_F(WebhookClientTlsTest, ASelfSignedCertificateIsSaidToBeOne)
{
    const AttemptResult result = post_to(self_signed());

    EXPECT_EQ(result.cause, Cause::tls_self_signed);
    EXPECT_THAT(result.detail, HasSubstr("self-signed"));
}

TEST_F(WebhookClientTlsTest, AMissingIntermediateIsSaidToBeMissing)
{
    const AttemptResult result = post_to(authority_.issue({}, false));

    EXPECT_EQ(result.cause, Cause::tls_untrusted);
    EXPECT_THAT(result.detail, HasSubstr("chain is incomplete"));
    EXPECT_THAT(result.detail, HasSubstr("intermediate"));
}

TEST_F(WebhookClientTlsTest, AStrangersAuthorityIsNotTrusted)
{
    EXPECT_EQ(post_to(TestAuthority{}.issue()).cause, Cause::tls_untrusted);
}

TEST_F(WebhookClientTlsTest, PlainHttpWhereTlsWasMeantIsAFailedHandshake)
{
    Scene blunt = says("HTTP/1.1 400 Bad Request\r\n\r\n", Scene::Then::close);
    blunt.is_early = true;
    ScriptedWebhook plain{blunt};
    std::string url = plain.url();
    url.replace(0, 4, "https");

    const AttemptResult result = post(url);

    EXPECT_EQ(result.cause, Cause::tls_failed);
    EXPECT_THAT(result.detail, HasSubstr("begin with http://"));
}

TEST_F(WebhookClientTlsTest, AHandshakeThatNeverEndsIsCutShort)
{
    limits_.tls = 200ms;
    Scene mute = says("", Scene::Then::hang);
    mute.is_early = true;
    ScriptedWebhook webhook{mute};
    std::string url = webhook.url();
    url.replace(0, 4, "https");

    const AttemptResult result = post(url);

    EXPECT_EQ(result.cause, Cause::tls_failed);
    EXPECT_THAT(result.detail, HasSubstr("200 ms"));
}

TEST_F(WebhookClientTlsTest, AnAnswerThatEndsWithTheConnectionNeedsNoGoodbye)
{
    webhook_ = std::make_unique<ScriptedWebhook>(
        authority_.issue(),
        std::vector{says("HTTP/1.1 200 OK\r\n\r\nuntil the end", Scene::Then::close)});

    EXPECT_EQ(cause(webhook_->url("hook.example.com")), Cause::delivered);
}

TEST_F(WebhookClientTlsTest, RedialsOnceWhenAKeptConnectionDies)
{
    webhook_ = std::make_unique<ScriptedWebhook>(
        authority_.issue(), std::vector{answers(200), says("", Scene::Then::close), answers(201)});
    post(webhook_->url("hook.example.com"));

    EXPECT_EQ(post(webhook_->url("hook.example.com")).status, 201);
    EXPECT_EQ(webhook_->connections(), 2u);
}

TEST_F(WebhookClientTlsTest, OnlyTls12And13AreSpokenAndTheVersionIsReported)
{
    const std::vector<std::pair<int, TlsVersion>> table{{TLS1_2_VERSION, TlsVersion::v1_2},
                                                        {TLS1_3_VERSION, TlsVersion::v1_3}};
    for (const auto& [version, reported] : table) {
        const TlsSetup setup{authority_.issue(), version, version};
        const ScriptedWebhook webhook{setup, {answers(200)}};
        const AttemptResult result = post(webhook.url("hook.example.com"));
        EXPECT_EQ(result.cause, Cause::delivered) << result.detail;
        EXPECT_EQ(result.tls, reported);
        EXPECT_TRUE(result.phases.tls.has_value());
    }

    const TlsSetup outdated{authority_.issue(), TLS1_VERSION, TLS1_1_VERSION};
    const ScriptedWebhook webhook{outdated, {answers(200)}};
    const AttemptResult result = post(webhook.url("hook.example.com"));
    EXPECT_EQ(result.cause, Cause::tls_failed);
    EXPECT_THAT(result.detail, HasSubstr("outdated versions of TLS"));
    EXPECT_EQ(result.tls, TlsVersion::none);
}

TEST_F(WebhookClientTlsTest, TheEndOfTheCertificateIsReported)
{
    const AttemptResult result = post_to(authority_.issue());

    ASSERT_TRUE(result.certificate_ends.has_value());
    const auto left = *result.certificate_ends - std::chrono::system_clock::now();
    EXPECT_GT(left, 29 * 24h);
    EXPECT_LE(left, 30 * 24h);
    const AttemptResult kept = post(webhook_->url("hook.example.com"));
    EXPECT_EQ(kept.certificate_ends, result.certificate_ends);
    EXPECT_EQ(kept.tls, TlsVersion::v1_3);
    EXPECT_FALSE(kept.phases.tls.has_value());
}

TEST_F(WebhookClientTlsTest, ANewConnectionResumesTheSessionOfTheLast)
{
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const TlsSetup setup{authority_.issue(), version, version};
        const ScriptedWebhook webhook{setup, {answers(200, "Connection: close\r\n")}};
        for (int i = 0; i < 3; ++i) {
            const AttemptResult result = post(webhook.url("hook.example.com"));
            EXPECT_EQ(result.cause, Cause::delivered) << result.detail;
            EXPECT_TRUE(result.certificate_ends.has_value());
        }
        EXPECT_EQ(webhook.connections(), 3u);
        EXPECT_EQ(webhook.resumed(), 2u);
    }
}

TEST_F(WebhookClientTlsTest, ASessionOfOneNameIsNeverUsedForAnother)
{
    webhook_ = std::make_unique<ScriptedWebhook>(
        authority_.issue(), std::vector{answers(200, "Connection: close\r\n")});
    EXPECT_EQ(cause(webhook_->url("hook.example.com")), Cause::delivered);

    EXPECT_EQ(cause(webhook_->url("other.example.com")), Cause::tls_wrong_name);

    EXPECT_EQ(webhook_->resumed(), 0u);
}

TEST_F(WebhookClientTlsTest, SessionsAreKeptOnlyUpToTheirBound)
{
    limits_.tls_sessions = 1;
    CertificateText both;
    both.names = "DNS:hook.example.com,DNS:other.example.com";
    webhook_ = std::make_unique<ScriptedWebhook>(
        authority_.issue(both), std::vector{answers(200, "Connection: close\r\n")});

    for (const char* host : {"hook.example.com", "other.example.com", "hook.example.com"}) {
        EXPECT_EQ(cause(webhook_->url(host)), Cause::delivered);
    }

    EXPECT_EQ(webhook_->resumed(), 0u);
}

TEST_F(WebhookClientTlsTest, AResetInsideTheHandshakeIsSaidToBeOne)
{
    Scene rude = says("", Scene::Then::reset);
    rude.is_early = true;
    ScriptedWebhook webhook{rude};
    std::string url = webhook.url();
    url.replace(0, 4, "https");

    const AttemptResult result = post(url);

    EXPECT_EQ(result.cause, Cause::tls_failed);
    EXPECT_THAT(result.detail, HasSubstr("hung up during the TLS handshake"));
    EXPECT_FALSE(result.perhaps_delivered);
}

// The one redirect that is a success, and one that only looks like it.
TEST_F(WebhookClientTlsTest, AScriptOfGoogleThatHasRunIsADelivery)
{
    CertificateText google;
    google.names = "DNS:script.google.com,DNS:hook.example.com";
    dns_.set("script.google.com", addresses({"127.0.0.1"}));
    const std::string ran = "Location: https://script.googleusercontent.com/macros/echo?k=1\r\n";
    webhook_ = std::make_unique<ScriptedWebhook>(
        authority_.issue(google),
        std::vector{answers(302, ran), answers(302, "Location: https://accounts.google.com/x\r\n"),
                    answers(302, ran)});

    const AttemptResult result = post(webhook_->url("script.google.com"));
    EXPECT_EQ(result.cause, Cause::delivered);
    EXPECT_EQ(result.status, 302);
    const AttemptResult sign_in = post(webhook_->url("script.google.com"));
    EXPECT_EQ(sign_in.cause, Cause::redirect);
    EXPECT_THAT(sign_in.detail, HasSubstr("access must be Anyone"));
    EXPECT_TRUE(is_sign_in_page(sign_in.location));
    EXPECT_EQ(cause(webhook_->url("hook.example.com")), Cause::redirect);
}

TEST_F(WebhookClientTlsTest, AnAuthorityFileThatIsNoneIsNamed)
{
    const std::filesystem::path file = directory_ / "nonsense.pem";
    std::ofstream{file} << "nonsense";

    const auto tls = net::make_client_tls(file);

    ASSERT_FALSE(tls);
    EXPECT_THAT(tls.error().detail, HasSubstr(file.string()));
    EXPECT_FALSE(net::make_client_tls(directory_ / "absent.pem"));
}

}  // namespace
}  // namespace mysigfox::client
