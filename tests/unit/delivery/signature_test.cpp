// Signatures that a receiver's library accepts, and no others.
#include "delivery/signature.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace mysigfox::delivery {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kSigned{1'614'265'330s};
constexpr const char* kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr const char* kTime = "1614265330";
constexpr const char* kBody = R"({"test": 2432232314})";
// Of the reference implementations of Standard Webhooks.
constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr const char* kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

SigningSecret secret(const char* text = kSecret)
{
    return SigningSecret::parse(text).value();
}

client::WebhookRequest request()
{
    return {WebhookUrl::parse("https://example.com/hook", {}).value(),
            {{"webhook-id", kId}, {"webhook-timestamp", kTime}},
            kBody};
}

std::string signed_with(const SigningSecrets& secrets, Timestamp now = kSigned)
{
    client::WebhookRequest made = request();
    Signer{}.sign(made, secrets, now);
    EXPECT_EQ(made.fields.back().first, "webhook-signature");
    return made.fields.back().second;
}

TEST(Signature, IsThatOfTheSpecification)
{
    EXPECT_EQ(Signer{}.signature(secret(), kId, kTime, kBody), kSignature);
    EXPECT_EQ(signed_with({secret(), {}, {}}), kSignature);
}

TEST(Signature, TakesTheLongestSecretAndAnEmptyBody)
{
    const auto longest = SigningSecret::from_bytes(std::string(64, 'k')).value();

    EXPECT_EQ(Signer{}.signature(longest, "msg_1", "1", ""),
              "v1,zXWQtD/cTD7RXQHQ1zgQfXTF3NGk9TnOF85wk/CoLyY=");
}

TEST(Signature, DependsOnEveryPart)
{
    const Signer signer;
    const SigningSecret other =
        SigningSecret::from_bytes(std::string(SigningSecret::kLeastSize, 'x')).value();

    EXPECT_NE(signer.signature(other, kId, kTime, kBody), kSignature);
    EXPECT_NE(signer.signature(secret(), "msg_other", kTime, kBody), kSignature);
    EXPECT_NE(signer.signature(secret(), kId, "1614265331", kBody), kSignature);
    EXPECT_NE(signer.signature(secret(), kId, kTime, "{}"), kSignature);
    EXPECT_EQ(signer.signature(secret(), kId, kTime, kBody), kSignature) << "no memory of others";
}

TEST(Signature, BothSecretsSignWhileOneReplacesTheOther)
{
    const SigningSecret fresh = SigningSecret::make();
    const SigningSecrets rotating{fresh, secret(), kSigned + 24h};
    const std::string of_fresh = Signer{}.signature(fresh, kId, kTime, kBody);

    EXPECT_EQ(signed_with(rotating), of_fresh + " " + kSignature);
    EXPECT_EQ(signed_with(rotating, kSigned + 24h - 1ms), of_fresh + " " + kSignature);
    EXPECT_EQ(signed_with(rotating, kSigned + 24h), of_fresh);
}

TEST(Signature, OfARequestWithoutAnIdIsABug)
{
    client::WebhookRequest made = request();
    made.fields.erase(made.fields.begin());

    EXPECT_THROW(Signer{}.sign(made, {secret(), {}, {}}, kSigned), std::logic_error);
}

}  // namespace
}  // namespace mysigfox::delivery
