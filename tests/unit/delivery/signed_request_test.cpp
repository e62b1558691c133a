// What leaves is signed with the secrets that its webhook has at that moment.
#include "delivery/signature.hpp"
#include "delivery_fixture.hpp"

#include <algorithm>

namespace mysigfox::delivery {
namespace {

class SignedRequestTest : public DeliveryTest {
protected:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    void give(const SigningSecrets& secrets) { registry_.targets[kDevice].secrets = secrets; }

    static std::string value(const Fields& fields, const std::string& name)
    {
        const auto found =
            std::ranges::find(fields, name, [](const auto& one) { return one.first; });
        return found == fields.end() ? "" : found->second;
    }
    static std::string expected(const SigningSecret& secret, const Fields& fields,
                                const std::string& body)
    {
        return Signer{}.signature(secret, value(fields, "webhook-id"),
                                  value(fields, "webhook-timestamp"), body);
    }
    std::string sent_signature(std::size_t index) const
    {
        return value(client_.requests.at(index).fields, "webhook-signature");
    }

    const SigningSecret first_ = SigningSecret::make();
    const SigningSecret second_ = SigningSecret::make();
};

TEST_F(SignedRequestTest, WithTheSecretOfItsWebhook)
{
    give({first_, {}, {}});
    enqueue();
    turn();

    const client::WebhookRequest& request = client_.requests.at(0);
    EXPECT_EQ(sent_signature(0), expected(first_, request.fields, request.body));
}

TEST_F(SignedRequestTest, WithBothUntilTheEarlierOneEnds)
{
    give({second_, first_, clock_.now() + 1h});
    enqueue();
    turn();
    const client::WebhookRequest request = client_.requests.at(0);
    EXPECT_EQ(sent_signature(0), expected(second_, request.fields, request.body) + " " +
                                     expected(first_, request.fields, request.body));

    clock_.advance(1h);
    enqueue();
    turn();
    EXPECT_EQ(std::ranges::count(sent_signature(1), ' '), 0);
}

TEST_F(SignedRequestTest, AnewAtEveryAttempt)
{
    give({first_, {}, {}});
    client_.answers = {answer(500)};
    enqueue();
    turn();
    give({second_, {}, {}});
    advance(10s);

    ASSERT_EQ(client_.requests.size(), 2u);
    const client::WebhookRequest& retry = client_.requests[1];
    EXPECT_EQ(value(retry.fields, "webhook-id"), value(client_.requests[0].fields, "webhook-id"));
    EXPECT_EQ(sent_signature(1), expected(second_, retry.fields, retry.body));
}

TEST_F(SignedRequestTest, AlsoIntoAnInbox)
{
    point(kDevice, kWebhook, "https://mysigfox.example/inbox/abc");
    give({first_, {}, {}});
    inbox_.requests["abc"] = {};
    enqueue();
    turn();

    const storage::InboxRequest& kept = inbox_.requests["abc"].at(0);
    EXPECT_EQ(value(kept.fields, "webhook-signature"), expected(first_, kept.fields, kept.body));
}

TEST_F(SignedRequestTest, IsSentWithoutASignatureRatherThanNotAtAll)
{
    enqueue();
    turn();

    EXPECT_EQ(client_.requests.size(), 1u);
    EXPECT_EQ(sent_signature(0), "");
}

}  // namespace
}  // namespace mysigfox::delivery
