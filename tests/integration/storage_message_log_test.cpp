// What an acknowledged message can rely on: real files, restarts, copies and disks that fail.
#include "mysigfox/net/io_threads.hpp"
#include "support/message_store_test.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <fstream>
#include <future>

namespace mysigfox::storage {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

class MessageLogTest : public test::MessageStoreTest {};

TEST_F(MessageLogTest, EveryFieldComesBackExactly)
{
    Arrival full = arrival(4095);
    full.uplink.data = "0123456789abcdef01234567";
    full.uplink.snr = 12.34;
    full.uplink.rssi = -132.5;
    Arrival bare = arrival(0, 0xFFFFFFFF);
    bare.uplink.sequence = std::nullopt;
    bare.uplink.data = "";
    bare.uplink.has_own_time = false;

    for (const Arrival& sent : {full, bare}) {
        const Result<Stored> stored = append(sent);
        ASSERT_TRUE(stored) << stored.error().detail;
        const auto found = store_->make_reader()->find(stored->delivery);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->uplink, sent.uplink);
        EXPECT_EQ(found->message, stored->message);
        EXPECT_EQ(found->pending.id, stored->delivery);
        EXPECT_EQ(found->pending.device, sent.uplink.device);
        EXPECT_EQ(found->pending.owner, sent.owner);
        EXPECT_EQ(found->pending.received, sent.received);
        EXPECT_EQ(found->pending.due, sent.received);
        EXPECT_EQ(found->pending.attempts, 0);
    }
}

TEST_F(MessageLogTest, WhatWasAcknowledgedIsInTheFilesAtThatMoment)
{
    for (std::uint16_t n = 0; n < 20; ++n) ASSERT_TRUE(append(arrival(n)));

    // What a power cut would leave: the files as they are, without the shared memory.
    const fs::path other = dir_ / "copy.db";
    fs::copy_file(options_.file, other);
    fs::copy_file(options_.file.string() + "-wal", other.string() + "-wal");
    options_.file = other;
    reopen();

    EXPECT_EQ(totals().pending, 20u);
}

TEST_F(MessageLogTest, WhatWasAcknowledgedSurvivesTheEndOfTheProcess)
{
    store_.reset();  // so that no thread is lost in the child
    const pid_t child = fork();
    if (child == 0) {
        store_ = open_message_store(options_);
        bool are_stored = true;
        for (std::uint16_t n = 0; n < 20; ++n) are_stored = append(arrival(n)) && are_stored;
        _exit(are_stored ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);

    reopen();

    EXPECT_EQ(totals().pending, 20u);
}

TEST_F(MessageLogTest, FiftyCopiesAtOnceOnManyLoopsMakeOneMessage)
{
    net::IoThreads loops{4};
    std::vector<std::future<Result<Stored>>> all;
    for (std::size_t i = 0; i < 50; ++i) {
        auto task = store_->log().append(arrival(1));
        all.push_back(asio::co_spawn(loops.at(i), std::move(task), asio::use_future));
    }
    loops.start();

    std::ptrdiff_t copies = 0;
    for (auto& one : all) copies += one.get()->is_copy ? 1 : 0;
    loops.finish();

    EXPECT_EQ(copies, 49);
    EXPECT_EQ(pending().size(), 1u);
}

TEST_F(MessageLogTest, OnlyTheSameMessageIsACopy)
{
    ASSERT_TRUE(append(arrival(1)));
    Arrival heard_elsewhere = arrival(1);
    heard_elsewhere.uplink.rssi = -99.0;
    heard_elsewhere.received += std::chrono::seconds{5};
    heard_elsewhere.account = "other";
    Arrival other_data = arrival(1);
    other_data.uplink.data = "2b";

    EXPECT_EQ(store_->copies().of(arrival(1).uplink), 0u);
    EXPECT_TRUE(append(heard_elsewhere)->is_copy);
    EXPECT_EQ(store_->copies().of(arrival(1).uplink), 1u);
    EXPECT_FALSE(append(other_data)->is_copy);
    EXPECT_FALSE(append(arrival(2))->is_copy);
    EXPECT_FALSE(append(arrival(1, 0xAB))->is_copy);
}

TEST_F(MessageLogTest, WithoutATimeOfItsOwnNothingIsACopy)
{
    Arrival timeless = arrival(1);
    timeless.uplink.has_own_time = false;

    EXPECT_FALSE(append(timeless)->is_copy);
    EXPECT_FALSE(append(timeless)->is_copy);
    EXPECT_FALSE(append(arrival(1))->is_copy) << "and none of those is remembered";
}

TEST_F(MessageLogTest, CopiesAreRecognisedRightAfterARestart)
{
    const Arrival original = arrival(1);
    ASSERT_TRUE(append(original));
    clock_.advance(std::chrono::minutes{14});
    reopen();

    EXPECT_TRUE(append(original)->is_copy);
}

TEST_F(MessageLogTest, OlderCopiesAreRecognisedSoonAfterARestart)
{
    const Arrival original = arrival(1);
    ASSERT_TRUE(append(original));
    clock_.advance(std::chrono::hours{5});
    reopen();
    let_tidy();

    EXPECT_TRUE(append(original)->is_copy);
}

TEST_F(MessageLogTest, IdsGrowAndNeverComeBack)
{
    const Stored first = append(unknown(1)).value();
    clock_.advance(std::chrono::hours{8 * 24});
    let_tidy();
    ASSERT_FALSE(is_stored(first.delivery)) << "too old, and the only one";
    reopen();

    const Stored second = append(unknown(2)).value();

    EXPECT_GT(second.message, first.message);
    EXPECT_GT(second.delivery, first.delivery);
}

TEST_F(MessageLogTest, AFullQueueRefusesAtOnce)
{
    options_.max_waiting = 0;
    reopen();

    EXPECT_EQ(append(arrival(1)).error().code, Errc::overloaded);
}

TEST_F(MessageLogTest, WhatAFullDiskRefusedIsNoCopyWhenItComesAgain)
{
    disk_.write_error = SQLITE_FULL;
    const Result<Stored> refused = append(arrival(1));
    disk_.write_error = SQLITE_OK;
    const Result<Stored> again = append(arrival(1));

    EXPECT_EQ(refused.error().code, Errc::storage_unavailable);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_FALSE(again->is_copy);
    EXPECT_EQ(pending().size(), 1u);
    EXPECT_TRUE(failures_.empty());
}

TEST_F(MessageLogTest, AFailedSyncIsNeverFollowedByAPromise)
{
    ASSERT_TRUE(append(arrival(1)));

    disk_.fail_syncs = true;
    const Result<Stored> during = append(arrival(2));
    disk_.fail_syncs = false;

    EXPECT_EQ(during.error().code, Errc::storage_unavailable);
    EXPECT_EQ(append(arrival(3)).error().code, Errc::storage_unavailable);
    EXPECT_EQ(append(arrival(1)).error().code, Errc::storage_unavailable) << "not even a copy";
    ASSERT_EQ(failures_.size(), 1u);
    EXPECT_EQ(failures_[0].kind, FailureKind::sync_failed);
}

TEST_F(MessageLogTest, AFileThatIsNoDatabaseIsRefusedByName)
{
    store_.reset();
    fs::remove(options_.file);
    fs::resize_file(dir_ / "messages.db-wal", 0);
    std::ofstream{options_.file} << std::string(8192, 'x');
    try {
        reopen();
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string{error.what()}.find(options_.file.string()), std::string::npos);
    }
}

}  // namespace
}  // namespace mysigfox::storage
