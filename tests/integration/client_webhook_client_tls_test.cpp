// The webhook client against receivers with good and bad certificates.
#include "mysigfox/net/tls.hpp"

#include "support/client_fixture.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

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
    EXPECT_THAT(result.detail, HasSubstr("expired"));
    EXPECT_THAT(result.detail, HasSubstr("GMT"));
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
    EXPECT_EQ(post_to(authority_.issue(), "other.example.com").cause, Cause::tls_wrong_name);

    CertificateText no_address;
    no_address.names = "DNS:127.0.0.1";
    EXPECT_EQ(post_to(authority_.issue(no_address), "127.0.0.1").cause, Cause::tls_wrong_name);
    EXPECT_TRUE(webhook_->requests().empty());
}

TEST_F(WebhookClientTlsTest, ASelfSignedCertificateIsSaidToBeOne)
{
    EXPECT_EQ(post_to(self_signed()).cause, Cause::tls_self_signed);
}

TEST_F(WebhookClientTlsTest, AMissingIntermediateIsSaidToBeMissing)
{
    const AttemptResult result = post_to(authority_.issue({}, false));

    EXPECT_EQ(result.cause, Cause::tls_untrusted);
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

    EXPECT_EQ(cause(url), Cause::tls_failed);
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
    EXPECT_EQ(cause(webhook_->url("script.google.com")), Cause::redirect);
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
