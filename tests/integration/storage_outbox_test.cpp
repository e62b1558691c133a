// Deliveries on disk: recorded, claimed, dropped, recovered, kept as long as they should be.
#include "support/message_store_test.hpp"

#include <algorithm>

namespace mysigfox::storage {
namespace {

class OutboxTest : public test::MessageStoreTest {
protected:
    static constexpr std::uint32_t kDevice = 0x1D4C5F;
};

TEST_F(OutboxTest, PendingDeliveriesAreRecoveredInOrderOfArrival)
{
    std::vector<DeliveryId> expected;
    for (std::uint16_t n = 0; n < 100; ++n) {
        expected.push_back(append(arrival(n, 0xAB00U + n % 7)).value().delivery);
    }
    for (const std::size_t done : {99U, 50U, 0U}) {
        ASSERT_TRUE(record(expected[done], DeliveryState::delivered));
        expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(done));
    }
    ASSERT_TRUE(record(expected[3], DeliveryState::pending));
    reopen();

    const auto found = pending();

    ASSERT_EQ(found.size(), expected.size());
    EXPECT_TRUE(std::ranges::equal(found, expected, {}, &PendingDelivery::id));
    EXPECT_EQ(found[3].attempts, 1);
    EXPECT_EQ(found[4].attempts, 0);
}

TEST_F(OutboxTest, ARetryKeepsItsTime)
{
    const DeliveryId id = append(arrival(1)).value().delivery;
    clock_.advance(std::chrono::minutes{10});

    ASSERT_TRUE(record(id, DeliveryState::pending));

    EXPECT_EQ(pending().at(0).due, clock_.now());
    EXPECT_EQ(pending().at(0).received, clock_.now() - std::chrono::minutes{10});
}

TEST_F(OutboxTest, AParkedDeliveryCanBePendingAgain)
{
    const DeliveryId id = append(arrival(1)).value().delivery;
    ASSERT_TRUE(record(id, DeliveryState::parked));
    EXPECT_EQ(totals().parked, 1u);
    EXPECT_EQ(totals().pending, 0u);

    ASSERT_TRUE(record(id, DeliveryState::pending));

    EXPECT_EQ(totals().parked, 0u);
    EXPECT_EQ(totals().pending, 1u);
}

TEST_F(OutboxTest, WhatWaitsForARegistrationBecomesTheOwners)
{
    const Stored first = append(unclaimed(1)).value();
    const Stored second = append(unknown(2)).value();
    const Stored other = append(unclaimed(3, 0xAB)).value();
    EXPECT_TRUE(pending().empty());
    EXPECT_EQ(store_->make_reader()->count_unclaimed(DeviceId::from_value(kDevice)), 2u);
    clock_.advance(std::chrono::hours{1});

    const auto claimed = claim(kDevice).value();

    ASSERT_EQ(claimed.size(), 2u);
    EXPECT_EQ(claimed[0].id, first.delivery);
    EXPECT_EQ(claimed[1].id, second.delivery);
    EXPECT_EQ(claimed[0].owner, CustomerId{9});
    EXPECT_EQ(claimed[0].due, clock_.now());
    EXPECT_EQ(pending().size(), 2u);
    EXPECT_EQ(pending().at(0).owner, CustomerId{9});
    EXPECT_EQ(totals().unclaimed, 1u);
    EXPECT_TRUE(is_stored(other.delivery));
    EXPECT_TRUE(claim(kDevice).value().empty()) << "only once";
}

TEST_F(OutboxTest, DevicesWithWaitingMessagesAreListedOnce)
{
    for (std::uint16_t n = 0; n < 3; ++n) ASSERT_TRUE(append(unclaimed(n, 0xAB)));
    ASSERT_TRUE(append(unknown(9, 0xCD)));
    ASSERT_TRUE(append(arrival(9, 0xEF)));

    const std::vector<DeviceId> expected{DeviceId::from_value(0xAB), DeviceId::from_value(0xCD)};
    EXPECT_EQ(store_->make_reader()->unclaimed_devices(), expected);
}

TEST_F(OutboxTest, WhatWaitedForAnotherCustomerIsNeverClaimed)
{
    storage::Arrival of_another = unclaimed(1);
    of_another.owner = CustomerId{8};
    const Stored stored = append(of_another).value();
    const Stored of_nobody = append(unclaimed(2)).value();

    const auto claimed = claim(kDevice).value();

    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].id, of_nobody.delivery);
    EXPECT_FALSE(store_->make_reader()->find(stored.delivery));
    EXPECT_EQ(totals().unclaimed, 0u);
}

TEST_F(OutboxTest, WhatIsOpenIsDroppedWhenTheOwnerLeaves)
{
    const Stored sent = append(arrival(1)).value();
    ASSERT_TRUE(record(sent.delivery, DeliveryState::delivered));
    const Stored waiting = append(arrival(2)).value();
    ASSERT_TRUE(append(unknown(3)));
    const Stored other = append(arrival(4, 0xAB)).value();

    EXPECT_EQ(drop_open(kDevice).value(), 2u);

    ASSERT_EQ(pending().size(), 1u);
    EXPECT_EQ(pending().at(0).id, other.delivery);
    EXPECT_FALSE(store_->make_reader()->find(waiting.delivery)) << "a courier finds nothing";
    EXPECT_EQ(totals().unclaimed, 0u);
    EXPECT_EQ(drop_open(kDevice).value(), 0u);
    EXPECT_TRUE(record(waiting.delivery, DeliveryState::pending));
    EXPECT_EQ(pending().size(), 1u) << "an attempt that was on its way does not bring it back";
}

TEST_F(OutboxTest, OfThoseNamedWhatWaitsIsDropped)
{
    const Stored sent = append(arrival(1)).value();
    ASSERT_TRUE(record(sent.delivery, DeliveryState::delivered));
    const Stored parked = append(arrival(2)).value();
    ASSERT_TRUE(record(parked.delivery, DeliveryState::parked));
    const Stored waiting = append(arrival(3)).value();
    const Stored other = append(arrival(4)).value();

    const std::vector<DeliveryId> named{sent.delivery, parked.delivery, waiting.delivery,
                                        DeliveryId{4711}};
    EXPECT_EQ(run_task(store_->outbox().drop(named, clock_.now())).value(), 1u);

    ASSERT_EQ(pending().size(), 1u);
    EXPECT_EQ(pending().at(0).id, other.delivery);
    EXPECT_EQ(totals().parked, 1u);
    EXPECT_FALSE(store_->make_reader()->find(waiting.delivery)) << "a courier finds nothing";
}

TEST_F(OutboxTest, StatesOfLanesSurviveARestart)
{
    const LaneState failing{.webhook = WebhookId{(std::int64_t{1} << 60) - 1},
                            .condition = LaneCondition::failing,
                            .since = clock_.now(),
                            .step = 3,
                            .next_probe = clock_.now() + std::chrono::minutes{5},
                            .parked = DeliveryId{17},
                            .was_paused = std::chrono::hours{100}};
    LaneState gone{.webhook = WebhookId{2}, .since = clock_.now()};
    ASSERT_TRUE(test::run_task(store_->outbox().keep(failing)));
    ASSERT_TRUE(test::run_task(store_->outbox().keep(gone)));
    gone.condition = LaneCondition::paused_gone;
    ASSERT_TRUE(test::run_task(store_->outbox().keep(gone)));
    ASSERT_TRUE(test::run_task(store_->outbox().keep({.webhook = WebhookId{3}})));
    ASSERT_TRUE(test::run_task(store_->outbox().forget(WebhookId{3})));
    reopen();

    const auto found = store_->make_reader()->lane_states();

    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].webhook, gone.webhook);
    EXPECT_EQ(found[0].condition, LaneCondition::paused_gone) << "the last that was kept";
    EXPECT_EQ(found[1].webhook, failing.webhook);
    EXPECT_EQ(found[1].condition, failing.condition);
    EXPECT_EQ(found[1].since, failing.since);
    EXPECT_EQ(found[1].step, failing.step);
    EXPECT_EQ(found[1].next_probe, failing.next_probe);
    EXPECT_EQ(found[1].parked, failing.parked);
    EXPECT_EQ(found[1].was_paused, failing.was_paused);
}

TEST_F(OutboxTest, UnknownDevicesAreListedThoseHeardLastFirst)
{
    ASSERT_TRUE(append(unknown(1, 0xA)));
    clock_.advance(std::chrono::seconds{1});
    ASSERT_TRUE(append(unknown(2, 0xB)));
    clock_.advance(std::chrono::seconds{1});
    Arrival last = unknown(3, 0xA);
    last.account = "second";
    ASSERT_TRUE(append(last));
    ASSERT_TRUE(append(unclaimed(4, 0xC)));

    const auto devices = store_->make_reader()->unknown_devices(10);

    ASSERT_EQ(devices.size(), 2u);
    EXPECT_EQ(devices[0].device, DeviceId::from_value(0xA));
    EXPECT_EQ(devices[0].messages, 2u);
    EXPECT_EQ(devices[0].last, clock_.now());
    EXPECT_EQ(devices[0].account, "second");
    EXPECT_EQ(devices[1].device, DeviceId::from_value(0xB));
    EXPECT_EQ(store_->make_reader()->unknown_devices(1).size(), 1u);
}

TEST_F(OutboxTest, OverTheirBoundTheOldestOfUnknownDevicesGo)
{
    options_.max_unknown_messages = 3;
    reopen();
    std::vector<Stored> all;
    for (std::uint16_t n = 0; n < 5; ++n) all.push_back(append(unknown(n)).value());
    ASSERT_TRUE(append(unclaimed(9, 0xAB)));

    EXPECT_EQ(totals().unclaimed, 4u) << "three unknown, one known";
    EXPECT_FALSE(is_stored(all[1].delivery));
    EXPECT_TRUE(is_stored(all[2].delivery));

    EXPECT_EQ(claim(kDevice).value().size(), 3u);
    for (std::uint16_t n = 10; n < 13; ++n) ASSERT_TRUE(append(unknown(n)));
    EXPECT_EQ(totals().unclaimed, 4u) << "claimed ones no longer count";
}

TEST_F(OutboxTest, ALoweredBoundIsKeptAfterTheRestart)
{
    for (std::uint16_t n = 0; n < 10; ++n) ASSERT_TRUE(append(unknown(n)));
    options_.max_unknown_messages = 4;
    reopen();
    let_tidy();

    EXPECT_EQ(totals().unclaimed, 4u);
}

/// What is left of one message of each kind after so many days.
struct Age {
    int days;
    bool unknown, waiting, parked, delivered;
};

void PrintTo(const Age& age, std::ostream* out)
{
    *out << age.days << " days";
}

class RetentionTest : public OutboxTest, public testing::WithParamInterface<Age> {};

TEST_P(RetentionTest, MessagesGoWhenTheirTimeIsOver)
{
    const Age& age = GetParam();
    const DeliveryId delivered = append(arrival(1)).value().delivery;
    const DeliveryId parked = append(arrival(2)).value().delivery;
    const DeliveryId pending = append(arrival(3)).value().delivery;
    const DeliveryId waiting = append(unclaimed(4)).value().delivery;
    const DeliveryId unknown_one = append(unknown(5)).value().delivery;
    ASSERT_TRUE(record(delivered, DeliveryState::delivered));
    ASSERT_TRUE(record(parked, DeliveryState::parked));

    clock_.advance(std::chrono::hours{24} * age.days);
    const DeliveryId fresh = append(arrival(6)).value().delivery;
    let_tidy();

    EXPECT_EQ(is_stored(delivered), age.delivered);
    EXPECT_EQ(is_stored(parked), age.parked);
    EXPECT_EQ(is_stored(waiting), age.waiting);
    EXPECT_EQ(is_stored(unknown_one), age.unknown);
    EXPECT_TRUE(is_stored(pending)) << "what is to be delivered never goes";
    EXPECT_TRUE(is_stored(fresh));
    EXPECT_EQ(totals().unclaimed, std::uint64_t{age.unknown} + std::uint64_t{age.waiting});
}

INSTANTIATE_TEST_SUITE_P(Days, RetentionTest,
                         testing::Values(Age{6, true, true, true, true},
                                         Age{8, false, true, true, true},
                                         Age{31, false, false, false, false}));

class SizeTest : public OutboxTest {
protected:
    static constexpr std::uint16_t kChunk = 50;

    SizeTest()
    {
        options_.max_size = std::uint64_t{160} << 10;
        reopen();
    }
    /// Empty once messages are refused; chunks are taken whole or not at all.
    std::vector<DeliveryId> append_some()
    {
        std::vector<Arrival> arrivals;
        for (std::uint16_t n = 0; n < kChunk; ++n) arrivals.push_back(arrival(next_++));
        std::vector<DeliveryId> ids;
        for (const Result<Stored>& stored : append_all(arrivals)) {
            if (stored) {
                ids.push_back(stored->delivery);
            } else {
                EXPECT_EQ(stored.error().code, Errc::overloaded) << stored.error().detail;
            }
        }
        return ids;
    }
    std::vector<DeliveryId> append_until_refused()
    {
        std::vector<DeliveryId> all;
        while (all.size() < 20'000) {
            const auto some = append_some();
            if (some.empty()) break;
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }
    std::uint16_t next_ = 0;
};

TEST_F(SizeTest, WithNothingToRemoveMessagesAreRefused)
{
    const auto waiting = append_until_refused();

    EXPECT_LT(waiting.size(), 20'000u);
    EXPECT_EQ(pending().size(), waiting.size()) << "what waits never goes";
    EXPECT_TRUE(record(waiting[0], DeliveryState::pending)) << "updates go on";

    ASSERT_TRUE(record_all(waiting, DeliveryState::delivered));
    let_tidy();
    EXPECT_TRUE(append(arrival(next_++))) << "and when there is room, messages as well";
}

TEST_F(SizeTest, TheOldestFinishedGoFirstThenTheParked)
{
    const auto parked = append_some();
    ASSERT_TRUE(record_all(parked, DeliveryState::parked));
    std::vector<DeliveryId> finished;
    for (int i = 0; i < 10; ++i) {
        const auto some = append_some();
        finished.insert(finished.end(), some.begin(), some.end());
    }
    ASSERT_TRUE(record_all(finished, DeliveryState::delivered));

    while (is_stored(finished.front())) ASSERT_FALSE(append_some().empty());
    EXPECT_EQ(totals().parked, parked.size());

    append_until_refused();
    EXPECT_FALSE(is_stored(finished.back()));
    EXPECT_EQ(totals().parked, 0u);
}

TEST_F(SizeTest, ThePagesOfWhatWentAreUsedAgain)
{
    for (int i = 0; i < 100; ++i) {
        const auto ids = append_some();
        ASSERT_EQ(ids.size(), kChunk);
        ASSERT_TRUE(record_all(ids, DeliveryState::delivered));
    }
    store_.reset();

    EXPECT_LE(std::filesystem::file_size(options_.file), options_.max_size + (64U << 10));
}

}  // namespace
}  // namespace mysigfox::storage
