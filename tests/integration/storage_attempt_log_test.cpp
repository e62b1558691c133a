// The attempt log on disk: complete, in order, in the outcome's commit, and kept within bounds.
#include "storage/attempt_table.hpp"
#include "storage/message_schema.hpp"
#include "storage/schema.hpp"
#include "support/message_store_test.hpp"

#include <gmock/gmock.h>

#include <span>

namespace mysigfox::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

AttemptRecord attempt_at(Timestamp begun, std::uint16_t number, std::size_t answer = 0)
{
    AttemptRecord made{.number = number, .begun = begun};
    made.result.cause = Cause::status;
    made.result.status = 500;
    made.result.answer = std::string(answer, 'x');
    return made;
}

std::vector<int> numbers(const std::vector<AttemptRecord>& attempts)
{
    std::vector<int> found;
    for (const AttemptRecord& one : attempts) found.push_back(one.number);
    return found;
}

class AttemptLogTest : public test::MessageStoreTest {
protected:
    DeliveryId message() { return append(arrival(next_++)).value().delivery; }

    Result<void> record(DeliveryId id, AttemptRecord attempt,
                        DeliveryState state = DeliveryState::pending)
    {
        attempt.delivery = id;
        DeliveryUpdate change = update(id, state);
        // As a retry has it: not due at once.
        change.due = clock_.now() + std::chrono::seconds{5};
        change.attempt = std::make_shared<const AttemptRecord>(std::move(attempt));
        return test::run_task(store_->outbox().record(std::move(change)));
    }
    Result<void> fail(DeliveryId id, std::uint16_t number, std::size_t answer = 0)
    {
        return record(id, attempt_at(clock_.now(), number, answer));
    }

    std::vector<AttemptRecord> attempts(DeliveryId id) const
    {
        return store_->make_attempt_reader()->attempts(id);
    }

    std::int64_t rows() const
    {
        Database db{options_.file, Database::Mode::read_only};
        const Statement count = db.prepare("SELECT count(*) FROM attempt");
        Cursor row = count.query();
        row.next();
        return row.integer(0);
    }

    std::uint16_t next_ = 0;
};

TEST_F(AttemptLogTest, AllThatIsKnownOfAnAttemptComesBack)
{
    AttemptRecord full{.number = 7, .begun = from_milliseconds(1'501'568'895'123)};
    full.result.cause = Cause::redirect;
    full.result.status = 302;
    full.result.retry_after = "Wed, 21 Oct 2026 07:28:00 GMT";
    full.result.location = "https://moved.example/x";
    full.result.detail = "moved";
    full.result.elapsed = std::chrono::milliseconds{29'999};
    full.result.perhaps_delivered = true;
    full.result.phases = {.dns = std::chrono::microseconds{1},
                          .connect = std::chrono::microseconds{2},
                          .tls = std::chrono::microseconds{3},
                          .first_byte = std::chrono::microseconds{4'000'000}};
    full.result.peer = IpAddress::parse("2a00:1450:4014:80b::200e");
    full.result.tls = TlsVersion::v1_3;
    full.result.was_redialled = true;
    full.result.answer = std::string("<html>\0\xFF", 8);
    const DeliveryId id = message();

    ASSERT_TRUE(record(id, full));

    ASSERT_THAT(attempts(id), SizeIs(1));
    const AttemptRecord found = attempts(id).front();
    EXPECT_EQ(found.delivery, id);
    EXPECT_EQ(found.number, 7);
    EXPECT_EQ(found.begun, full.begun);
    EXPECT_FALSE(found.may_repeat);
    EXPECT_EQ(found.result.cause, Cause::redirect);
    EXPECT_EQ(found.result.status, 302);
    EXPECT_EQ(found.result.retry_after, full.result.retry_after);
    EXPECT_EQ(found.result.location, full.result.location);
    EXPECT_EQ(found.result.detail, "moved");
    EXPECT_EQ(found.result.elapsed, full.result.elapsed);
    EXPECT_TRUE(found.result.perhaps_delivered);
    EXPECT_EQ(found.result.phases.dns, full.result.phases.dns);
    EXPECT_EQ(found.result.phases.connect, full.result.phases.connect);
    EXPECT_EQ(found.result.phases.tls, full.result.phases.tls);
    EXPECT_EQ(found.result.phases.first_byte, full.result.phases.first_byte);
    EXPECT_EQ(found.result.peer, full.result.peer);
    EXPECT_EQ(found.result.tls, TlsVersion::v1_3);
    EXPECT_TRUE(found.result.was_redialled);
    EXPECT_EQ(found.result.answer, full.result.answer);
}

TEST_F(AttemptLogTest, WhatIsNotKnownStaysUnknown)
{
    const DeliveryId id = message();
    ASSERT_TRUE(record(id, AttemptRecord{.number = 1}));

    const AttemptResult found = attempts(id).at(0).result;

    EXPECT_FALSE(found.phases.dns || found.phases.connect || found.phases.tls);
    EXPECT_FALSE(found.phases.first_byte);
    EXPECT_FALSE(found.peer);
    EXPECT_FALSE(found.retry_after);
    EXPECT_EQ(found.tls, TlsVersion::none);
    EXPECT_EQ(found.status, 0);
    EXPECT_EQ(found.answer + found.detail + found.location, "");
}

TEST_F(AttemptLogTest, AnAddressOfTheOldKindComesBackToo)
{
    AttemptRecord made{.number = 1};
    made.result.peer = IpAddress::parse("93.184.216.34");
    const DeliveryId id = message();
    ASSERT_TRUE(record(id, made));

    EXPECT_EQ(attempts(id).at(0).result.peer, made.result.peer);
}

TEST_F(AttemptLogTest, EachDeliveryHasItsOwnInTheOrderTheyWereMade)
{
    std::vector<DeliveryId> ids;
    for (int i = 0; i < 20; ++i) ids.push_back(message());
    for (std::uint16_t number = 1; number <= 5; ++number) {
        for (const DeliveryId id : ids) ASSERT_TRUE(fail(id, number));
        if (number == 3) reopen();
    }
    ASSERT_TRUE(record(ids[4], attempt_at(clock_.now(), 0))) << "a probe";

    EXPECT_THAT(numbers(attempts(ids[3])), ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(numbers(attempts(ids[4])), ElementsAre(1, 2, 3, 4, 5, 0));
    EXPECT_THAT(attempts(DeliveryId{9'999}), IsEmpty());
}

TEST_F(AttemptLogTest, ADecisionWithoutAnAttemptAddsNothingAndHidesNothing)
{
    const DeliveryId id = message();
    ASSERT_TRUE(fail(id, 1));

    ASSERT_TRUE(MessageStoreTest::record(id, DeliveryState::parked));
    ASSERT_TRUE(fail(id, 2));

    EXPECT_THAT(numbers(attempts(id)), ElementsAre(1, 2));
}

TEST_F(AttemptLogTest, AnAttemptAndWhatItChangedAreOnDiskTogetherOrNot)
{
    const DeliveryId id = message();
    disk_.write_error = SQLITE_FULL;
    EXPECT_FALSE(record(id, attempt_at(clock_.now(), 1), DeliveryState::delivered));
    disk_.write_error = SQLITE_OK;
    EXPECT_THAT(pending(), SizeIs(1));
    EXPECT_THAT(attempts(id), IsEmpty());

    ASSERT_TRUE(record(id, attempt_at(clock_.now(), 1), DeliveryState::delivered));

    EXPECT_THAT(pending(), IsEmpty());
    EXPECT_THAT(numbers(attempts(id)), ElementsAre(1));
    ASSERT_TRUE(failures_.empty());
}

TEST_F(AttemptLogTest, AnAttemptThatWasOnItsWayWhenTheOwnerLeftIsLogged)
{
    const DeliveryId id = message();
    ASSERT_EQ(drop_open(0x1D4C5F).value(), 1u);

    ASSERT_TRUE(fail(id, 1));

    EXPECT_THAT(numbers(attempts(id)), ElementsAre(1));
    EXPECT_THAT(pending(), IsEmpty()) << "and the message stays dropped";
}

TEST_F(AttemptLogTest, OfADeliveryThatIsGoneNothingIsLogged)
{
    ASSERT_TRUE(fail(DeliveryId{77}, 1));

    EXPECT_EQ(rows(), 0);
}

TEST_F(AttemptLogTest, AttemptsGoWhenTheirTimeIsOver)
{
    options_.keep_messages = std::chrono::hours{24} * 365;
    options_.keep_attempts = std::chrono::hours{24} * 2;
    reopen();
    const DeliveryId id = message();
    ASSERT_TRUE(fail(id, 1));
    clock_.advance(std::chrono::hours{47});
    ASSERT_TRUE(fail(id, 2));
    let_tidy();
    EXPECT_THAT(numbers(attempts(id)), ElementsAre(1, 2));

    clock_.advance(std::chrono::hours{2});
    let_tidy();
    ASSERT_TRUE(fail(id, 3));

    EXPECT_THAT(numbers(attempts(id)), ElementsAre(2, 3));
    EXPECT_EQ(rows(), 2);
}

TEST_F(AttemptLogTest, OverItsSizeTheOldestGo)
{
    options_.max_attempts_size = std::uint64_t{64} << 10;
    reopen();
    std::vector<DeliveryId> ids;
    for (int i = 0; i < 100; ++i) {
        ids.push_back(message());
        ASSERT_TRUE(fail(ids.back(), 1, kKeptAnswerSize));
    }
    clock_.advance(std::chrono::minutes{2});
    for (int i = 0; i < 20; ++i) let_tidy();

    EXPECT_THAT(attempts(ids.front()), IsEmpty());
    EXPECT_THAT(attempts(ids.back()), SizeIs(1));
    EXPECT_GT(rows(), 40);
    EXPECT_LT(rows(), 70);
}

TEST_F(AttemptLogTest, AttemptsGoWithTheirDelivery)
{
    options_.keep_attempts = std::chrono::hours{24} * 365;
    reopen();
    const DeliveryId done = message();
    const DeliveryId waiting = message();
    for (std::uint16_t number = 1; number <= 3; ++number) {
        ASSERT_TRUE(fail(done, number));
        ASSERT_TRUE(fail(waiting, number));
    }
    ASSERT_TRUE(record(done, attempt_at(clock_.now(), 4), DeliveryState::delivered));

    clock_.advance(std::chrono::hours{24} * 31);
    let_tidy();

    EXPECT_FALSE(is_stored(done));
    EXPECT_THAT(attempts(done), IsEmpty());
    EXPECT_THAT(numbers(attempts(waiting)), ElementsAre(1, 2, 3));
    EXPECT_EQ(rows(), 3);
}

TEST_F(AttemptLogTest, OldOnesGoInSmallSteps)
{
    store_.reset();
    Database db = open_writer(options_.file, Durability::normal, kMessageSchema);
    AttemptTable table{db, {std::chrono::hours{1}, std::uint64_t{1} << 30}};
    for (std::uint16_t i = 0; i < 25; ++i) table.add(attempt_at(clock_.now(), i), {}, false);
    const Timestamp later = clock_.now() + std::chrono::hours{2};

    EXPECT_TRUE(table.tidy(later, 10));
    EXPECT_EQ(rows(), 15);
    EXPECT_TRUE(table.tidy(later, 10));
    EXPECT_FALSE(table.tidy(later, 10));
    EXPECT_EQ(rows(), 0);
}

TEST_F(AttemptLogTest, AFileOfTheVersionBeforeGetsALog)
{
    store_.reset();
    std::filesystem::remove(options_.file);
    open_writer(options_.file, Durability::full, std::span{kMessageSchema}.first(1))
        .execute(
            "INSERT INTO message VALUES(1, 7, 0, 0, 0, NULL, '00', NULL, NULL, 'main', NULL);"
            "INSERT INTO delivery VALUES(1, 1, 7, 5, 0, 2, 0, 0, NULL, NULL, NULL, NULL)");
    reopen();
    ASSERT_THAT(pending(), SizeIs(1));

    ASSERT_TRUE(fail(DeliveryId{1}, 3));

    EXPECT_THAT(numbers(attempts(DeliveryId{1})), ElementsAre(3));
}

/// Stores as a kill would leave them.
class KilledTest : public AttemptLogTest {
protected:
    void kill_and_reopen()
    {
        const std::filesystem::path left = dir_ / "left.db";
        for (const char* end : {"", "-wal"}) {
            std::filesystem::copy_file(options_.file.string() + end, left.string() + end);
        }
        store_.reset();
        options_.file = left;
        clock_.advance(std::chrono::seconds{1});
        reopen();
        clock_.advance(std::chrono::seconds{1});
    }
    bool may_repeat(DeliveryId id) const { return attempts(id).back().may_repeat; }
};

TEST_F(KilledTest, WhatMayHaveBeenUnderWayIsMarkedOnce)
{
    const DeliveryId tried = message();
    ASSERT_TRUE(fail(tried, 1));
    const DeliveryId due = message();
    const DeliveryId later = message();
    ASSERT_TRUE(fail(later, 1));
    clock_.advance(std::chrono::seconds{3});

    kill_and_reopen();
    const DeliveryId fresh = message();
    for (const DeliveryId id : {tried, due, later, fresh}) ASSERT_TRUE(fail(id, 2));

    EXPECT_TRUE(may_repeat(due));
    EXPECT_FALSE(may_repeat(fresh)) << "it came after the kill";
    EXPECT_FALSE(may_repeat(later)) << "it was not due yet";
    clock_.advance(std::chrono::minutes{1});
    ASSERT_TRUE(fail(due, 3));
    EXPECT_FALSE(may_repeat(due)) << "it was recorded since";
}

TEST_F(KilledTest, ACommandThatOpensTheStoreInBetweenForgetsNothing)
{
    const DeliveryId due = message();
    kill_and_reopen();
    reopen();
    clock_.advance(std::chrono::seconds{1});

    ASSERT_TRUE(fail(due, 1));

    EXPECT_TRUE(may_repeat(due));
}

TEST_F(KilledTest, AFullDiskKeepsNobodyFromStarting)
{
    const DeliveryId due = message();
    disk_.write_error = SQLITE_FULL;

    reopen();

    EXPECT_TRUE(store_->make_reader()->find(due));
    disk_.write_error = SQLITE_OK;
}

TEST_F(KilledTest, AfterAStopNothingIsMarked)
{
    const DeliveryId due = message();
    clock_.advance(std::chrono::seconds{1});
    reopen();

    ASSERT_TRUE(fail(due, 1));

    EXPECT_FALSE(may_repeat(due));
}

TEST_F(KilledTest, AfterAStopThatCutAttemptsWhatWasDueIsMarked)
{
    const DeliveryId due = message();
    clock_.advance(std::chrono::seconds{1});
    store_->outbox().attempts_were_cut();
    reopen();

    ASSERT_TRUE(fail(due, 1));

    EXPECT_TRUE(may_repeat(due));
}

}  // namespace
}  // namespace mysigfox::storage
