// What the one writing thread promises, on a real file and on disks that fail.
#include "storage/commit_thread.hpp"
#include "storage/schema.hpp"

#include "mysigfox/net/io_threads.hpp"
#include "support/fault_vfs.hpp"
#include "support/run_task.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <atomic>
#include <future>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>

namespace mysigfox::storage {
namespace {

namespace asio = boost::asio;

constexpr std::array<const char*, 1> kNumbersSchema{"CREATE TABLE t(n INTEGER)"};

/// A list of numbers in a file, and how many of them memory knows of.
class Numbers final : public Writer {
public:
    explicit Numbers(const std::filesystem::path& file)
        : db_(open_writer(file, Durability::full, kNumbersSchema)),
          insert_(db_.prepare("INSERT INTO t VALUES(?)"))
    {
    }

    Database& database() override { return db_; }
    void batch_begins() override { uncommitted_ = 0; }
    void batch_was_rolled_back() noexcept override { known_ -= uncommitted_; }

    Result<int> insert(int n)
    {
        if (n < 0) return make_error(Errc::invalid_value, "negative");
        insert_.run(n);
        ++uncommitted_;
        ++known_;
        return n;
    }
    int known() const { return known_; }

private:
    Database db_;
    Statement insert_;
    int uncommitted_ = 0;
    std::atomic<int> known_ = 0;
};

class CommitThreadTest : public testing::Test {
protected:
    CommitThreadTest() { start(); }

    void start(std::size_t max_waiting = 4096)
    {
        thread_.reset();
        numbers_ = std::make_unique<Numbers>(dir_ / "numbers.db");
        const auto on_failure = [this](const Failure& failure) { failures_.push_back(failure); };
        thread_ = std::make_unique<CommitThread>(
            *numbers_, CommitOptions{max_waiting, Durability::full, on_failure});
    }

    Task<Result<int>> insert(int n)
    {
        auto change = [this, n] { return numbers_->insert(n); };
        return thread_->commit(change);
    }
    Result<int> insert_now(int n) { return test::run_task(insert(n)); }

    std::int64_t count_in_file() const
    {
        Database db{dir_ / "numbers.db", Database::Mode::read_only};
        const Statement count = db.prepare("SELECT count(*) FROM t");
        Cursor row = count.query();
        row.next();
        return row.integer(0);
    }

    test::FaultVfs disk_;
    test::TemporaryDirectory dir_;
    std::vector<Failure> failures_;  // written by the thread, read once it has answered
    std::unique_ptr<Numbers> numbers_;
    std::unique_ptr<CommitThread> thread_;
};

TEST_F(CommitThreadTest, WhatWasAnsweredIsInTheFile)
{
    const Result<int> result = insert_now(7);

    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(*result, 7);
    EXPECT_EQ(count_in_file(), 1);
}

TEST_F(CommitThreadTest, OneChangeCostsOneSync)
{
    ASSERT_TRUE(insert_now(1));
    const int before = disk_.syncs;

    ASSERT_TRUE(insert_now(2));

    EXPECT_EQ(disk_.syncs - before, 1);
}

TEST_F(CommitThreadTest, WhatGathersDuringACommitSharesTheNextSync)
{
    ASSERT_TRUE(insert_now(0));
    std::latch held{1};
    std::latch reached{1};
    asio::io_context io;
    auto hold = [&] {
        reached.count_down();
        held.wait();
        return numbers_->insert(1);
    };
    asio::co_spawn(io, thread_->commit(hold), asio::detached);
    io.poll();
    reached.wait();  // the thread is in a batch of its own now
    const int before = disk_.syncs;
    for (int n = 0; n < 50; ++n) asio::co_spawn(io, insert(n), asio::detached);
    io.poll();

    held.count_down();
    io.run();

    EXPECT_EQ(disk_.syncs - before, 2) << "the batch that was held, and one for all the others";
    EXPECT_EQ(count_in_file(), 52);
}

TEST_F(CommitThreadTest, EverybodyIsResumedOnHisOwnLoop)
{
    net::IoThreads loops{3};
    std::atomic<int> astray = 0;
    std::vector<std::future<void>> all;
    auto work = [&](int n) -> Task<void> {
        const auto before = std::this_thread::get_id();
        const Result<int> result = co_await insert(n);
        if (!result || std::this_thread::get_id() != before) ++astray;
    };
    for (int n = 0; n < 300; ++n) {
        const auto loop = loops.at(static_cast<std::size_t>(n));
        all.push_back(asio::co_spawn(loop, work(n), asio::use_future));
    }

    loops.start();
    for (auto& one : all) one.get();
    loops.finish();

    EXPECT_EQ(astray, 0);
    EXPECT_EQ(count_in_file(), 300);
}

TEST_F(CommitThreadTest, ARefusalByTheChangeHurtsNobodyElse)
{
    asio::io_context io;
    auto bad = asio::co_spawn(io, insert(-1), asio::use_future);
    auto good = asio::co_spawn(io, insert(1), asio::use_future);
    io.run();

    EXPECT_EQ(bad.get().error().code, Errc::invalid_value);
    EXPECT_TRUE(good.get());
    EXPECT_EQ(count_in_file(), 1);
}

TEST_F(CommitThreadTest, RefusesMoreThanItMayHold)
{
    start(0);

    EXPECT_EQ(insert_now(1).error().code, Errc::overloaded);
}

TEST_F(CommitThreadTest, AChangeThatThrowsFailsItsBatchAndNoOther)
{
    auto out_of_memory = [this]() -> Result<int> {
        numbers_->insert(1).value();
        throw std::bad_alloc{};
    };

    const Result<int> failed = test::run_task(thread_->commit(out_of_memory));

    EXPECT_EQ(failed.error().code, Errc::storage_unavailable);
    EXPECT_EQ(failed.error().detail, "out of memory");
    EXPECT_EQ(numbers_->known(), 0);
    EXPECT_TRUE(insert_now(2));
    EXPECT_EQ(count_in_file(), 1);
}

TEST_F(CommitThreadTest, AFailedSyncIsNeverFollowedByAPromise)
{
    ASSERT_TRUE(insert_now(1));

    disk_.fail_syncs = true;
    const Result<int> during = insert_now(2);
    disk_.fail_syncs = false;
    const Result<int> after = insert_now(3);

    EXPECT_EQ(during.error().code, Errc::storage_unavailable);
    EXPECT_EQ(after.error().code, Errc::storage_unavailable);
    ASSERT_EQ(failures_.size(), 1u);
    EXPECT_EQ(failures_[0].kind, FailureKind::sync_failed);
    EXPECT_NE(failures_[0].detail.find("numbers.db"), std::string::npos) << failures_[0].detail;
    EXPECT_EQ(numbers_->known(), 1);
}

TEST_F(CommitThreadTest, AFullDiskRefusesAndThenGoesOn)
{
    ASSERT_TRUE(insert_now(1));

    disk_.write_error = SQLITE_FULL;
    const Result<int> during = insert_now(2);
    disk_.write_error = SQLITE_OK;
    const Result<int> after = insert_now(3);

    EXPECT_EQ(during.error().code, Errc::storage_unavailable);
    EXPECT_TRUE(after) << after.error().detail;
    EXPECT_TRUE(failures_.empty());
    EXPECT_EQ(count_in_file(), 2);
    EXPECT_EQ(numbers_->known(), 2);
}

TEST_F(CommitThreadTest, FindsOutThatItCanWriteAgainThoughNobodyAsks)
{
    Metrics metrics;
    CommitOptions options;
    options.meter = std::make_shared<CommitMeter>(metrics, "numbers");
    options.idle = std::chrono::milliseconds{10};
    thread_.reset();  // one at a time
    thread_ = std::make_unique<CommitThread>(*numbers_, options);
    const auto is_refusing = [&options] { return options.meter->refusing.value() != 0; };
    const auto wait_for_rounds = [&options](std::uint64_t rounds) {
        const std::uint64_t end = options.meter->rounds.value() + rounds;
        while (options.meter->rounds.value() < end) std::this_thread::yield();
    };
    ASSERT_TRUE(insert_now(1));
    EXPECT_EQ(options.meter->seconds.value().count(), 1U);
    EXPECT_EQ(options.meter->changes.value(), 1U);

    disk_.write_error = SQLITE_FULL;
    ASSERT_FALSE(insert_now(2));
    wait_for_rounds(3);
    EXPECT_TRUE(is_refusing());
    EXPECT_EQ(options.meter->failures.value(), 1U) << "what it tries itself is no change refused";
    disk_.write_error = SQLITE_OK;
    wait_for_rounds(3);

    EXPECT_FALSE(is_refusing());
    EXPECT_EQ(count_in_file(), 1);
    thread_.reset();
}

TEST_F(CommitThreadTest, ADiskThatCannotWriteIsGivenUp)
{
    disk_.write_error = SQLITE_IOERR_WRITE;
    const Result<int> during = insert_now(1);
    disk_.write_error = SQLITE_OK;

    EXPECT_EQ(during.error().code, Errc::storage_unavailable);
    EXPECT_EQ(insert_now(2).error().code, Errc::storage_unavailable);
    ASSERT_EQ(failures_.size(), 1u);
    EXPECT_EQ(failures_[0].kind, FailureKind::sync_failed);
}

TEST_F(CommitThreadTest, DamageIsReportedAsDamage)
{
    auto damaged = []() -> Result<int> { throw SqliteError(SQLITE_CORRUPT, "malformed"); };

    const Result<int> during = test::run_task(thread_->commit(damaged));

    EXPECT_EQ(during.error().code, Errc::storage_unavailable);
    EXPECT_EQ(insert_now(1).error().code, Errc::storage_unavailable);
    ASSERT_EQ(failures_.size(), 1u);
    EXPECT_EQ(failures_[0].kind, FailureKind::corrupt);
}

TEST_F(CommitThreadTest, DestructionCommitsWhatWaitsAndEmptiesTheLog)
{
    asio::io_context io;
    int answered = 0;
    auto work = [&](int n) -> Task<void> {
        const Result<int> result = co_await insert(n);
        if (result) ++answered;
    };
    for (int n = 0; n < 50; ++n) asio::co_spawn(io, work(n), asio::detached);
    io.poll();  // all of them wait now, or are through

    thread_.reset();
    io.run();

    EXPECT_EQ(answered, 50);
    EXPECT_EQ(std::filesystem::file_size(dir_ / "numbers.db-wal"), 0u);
    EXPECT_EQ(count_in_file(), 50);
}

TEST_F(CommitThreadTest, OneCoroutinesDefectLeavesTheOthersResumed)
{
    asio::io_context io;
    int resumed = 0;
    auto work = [&](int n) -> Task<void> {
        const Result<int> result = co_await insert(n);
        resumed += result ? 1 : 0;
    };
    std::latch held{1};
    auto hold = [&] {
        held.wait();
        return numbers_->insert(0);
    };
    const auto defect = [](const std::exception_ptr&, const Result<int>&) {
        throw std::runtime_error("a defect");
    };
    asio::co_spawn(io, thread_->commit(hold), defect);
    io.poll();
    for (int n = 0; n < 10; ++n) {
        asio::co_spawn(io, work(n), asio::detached);
        asio::co_spawn(io, insert(n), defect);
    }
    io.poll();
    held.count_down();

    bool is_over = false;
    while (!is_over) {
        try {
            io.run();
            is_over = true;
        } catch (const std::exception&) {
            // what the event loops of the program log
        }
    }

    EXPECT_EQ(resumed, 10);
}

// A loop that is destroyed with coroutines waiting must not leak or crash.
TEST_F(CommitThreadTest, AbandonedCoroutinesAreReleased)
{
    asio::io_context io;
    asio::co_spawn(io, insert(1), [](const std::exception_ptr&, const Result<int>&) {});
    io.poll();
    thread_.reset();
}

TEST_F(CommitThreadTest, TheLogIsEmptiedWhenItIsLong)
{
    const std::string big(1 << 20, 'x');
    auto grow = [&]() -> Result<int> {
        numbers_->database().prepare("INSERT INTO t VALUES(?)").run(big);
        return 1;
    };

    for (int i = 0; i < 60; ++i) ASSERT_TRUE(test::run_task(thread_->commit(grow)));

    EXPECT_LT(std::filesystem::file_size(dir_ / "numbers.db-wal"), std::uintmax_t{24} << 20);
}

TEST_F(CommitThreadTest, ALoanIsOutsideAnyTransactionAndGivesItsExceptionBack)
{
    bool was_in_transaction = true;
    thread_->lend([&](Database& db) { was_in_transaction = db.is_in_transaction(); });
    EXPECT_FALSE(was_in_transaction);

    EXPECT_THROW(thread_->lend([](Database&) { throw std::runtime_error("mine"); }),
                 std::runtime_error);
    EXPECT_TRUE(insert_now(1));
    EXPECT_TRUE(failures_.empty()) << "what a borrower does wrong is no failure of the store";
}

TEST_F(CommitThreadTest, WhoeverCommitsWaitsForOneLoanAndNotForAllOfThem)
{
    std::latch held{1};
    std::latch reached{1};
    std::atomic<int> served = 0;
    std::thread first{[&] {
        thread_->lend([&](Database&) {
            reached.count_down();
            held.wait();
        });
    }};
    reached.wait();
    asio::io_context io;
    int served_before_commit = -1;
    auto count = [&]() -> Result<int> {
        served_before_commit = served;
        return numbers_->insert(1);
    };
    asio::co_spawn(io, thread_->commit(count), asio::detached);
    io.poll();
    std::vector<std::thread> others;
    for (int i = 0; i < 5; ++i) {
        others.emplace_back([&] { thread_->lend([&](Database&) { ++served; }); });
    }

    held.count_down();
    io.run();
    first.join();
    for (std::thread& one : others) one.join();

    EXPECT_EQ(served_before_commit, 0);
    EXPECT_EQ(served, 5);
    EXPECT_EQ(count_in_file(), 1);
}

}  // namespace
}  // namespace mysigfox::storage
