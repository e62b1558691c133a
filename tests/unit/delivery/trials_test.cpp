// A test delivery is the request that a message would make, and leaves no trace.
#include "mysigfox/delivery/trials.hpp"

#include "delivery_fixture.hpp"

#include <boost/asio/detached.hpp>

#include <algorithm>
#include <optional>

namespace mysigfox::delivery {
namespace {

class TrialsTest : public DeliveryTest {
protected:
    static std::string value(const std::vector<std::pair<std::string, std::string>>& fields,
                             const std::string& name)
    {
        const auto found =
            std::ranges::find(fields, name, [](const auto& one) { return one.first; });
        return found == fields.end() ? "" : found->second;
    }

    static Task<void> keep(Task<Result<Trial>> work, std::optional<Result<Trial>>* into)
    {
        Result<Trial> trial = co_await std::move(work);
        into->emplace(std::move(trial));
    }

    Result<Trial> run(DeviceId device = kDevice)
    {
        Trials trials{{clock_, client_, policy_, &registry_, &inbox_}, "MySigfox/test", 100ms};
        std::optional<Result<Trial>> result;
        boost::asio::co_spawn(io_, keep(trials.run(device), &result), boost::asio::detached);
        io_.restart();
        io_.run_for(5s);
        return std::move(*result);
    }
};

TEST_F(TrialsTest, SaysThatItIsATestAndIsSignedLikeAnyOther)
{
    registry_.targets[kDevice].secrets = SigningSecrets{SigningSecret::make(), {}, {}};
    registry_.targets[kDevice].settings.format = PayloadFormat::strings;
    registry_.targets[kDevice].settings.headers.push_back(
        OwnHeader::parse("X-Key: very-private").value());
    client_.answers.push_back(answer(200));
    const Result<Trial> trial = run();
    ASSERT_TRUE(trial);
    const client::WebhookRequest& sent = client_.requests.at(0);
    EXPECT_EQ(value(sent.fields, "webhook-test"), "true");
    EXPECT_TRUE(value(sent.fields, "webhook-id").starts_with("test_"));
    EXPECT_TRUE(value(sent.fields, "webhook-signature").starts_with("v1,"));
    EXPECT_EQ(value(sent.fields, "X-Key"), "very-private");
    EXPECT_TRUE(sent.body.find(R"("rssi": "-135.0")") != std::string::npos) << sent.body;
    EXPECT_EQ(value(trial->fields, "X-Key"), "…") << "values are never shown again";
    EXPECT_EQ(value(trial->fields, "webhook-signature"), "…");
    EXPECT_EQ(trial->body, sent.body);
    EXPECT_TRUE(outbox_.updates.empty()) << "it is no message";
}

TEST_F(TrialsTest, EndsWhenNobodyWaitsAnyLonger)
{
    client_.slow_hosts.insert("customer.example");
    const Result<Trial> trial = run();
    ASSERT_TRUE(trial);
    EXPECT_EQ(trial->result.cause, Cause::timeout);
}

TEST_F(TrialsTest, NeedsAWebhookWhoseUrlIsAllowed)
{
    EXPECT_EQ(run(DeviceId::from_value(9)).error().code, Errc::not_found);
    point(kDevice, kWebhook, "http://10.0.0.1/");
    EXPECT_EQ(run()->result.cause, Cause::url_refused);
    EXPECT_TRUE(client_.requests.empty());
}

}  // namespace
}  // namespace mysigfox::delivery
