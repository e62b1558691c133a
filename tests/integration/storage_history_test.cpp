// A device's messages followed backwards, sent again, taken out.
#include "mysigfox/net/io_threads.hpp"
#include "mysigfox/storage/history.hpp"
#include "storage/device_trail.hpp"
#include "storage/message_schema.hpp"
#include "storage/schema.hpp"

#include "support/message_store_test.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace mysigfox::storage {
namespace {

using namespace std::chrono_literals;
using test::run_task;
using test::TemporaryDirectory;

constexpr std::uint32_t kMine = 0x1D4C5F;
constexpr std::uint32_t kOther = 0xBEEF;
constexpr CustomerId kOwner{5};

class HistoryTest : public test::MessageStoreTest {
protected:
    HistoryTest()
    {
        reading_.start();
        history_ = store_->make_history(reading_.at(0));
    }

    ~HistoryTest() override
    {
        history_.reset();
        reading_.finish();
    }

    void start_anew()
    {
        history_.reset();
        reopen();
        history_ = store_->make_history(reading_.at(0));
    }

    /// As after a kill: the files as they lie, opened by somebody else.
    void open_what_lies_there()
    {
        history_.reset();
        const auto copy = dir_ / "copy.db";
        for (const char* end : {"", "-wal"}) {
            std::filesystem::copy_file(options_.file.string() + end, copy.string() + end);
        }
        store_.reset();
        options_.file = copy;
        store_ = open_message_store(options_);
        history_ = store_->make_history(reading_.at(0));
    }

    static HistoryQuestion question()
    {
        HistoryQuestion asked;
        asked.device = DeviceId::from_value(kMine);
        asked.owner = kOwner;
        return asked;
    }
    HistoryPage page(const HistoryQuestion& asked)
    {
        return run_task(history_->page(asked)).value();
    }
    Outline outline(std::chrono::steady_clock::time_point until)
    {
        const Timestamp since = clock_.now() - 1h;
        return run_task(history_->outline(DeviceId::from_value(kMine), kOwner, since, until))
            .value();
    }
    std::vector<DeliveryId> ids(const HistoryQuestion& asked)
    {
        std::vector<DeliveryId> found;
        for (const PastDelivery& past : page(asked).deliveries) {
            found.push_back(past.delivery.pending.id);
        }
        return found;
    }

    /// `count` of my device, another's in between; mine, newest first.
    std::vector<DeliveryId> append_mine(std::uint16_t count)
    {
        std::vector<DeliveryId> mine;
        for (std::uint16_t n = 0; n < count; ++n) {
            clock_.advance(1s);
            mine.insert(mine.begin(), append(arrival(n)).value().delivery);
            static_cast<void>(append(arrival(n, kOther)).value());
        }
        return mine;
    }

    net::IoThreads reading_{1};
    std::unique_ptr<History> history_;
};

TEST_F(HistoryTest, MessagesOfADeviceAreFoundNewestFirst)
{
    const std::vector<DeliveryId> mine = append_mine(5);
    EXPECT_EQ(ids(question()), mine);
    const PastDelivery newest = page(question()).deliveries.front();
    EXPECT_EQ(newest.delivery.uplink.sequence, 4);
    EXPECT_EQ(newest.delivery.uplink.data, "2a");
    EXPECT_EQ(newest.state, DeliveryState::pending);
}

TEST_F(HistoryTest, EverythingOfOneCustomerGoesWhateverDeviceItWasOf)
{
    const std::vector<DeliveryId> mine = append_mine(250);
    for (const std::uint32_t device : {kMine, kOther}) {
        Arrival anothers = arrival(1'000, device);
        anothers.owner = CustomerId{6};
        ASSERT_TRUE(append(anothers).has_value());
    }

    const auto erased = run_task(history_->erase_all(kOwner));

    ASSERT_TRUE(erased.has_value()) << erased.error().detail;
    EXPECT_EQ(*erased, 500u);
    EXPECT_FALSE(is_stored(mine.front()));
    EXPECT_TRUE(ids(question()).empty());
    EXPECT_EQ(pending().size(), 2u);
    EXPECT_EQ(*run_task(history_->erase_all(kOwner)), 0u);
}

TEST_F(HistoryTest, ADeviceThatNeverSpokeHasNone)
{
    append_mine(2);
    HistoryQuestion asked = question();
    asked.device = DeviceId::from_value(1);
    EXPECT_TRUE(ids(asked).empty());
}

TEST_F(HistoryTest, LinksOutliveARestart)
{
    std::vector<DeliveryId> mine = append_mine(3);
    start_anew();
    EXPECT_EQ(ids(question()), mine);
    mine.insert(mine.begin(), append(arrival(100)).value().delivery);
    EXPECT_EQ(ids(question()), mine);
}

TEST_F(HistoryTest, LinksOutliveAKill)
{
    std::vector<DeliveryId> mine = append_mine(3);
    open_what_lies_there();
    mine.insert(mine.begin(), append(arrival(100)).value().delivery);
    EXPECT_EQ(ids(question()), mine);
}

TEST_F(HistoryTest, PagesFollowEachOther)
{
    const std::vector<DeliveryId> mine = append_mine(7);
    HistoryQuestion asked = question();
    asked.limit = 3;
    std::vector<DeliveryId> found;
    for (int pages = 0; pages < 5; ++pages) {
        const HistoryPage one = page(asked);
        for (const PastDelivery& past : one.deliveries) {
            found.push_back(past.delivery.pending.id);
        }
        asked.from = one.next;
        if (!one.next) break;
    }
    EXPECT_EQ(found, mine);
}

TEST_F(HistoryTest, APageMayNotBeginAtAnothersMessage)
{
    append_mine(2);
    HistoryQuestion asked = question();
    asked.from = append(arrival(9, kOther)).value().delivery;
    EXPECT_TRUE(ids(asked).empty());
}

TEST_F(HistoryTest, WhatWasAnotherCustomersIsNotShown)
{
    append_mine(2);
    Arrival theirs = arrival(50);
    theirs.owner = CustomerId{77};
    static_cast<void>(append(theirs).value());
    EXPECT_EQ(ids(question()).size(), 2u);
    HistoryQuestion asked = question();
    asked.owner = CustomerId{77};
    EXPECT_EQ(ids(asked).size(), 1u);
}

TEST_F(HistoryTest, FailedOnesAreThoseGivenUpAndThoseToBeTriedAgain)
{
    const std::vector<DeliveryId> mine = append_mine(4);
    ASSERT_TRUE(record(mine[0], DeliveryState::parked));
    ASSERT_TRUE(record(mine[1], DeliveryState::pending));  // after a 500
    ASSERT_TRUE(record(mine[2], DeliveryState::delivered));
    HistoryQuestion asked = question();
    asked.failed_only = true;
    EXPECT_EQ(ids(asked), (std::vector<DeliveryId>{mine[0], mine[1]}));
}

TEST_F(HistoryTest, TimesChooseByReceptionOrByTheNetworksTime)
{
    const std::vector<DeliveryId> mine = append_mine(1);
    const Timestamp first = clock_.now();
    clock_.advance(1h);
    Arrival late = arrival(30);
    late.uplink.time = std::chrono::floor<std::chrono::seconds>(first - 2h);
    const DeliveryId kept_long = append(late).value().delivery;
    HistoryQuestion asked = question();
    asked.since = first + 1min;
    EXPECT_EQ(ids(asked), std::vector<DeliveryId>{kept_long});
    asked.since.reset();
    asked.until = first - 1h;
    EXPECT_TRUE(ids(asked).empty());
    asked.by_device_time = true;
    EXPECT_EQ(ids(asked), std::vector<DeliveryId>{kept_long});
}

TEST_F(HistoryTest, AttemptsStandWithTheirMessage)
{
    const std::vector<DeliveryId> mine = append_mine(1);
    auto attempt = std::make_shared<AttemptRecord>();
    attempt->delivery = mine[0];
    attempt->number = 1;
    attempt->result.cause = Cause::status;
    attempt->result.status = 500;
    attempt->result.answer = "no";
    DeliveryUpdate change = update(mine[0], DeliveryState::pending);
    change.attempt = attempt;
    ASSERT_TRUE(run_task(store_->outbox().record(change)));
    const PastDelivery past = page(question()).deliveries.at(0);
    ASSERT_EQ(past.attempts.size(), 1u);
    EXPECT_EQ(past.attempts[0].result.answer, "no");
    EXPECT_EQ(past.status, 500);
}

TEST_F(HistoryTest, TheOutlineTellsDelays)
{
    const std::vector<DeliveryId> mine = append_mine(2);
    clock_.advance(3s);
    ASSERT_TRUE(record(mine[1], DeliveryState::delivered));
    ASSERT_TRUE(record(mine[0], DeliveryState::parked));
    const auto [points, is_whole] = outline(std::chrono::steady_clock::time_point::max());
    EXPECT_TRUE(is_whole);
    ASSERT_EQ(points.size(), 2u);
    EXPECT_TRUE(points[0].is_failed);
    EXPECT_TRUE(points[0].is_given_up);
    EXPECT_FALSE(points[1].is_given_up);
    EXPECT_EQ(points[1].delay, 4s);
}

TEST_F(HistoryTest, AnOutlineThatTakesTooLongHasTheNewestAlone)
{
    append_mine(200);

    const auto [points, is_whole] = outline(std::chrono::steady_clock::time_point::min());

    EXPECT_FALSE(is_whole);
    EXPECT_GT(points.size(), 20u) << "what it has at once";
    EXPECT_LT(points.size(), 200u);
}

TEST_F(HistoryTest, WhatIsOverCanBeSentAgainByItsOwnerAlone)
{
    const std::vector<DeliveryId> mine = append_mine(3);
    ASSERT_TRUE(record(mine[0], DeliveryState::parked));
    ASSERT_TRUE(record(mine[1], DeliveryState::delivered));
    EXPECT_TRUE(run_task(history_->replay(mine, CustomerId{6}, clock_.now()))->empty());

    const auto again = run_task(history_->replay(mine, kOwner, clock_.now())).value();

    ASSERT_EQ(again.size(), 2u) << "the third is on its way already";
    EXPECT_EQ(again[0].id, mine[0]);
    EXPECT_EQ(again[0].attempts, 0);
    EXPECT_EQ(again[0].due, clock_.now());
    EXPECT_TRUE(again[0].is_replay);
    EXPECT_EQ(pending().size(), 6u) << "those two, the third, and three of the other device";
    EXPECT_EQ(totals().parked, 0u);
}

TEST_F(HistoryTest, WhatWasNotSentCanBeSentAfterAll)
{
    const std::vector<DeliveryId> mine = append_mine(2);
    ASSERT_TRUE(run_task(store_->outbox().drop({mine[0]}, clock_.now())));
    EXPECT_EQ(pending().size(), 3u);

    const auto again = run_task(history_->replay({mine[0]}, kOwner, clock_.now())).value();

    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(pending().size(), 4u);
}

TEST_F(HistoryTest, ParkedOnesAreFoundByOwnerDeviceAndTimeInSteps)
{
    const std::vector<DeliveryId> mine = append_mine(5);
    for (const DeliveryId id : mine) ASSERT_TRUE(record(id, DeliveryState::parked));
    ParkedQuestion asked;
    asked.owner = kOwner;
    asked.device = DeviceId::from_value(kMine);
    asked.limit = 2;
    std::vector<DeliveryId> found;
    for (;;) {
        const ParkedPage one = run_task(history_->parked(asked)).value();
        found.insert(found.end(), one.ids.begin(), one.ids.end());
        if (!one.next) break;
        asked.after = *one.next;
    }
    EXPECT_EQ(found, (std::vector<DeliveryId>{mine.rbegin(), mine.rend()}));
    asked.after = {};
    asked.since = clock_.now() + 1s;
    EXPECT_TRUE(run_task(history_->parked(asked))->ids.empty());
    asked.since = {};
    asked.owner = CustomerId{6};
    EXPECT_TRUE(run_task(history_->parked(asked))->ids.empty());
}

TEST_F(HistoryTest, WhatAnOwnerLeavesBehindIsErasedAndNothingElse)
{
    const std::vector<DeliveryId> mine = append_mine(250);
    Arrival theirs = arrival(3'000);
    theirs.owner = CustomerId{77};
    const DeliveryId kept = append(theirs).value().delivery;
    ASSERT_TRUE(run_task(history_->erase(DeviceId::from_value(kMine), kOwner)));
    EXPECT_TRUE(ids(question()).empty());
    for (const DeliveryId id : mine) ASSERT_FALSE(is_stored(id));
    EXPECT_TRUE(is_stored(kept));
    HistoryQuestion other = question();
    other.device = DeviceId::from_value(kOther);
    other.limit = 1'000;
    EXPECT_EQ(ids(other).size(), 250u);
}

TEST_F(HistoryTest, TheLaneOfAWebhookIsFound)
{
    LaneState lane;
    lane.webhook = WebhookId{12};
    lane.condition = LaneCondition::failing;
    lane.next_probe = clock_.now() + 5min;
    ASSERT_TRUE(run_task(store_->outbox().keep(lane)));
    const auto found = run_task(history_->lane(WebhookId{12})).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->next_probe, lane.next_probe);
    EXPECT_FALSE(run_task(history_->lane(WebhookId{13})).value());
}

class DeviceTrailTest : public testing::Test {
protected:
    DeviceTrailTest() : db_(open_writer(dir_ / "messages.db", Durability::normal, kMessageSchema))
    {
    }

    void insert(std::int64_t id, std::uint32_t device)
    {
        db_.prepare(
               "INSERT INTO delivery(id, message, device, owner, state, attempts, due,"
               " received) VALUES(?, 1, ?, 5, 2, 0, 0, 0)")
            .run(id, device);
    }
    std::int64_t rows()
    {
        const Statement count = db_.prepare("SELECT count(*) FROM newest");
        Cursor row = count.query();
        row.next();
        return row.integer(0);
    }

    TemporaryDirectory dir_;
    Database db_;
};

TEST_F(DeviceTrailTest, IsReadFromTheDeliveriesThatTheTableDoesNotKnow)
{
    insert(1, 7);
    insert(2, 8);
    insert(3, 7);
    const DeviceTrail trail{db_};
    EXPECT_EQ(trail.last(DeviceId::from_value(7)), DeliveryId{3});
    EXPECT_EQ(trail.last(DeviceId::from_value(8)), DeliveryId{2});
    EXPECT_EQ(trail.last(DeviceId::from_value(9)), DeliveryId{});
}

TEST_F(DeviceTrailTest, WhatIsSavedIsFoundWithoutThem)
{
    {
        DeviceTrail trail{db_};
        trail.batch_begins();
        insert(1, 7);
        trail.add(DeviceId::from_value(7), DeliveryId{1});
        trail.save();
    }
    EXPECT_EQ(rows(), 1);
    db_.execute("DELETE FROM delivery");
    const DeviceTrail trail{db_};
    EXPECT_EQ(trail.last(DeviceId::from_value(7)), DeliveryId{1});
}

TEST_F(DeviceTrailTest, ABatchThatWasRolledBackLeavesNothing)
{
    DeviceTrail trail{db_};
    trail.batch_begins();
    trail.add(DeviceId::from_value(7), DeliveryId{1});
    trail.batch_begins();
    trail.add(DeviceId::from_value(7), DeliveryId{2});
    trail.add(DeviceId::from_value(8), DeliveryId{3});
    trail.batch_was_rolled_back();
    EXPECT_EQ(trail.last(DeviceId::from_value(7)), DeliveryId{1});
    EXPECT_EQ(trail.last(DeviceId::from_value(8)), DeliveryId{});
}

TEST_F(DeviceTrailTest, DevicesOfWhichNothingIsLeftAreForgottenAfterASave)
{
    DeviceTrail trail{db_};
    trail.batch_begins();
    for (std::uint32_t n = 1; n <= 9; ++n) trail.add(DeviceId::from_value(n), DeliveryId{n});
    trail.save();
    insert(6, 6);
    for (int step = 0; step < 20; ++step) trail.tidy(1);
    EXPECT_EQ(rows(), 4) << "6 to 9 may still lead somewhere";
}

}  // namespace
}  // namespace mysigfox::storage
