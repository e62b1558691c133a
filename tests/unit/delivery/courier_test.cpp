// What becomes of one delivery, for everything its device, webhook and disk may be.
#include "delivery_fixture.hpp"

#include <algorithm>

namespace mysigfox::delivery {
namespace {

using storage::DeliveryState;

class CourierTest : public DeliveryTest {};

TEST_F(CourierTest, PostsTheMessageWithTheFieldsThatWerePromised)
{
    enqueue();
    turn();

    ASSERT_EQ(client_.requests.size(), 1u);
    const client::WebhookRequest& request = client_.requests[0];
    EXPECT_EQ(request.url.str(), kUrl);
    EXPECT_EQ(request.body, R"({"device": "21DF4E", "snr": 16.21, "time": 1501568895, )"
                            R"("data": "aabbccddeeff", "rssi": -135.0})");
    const std::vector<std::pair<std::string, std::string>> expected{
        {"Content-Type", "application/json"},
        {"User-Agent", "MySigfox/test"},
        {"webhook-id", public_id(MessageId{1001}, clock_.now())},
        {"webhook-timestamp", "1501568895"}};
    EXPECT_EQ(request.fields, expected);
}

TEST_F(CourierTest, RecordsWhatWasDelivered)
{
    const auto pending = enqueue();
    turn();

    ASSERT_EQ(outbox_.updates.size(), 1u);
    const storage::DeliveryUpdate& update = outbox_.updates[0];
    EXPECT_EQ(update.id, pending.id);
    EXPECT_EQ(update.state, DeliveryState::delivered);
    EXPECT_EQ(update.attempts, 1u);
    EXPECT_EQ(update.at, clock_.now());
    EXPECT_EQ(update.cause, Cause::delivered);
    EXPECT_EQ(update.status, 200);
    EXPECT_EQ(counted("deliveries_total", R"(outcome="delivered")"), 1u);
    EXPECT_EQ(counted("delivery_attempts_total", R"(cause="delivered")"), 1u);
    EXPECT_EQ(dispatcher_->totals().lanes, 0u);
}

TEST_F(CourierTest, TriesAgainWhenItIsTimeWithTheSameKey)
{
    client_.answers = {answer(500)};
    const auto pending = enqueue();
    turn();

    ASSERT_EQ(outbox_.updates.size(), 1u);
    EXPECT_EQ(outbox_.updates[0].state, DeliveryState::pending);
    EXPECT_EQ(outbox_.updates[0].attempts, 1u);
    EXPECT_EQ(outbox_.updates[0].status, 500);
    EXPECT_GE(outbox_.updates[0].due, clock_.now() + 4500ms);
    EXPECT_LE(outbox_.updates[0].due, clock_.now() + 5500ms);

    advance(4s);
    EXPECT_EQ(client_.requests.size(), 1u) << "too early";
    advance(2s);
    ASSERT_EQ(client_.requests.size(), 2u);
    EXPECT_EQ(client_.requests[0].fields[2], client_.requests[1].fields[2]);
    EXPECT_EQ(client_.requests[1].fields[3].second, "1501568901") << "the time of this attempt";
    EXPECT_EQ(state(pending.id), DeliveryState::delivered);
    EXPECT_EQ(outbox_.updates[1].attempts, 2u);
}

TEST_F(CourierTest, TheExtendedFormatCountsTheCopiesThatCameByThen)
{
    registry_.targets.at(kDevice).settings.format = PayloadFormat::extended;
    client_.answers = {answer(500)};
    enqueue();
    turn();
    copies_.count = 2;
    advance(6s);

    ASSERT_EQ(client_.requests.size(), 2u);
    EXPECT_NE(client_.requests[0].body.find(R"("duplicates": 0)"), std::string::npos);
    EXPECT_NE(client_.requests[1].body.find(R"("duplicates": 2)"), std::string::npos);
    registry_.targets.at(kDevice).settings.format = PayloadFormat::classic;
    enqueue();
    turn();
    EXPECT_EQ(copies_.asked, 2u) << "nobody else pays for it";
}

TEST_F(CourierTest, ParksWhatIsRefusedForThreeDays)
{
    client_.answers.assign(20, answer(422));
    const auto pending = enqueue();
    turn();
    for (int hour = 0; hour < 100; ++hour) advance(1h);

    EXPECT_EQ(client_.requests.size(), 10u);
    EXPECT_EQ(state(pending.id), DeliveryState::parked);
    const auto tried_for = outbox_.updates.back().at - pending.received;
    EXPECT_GE(tried_for, 68h) << "75.6 h, each wait at least nine tenths";
    EXPECT_LE(tried_for, 76h);
    EXPECT_EQ(counted("deliveries_total", R"(outcome="parked")"), 1u);
    EXPECT_EQ(counted("deliveries_total", R"(outcome="retried")"), 9u);
    EXPECT_EQ(counted("delivery_attempts_total", R"(cause="status")"), 10u);
    EXPECT_EQ(dispatcher_->totals().waiting, 0u);
}

TEST_F(CourierTest, WaitsAsLongAsTheReceiverAsks)
{
    client_.answers = {answer(429, "600")};
    enqueue();
    turn();

    EXPECT_EQ(outbox_.updates.at(0).due, clock_.now() + 10min);
}

TEST_F(CourierTest, SendsToTheUrlThatTheDeviceHasWhenItIsSent)
{
    client_.answers = {answer(500)};
    enqueue();
    turn();
    point(kDevice, kWebhook, "https://better.example/");
    advance(6s);

    ASSERT_EQ(client_.requests.size(), 2u);
    EXPECT_EQ(client_.requests[1].url.str(), "https://better.example/");
}

struct Nobody {
    const char* why;
    std::optional<storage::Target> target;
};

void PrintTo(const Nobody& nobody, std::ostream* out)
{
    *out << nobody.why;
}

class NobodyTest : public DeliveryTest, public testing::WithParamInterface<Nobody> {};

TEST_P(NobodyTest, GetsAMessageOfAnotherCustomer)
{
    registry_.targets.clear();
    if (GetParam().target) registry_.targets[kDevice] = *GetParam().target;
    const auto pending = enqueue();
    turn();

    EXPECT_TRUE(client_.requests.empty()) << GetParam().why;
    EXPECT_TRUE(handed_over_.empty()) << GetParam().why;
    ASSERT_EQ(outbox_.updates.size(), 1u);
    EXPECT_EQ(state(pending.id), DeliveryState::dropped);
    EXPECT_EQ(outbox_.updates[0].attempts, 0u);
    EXPECT_EQ(outbox_.updates[0].cause, std::nullopt) << "nothing was attempted";
    EXPECT_EQ(counted("deliveries_total", R"(outcome="dropped")"), 1u);
    EXPECT_EQ(dispatcher_->totals().waiting, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Courier, NobodyTest,
    testing::Values(
        Nobody{"the device is unknown", {}},
        Nobody{"its owner left", storage::Target{{CustomerId{1}, WebhookId{0x1234}, true, false},
                                                 "https://a.example"}},
        Nobody{"it has no webhook", storage::Target{{CustomerId{1}, kNoWebhook, false, false}, ""}},
        Nobody{
            "it is another customer's, with the same webhook number",
            storage::Target{{CustomerId{2}, WebhookId{0x1234}, false, false}, "https://a.example"}},
        Nobody{
            "it is another customer's, and moved",
            storage::Target{{CustomerId{2}, WebhookId{0x99}, false, false}, "https://a.example"}},
        Nobody{"it is another customer's, and paused",
               storage::Target{{CustomerId{2}, WebhookId{0x1234}, false, true},
                               "https://a.example"}}));

TEST_F(CourierTest, HandsOverWhatBelongsToAnotherLane)
{
    point(kDevice, WebhookId{0x99}, "https://elsewhere.example/");
    const auto pending = enqueue();
    turn();

    ASSERT_EQ(handed_over_.size(), 1u);
    EXPECT_EQ(handed_over_[0].first, WebhookId{0x99});
    EXPECT_EQ(handed_over_[0].second.id, pending.id);
    EXPECT_EQ(handed_over_[0].second.owner, kOwner);
    EXPECT_TRUE(client_.requests.empty());
    EXPECT_TRUE(outbox_.updates.empty());
    EXPECT_EQ(dispatcher_->totals().waiting, 0u);
    EXPECT_EQ(dispatcher_->totals().lanes, 0u);
}

TEST_F(CourierTest, HoldsBackWhatIsPausedUntilItIsResumed)
{
    registry_.targets[kDevice].ownership.is_paused = true;
    const auto pending = enqueue();
    turn();
    advance(100h);
    EXPECT_TRUE(client_.requests.empty());
    EXPECT_TRUE(outbox_.updates.empty());
    EXPECT_EQ(dispatcher_->totals().waiting, 1u);

    registry_.targets[kDevice].ownership.is_paused = false;
    dispatcher_->reconsider(kDevice);
    turn();
    EXPECT_EQ(client_.requests.size(), 1u);
    EXPECT_EQ(state(pending.id), DeliveryState::delivered);
}

TEST_F(CourierTest, DropsWhatWasHeldBackIfItsOwnerLeftMeanwhile)
{
    registry_.targets[kDevice].ownership.is_paused = true;
    const auto pending = enqueue();
    turn();
    registry_.targets[kDevice].ownership.owner_left = true;
    dispatcher_->reconsider(kDevice);
    turn();

    EXPECT_TRUE(client_.requests.empty());
    EXPECT_EQ(state(pending.id), DeliveryState::dropped);
}

TEST_F(CourierTest, DialsNoUrlThatTheRulesRefuse)
{
    point(kDevice, kWebhook, "http://127.0.0.1/");
    const auto pending = enqueue();
    turn();
    EXPECT_TRUE(client_.requests.empty());
    EXPECT_EQ(outbox_.updates.at(0).cause, Cause::url_refused);
    EXPECT_EQ(state(pending.id), DeliveryState::pending);

    policy_.allowed_targets = {Cidr::parse("127.0.0.0/8").value()};
    advance(6s);
    EXPECT_EQ(client_.requests.size(), 1u) << "the operator has allowed it meanwhile";
    EXPECT_EQ(state(pending.id), DeliveryState::delivered);
}

TEST_F(CourierTest, PutsIntoABuiltInInboxWhatItWouldHaveSent)
{
    point(kDevice, kWebhook, "https://mysigfox.example/inbox/abc?x=1");
    inbox_.requests["abc"] = {};
    const auto pending = enqueue();
    turn();

    EXPECT_TRUE(client_.requests.empty()) << "not dialled";
    ASSERT_EQ(inbox_.requests["abc"].size(), 1u);
    const storage::InboxRequest& kept = inbox_.requests["abc"][0];
    EXPECT_EQ(kept.method, "POST");
    EXPECT_EQ(kept.query, "x=1");
    EXPECT_EQ(kept.received, clock_.now());
    EXPECT_EQ(kept.body.size(), 94u);
    const auto has = [&kept](const char* name, const std::string& value) {
        return std::count(kept.fields.begin(), kept.fields.end(),
                          std::pair<std::string, std::string>{name, value}) == 1;
    };
    EXPECT_TRUE(has("Host", "mysigfox.example"));
    EXPECT_TRUE(has("Content-Type", "application/json"));
    EXPECT_TRUE(has("Content-Length", "94"));
    EXPECT_TRUE(has("webhook-id", public_id(MessageId{1001}, clock_.now())));
    EXPECT_EQ(state(pending.id), DeliveryState::delivered);
    EXPECT_EQ(outbox_.updates.at(0).status, 200);
}

TEST_F(CourierTest, TriesAgainWhenTheInboxIsGoneOrBusy)
{
    point(kDevice, kWebhook, "https://mysigfox.example/inbox/abc");
    const auto pending = enqueue();
    turn();
    EXPECT_EQ(outbox_.updates.at(0).cause, Cause::inbox_gone);
    EXPECT_EQ(state(pending.id), DeliveryState::pending);

    inbox_.failure = make_error(Errc::storage_unavailable, "the disk is full");
    advance(6s);
    EXPECT_EQ(outbox_.updates.at(1).cause, Cause::status);
    EXPECT_EQ(outbox_.updates.at(1).status, 503);
    EXPECT_EQ(state(pending.id), DeliveryState::pending);
    EXPECT_TRUE(client_.requests.empty());
}

TEST_F(CourierTest, RecordsNothingOfAnAttemptThatWasCut)
{
    client_.is_cut = true;
    const auto pending = enqueue();
    turn();
    EXPECT_EQ(client_.requests.size(), 1u);
    EXPECT_TRUE(outbox_.updates.empty());
    client_.is_cut = false;
    advance(1s);

    ASSERT_EQ(client_.requests.size(), 2u);
    ASSERT_EQ(outbox_.updates.size(), 1u);
    EXPECT_EQ(outbox_.updates[0].attempts, 1u) << "the cut one was not spent";
    EXPECT_EQ(state(pending.id), DeliveryState::delivered);
}

TEST_F(CourierTest, SendsNothingTwiceBecauseTheDiskRefusesToRecordIt)
{
    outbox_.refusals = 7;
    const auto pending = enqueue();
    for (int i = 0; i < 1'000 && outbox_.updates.empty(); ++i) io_.run_one_for(100ms);
    turn();

    EXPECT_EQ(client_.requests.size(), 1u);
    EXPECT_EQ(outbox_.refusals, 0);
    ASSERT_EQ(outbox_.updates.size(), 1u);
    EXPECT_EQ(state(pending.id), DeliveryState::delivered);
    EXPECT_EQ(counted("deliveries_total", R"(outcome="delivered")"), 1u);
    EXPECT_EQ(dispatcher_->totals().in_flight, 0u);
}

TEST_F(CourierTest, SurvivesAReadThatFails)
{
    outbox_.broken_reads = 1;
    const auto pending = enqueue();
    turn();
    EXPECT_TRUE(client_.requests.empty());
    EXPECT_EQ(dispatcher_->totals().in_flight, 0u);
    EXPECT_EQ(dispatcher_->totals().waiting, 1u);

    advance(1min);
    EXPECT_EQ(client_.requests.size(), 1u);
    EXPECT_EQ(state(pending.id), DeliveryState::delivered);
}

}  // namespace
}  // namespace mysigfox::delivery
