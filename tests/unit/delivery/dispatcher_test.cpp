// The dispatcher: slots, waking up, handing over, stopping.
#include "delivery_fixture.hpp"

#include <set>

namespace mysigfox::delivery {
namespace {

using storage::DeliveryState;

class DispatcherTest : public DeliveryTest {
protected:
    static constexpr WebhookId kSlow{0x51};
    static constexpr DeviceId kSlowDevice = "51"_device;

    DispatcherTest()
    {
        point(kSlowDevice, kSlow, "https://slow.example/");
        client_.slow_hosts = {"slow.example"};
        // These tests are about slots: one device alone may take them all.
        stop(0ms);
        options_.order_window = 0ms;
        start();
    }

    std::size_t recorded() const { return outbox_.updates.size(); }
};

TEST_F(DispatcherTest, SendsAFreshMessageWithoutReadingTheDisk)
{
    const storage::Delivery delivery = store();
    dispatcher_->enqueue(kWebhook, delivery.pending, std::make_unique<storage::Delivery>(delivery));
    turn();

    EXPECT_EQ(client_.requests.size(), 1u);
    EXPECT_EQ(outbox_.reads, 0);
    EXPECT_EQ(state(delivery.pending.id), DeliveryState::delivered);
}

TEST_F(DispatcherTest, StartsNothingInsideEnqueue)
{
    enqueue();
    EXPECT_TRUE(client_.requests.empty()) << "whoever enqueues has an answer to give first";
    turn();
    EXPECT_EQ(client_.requests.size(), 1u);
}

TEST_F(DispatcherTest, SendsWhatIsEnqueuedTwiceOnlyOnce)
{
    client_.answers = {answer(500)};
    const storage::Delivery delivery = store();
    for (int i = 0; i < 3; ++i) dispatcher_->enqueue(kWebhook, delivery.pending, nullptr);
    turn();
    EXPECT_EQ(client_.requests.size(), 1u);

    dispatcher_->enqueue(kWebhook, delivery.pending, nullptr);
    turn();
    EXPECT_EQ(client_.requests.size(), 1u) << "the retry is not due";
    advance(6s);
    EXPECT_EQ(client_.requests.size(), 2u);

    dispatcher_->enqueue(kWebhook, delivery.pending, nullptr);
    advance(100h);
    EXPECT_EQ(client_.requests.size(), 2u) << "it is delivered";
    EXPECT_EQ(dispatcher_->totals().waiting, 0u);
}

TEST_F(DispatcherTest, HasFourInFlightALaneAndHoldsNobodyElseUp)
{
    for (int i = 0; i < 20; ++i) enqueue(kSlow, kSlowDevice);
    for (int i = 0; i < 200; ++i) enqueue();
    turn();

    EXPECT_EQ(recorded(), 200u) << "all but the slow one's";
    EXPECT_EQ(client_.requests.size(), 204u);
    EXPECT_EQ(dispatcher_->totals().in_flight, 4u);
    EXPECT_EQ(dispatcher_->totals().waiting, 16u);

    while (dispatcher_->totals().in_flight > 0) {
        client_.gate.open();
        turn();
        ASSERT_LE(dispatcher_->totals().in_flight, 4u);
    }
    EXPECT_EQ(recorded(), 220u);
}

TEST_F(DispatcherTest, GivesASlotBackOnlyAfterTheOutcomeIsOnDisk)
{
    outbox_.gate.close();
    for (int i = 0; i < 6; ++i) enqueue();
    turn();
    EXPECT_EQ(client_.requests.size(), 4u);
    EXPECT_EQ(dispatcher_->totals().in_flight, 4u);

    outbox_.gate.open();
    turn();
    EXPECT_EQ(client_.requests.size(), 6u);
    EXPECT_EQ(recorded(), 6u);
}

TEST_F(DispatcherTest, NeverExceedsItsTotalInFlight)
{
    stop(0ms);
    options_.in_flight_total = 10;
    start();
    for (std::int64_t i = 1; i <= 20; ++i) {
        const auto device = DeviceId::from_value(static_cast<std::uint32_t>(i));
        point(device, WebhookId{i}, "https://slow.example/");
        enqueue(WebhookId{i}, device);
    }
    turn();
    EXPECT_EQ(dispatcher_->totals().in_flight, 10u);

    client_.gate.open();
    turn();
    EXPECT_EQ(recorded(), 10u);
    EXPECT_EQ(dispatcher_->totals().in_flight, 10u) << "the next ten";
}

TEST_F(DispatcherTest, WakesByItselfWhenSomethingIsDue)
{
    const storage::Delivery delivery = store();
    storage::PendingDelivery later = delivery.pending;
    later.due = clock_.now() + 1ms;
    dispatcher_->enqueue(kWebhook, later, nullptr);
    turn();
    EXPECT_TRUE(client_.requests.empty());

    clock_.advance(1ms);
    io_.restart();
    io_.run_for(5s);  // ends when nothing is left to do
    EXPECT_EQ(client_.requests.size(), 1u);
}

TEST_F(DispatcherTest, GoesThroughALongQueueOfAPausedDeviceAndServesOthersMeanwhile)
{
    registry_.targets[kDevice].ownership.is_paused = true;
    for (int i = 0; i < 5'000; ++i) enqueue();
    point("1"_device, WebhookId{1}, "https://other.example/");
    enqueue(WebhookId{1}, "1"_device);
    turn();

    EXPECT_EQ(recorded(), 1u);
    EXPECT_EQ(dispatcher_->totals().waiting, 5'000u);
    EXPECT_EQ(dispatcher_->totals().in_flight, 0u);

    registry_.targets[kDevice].ownership.is_paused = false;
    dispatcher_->reconsider(kDevice);
    turn();
    EXPECT_EQ(recorded(), 5'001u);
}

TEST_F(DispatcherTest, SendsInTheOrderOfArrival)
{
    for (int i = 0; i < 300; ++i) enqueue();
    turn();

    ASSERT_EQ(recorded(), 300u);
    for (std::size_t i = 0; i < recorded(); ++i) {
        ASSERT_EQ(outbox_.updates[i].id, DeliveryId{static_cast<std::int64_t>(i) + 1});
    }
}

TEST_F(DispatcherTest, LetsWhatIsInFlightFinishWhenItStops)
{
    enqueue(kSlow, kSlowDevice);
    const auto waiting = enqueue();
    turn();
    for (int i = 0; i < 8; ++i) enqueue(kSlow, kSlowDevice);
    turn();
    const std::size_t sent = client_.requests.size();

    boost::asio::post(io_, [this] { client_.gate.open(); });
    EXPECT_TRUE(stop(1h));

    EXPECT_EQ(client_.requests.size(), sent) << "nothing more is started";
    EXPECT_EQ(recorded(), 5u);
    EXPECT_EQ(state(waiting.id), DeliveryState::delivered);
    EXPECT_FALSE(outbox_.was_cut);
    EXPECT_EQ(dispatcher_->totals().in_flight, 0u);
}

TEST_F(DispatcherTest, CutsWhatDoesNotFinishInTimeAndLeavesItPending)
{
    const auto pending = enqueue(kSlow, kSlowDevice);
    turn();
    ASSERT_EQ(client_.requests.size(), 1u);

    EXPECT_TRUE(stop(0ms));

    EXPECT_TRUE(outbox_.was_cut) << "it may have been sent";
    EXPECT_EQ(recorded(), 0u);
    EXPECT_EQ(state(pending.id), DeliveryState::pending);
    EXPECT_EQ(dispatcher_->totals().in_flight, 0u);
}

TEST_F(DispatcherTest, StopsEvenWhenTheDiskRefusesEverything)
{
    stop(0ms);
    options_.record_again_after = 1h;
    start();
    outbox_.refusals = 1'000'000;
    const auto pending = enqueue();
    turn();

    EXPECT_TRUE(stop(1h));
    EXPECT_EQ(state(pending.id), DeliveryState::pending);
}

TEST_F(DispatcherTest, CanBeToldToHurryWhileItStops)
{
    enqueue(kSlow, kSlowDevice);
    turn();
    bool is_polite_done = false;
    boost::asio::co_spawn(io_, dispatcher_->stop(1h),
                          [&](const std::exception_ptr&) { is_polite_done = true; });
    turn();
    EXPECT_FALSE(is_polite_done);

    EXPECT_TRUE(stop(0ms));
    EXPECT_TRUE(is_polite_done);
}

TEST_F(DispatcherTest, TakesNothingAfterItStopped)
{
    stop(0ms);
    const auto pending = enqueue();
    dispatcher_->reconsider(kDevice);
    turn();

    EXPECT_TRUE(client_.requests.empty());
    EXPECT_EQ(state(pending.id), DeliveryState::pending);
}

TEST_F(DispatcherTest, RecoversATwentyThousandMessageBacklogOfAThousandWebhooks)
{
    for (std::uint32_t i = 1; i <= 1'000; ++i) {
        point(DeviceId::from_value(i), WebhookId{i}, "https://customer.example/");
    }
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        enqueue(WebhookId{1 + i % 1'000}, DeviceId::from_value(1 + i % 1'000));
    }
    EXPECT_EQ(dispatcher_->totals().waiting, 20'000u);
    EXPECT_EQ(dispatcher_->totals().lanes, 1'000u);
    turn();

    EXPECT_EQ(client_.requests.size(), 20'000u);
    EXPECT_EQ(recorded(), 20'000u);
    std::set<DeliveryId> distinct;
    for (const storage::DeliveryUpdate& update : outbox_.updates) distinct.insert(update.id);
    EXPECT_EQ(distinct.size(), 20'000u);
    EXPECT_EQ(dispatcher_->totals().lanes, 0u);
}

}  // namespace
}  // namespace mysigfox::delivery
