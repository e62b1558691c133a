// A copy of stores that are in use, and what makes it a backup.
#include "storage/archive.hpp"
#include "storage/page_copy.hpp"
#include "storage/plain_file.hpp"
#include "storage/schema.hpp"

#include "support/backup_fixture.hpp"

#include <sys/stat.h>

#include <atomic>
#include <thread>

namespace mysigfox::storage {
namespace {

using test::run_task;

class BackupCopyTest : public test::BackupTest {};

TEST_F(BackupCopyTest, HoldsEveryStoreAndSaysHowManyRows)
{
    for (int i = 0; i < 20; ++i) append(i);
    add_device(0x21DF4E);

    const BackupFacts facts = back_up();

    ASSERT_EQ(facts.stores.size(), 4u);
    EXPECT_EQ(facts.stores[0].name, "messages.db");
    EXPECT_EQ(facts.stores[1].name, "registry.db");
    EXPECT_EQ(rows_in(facts, "messages.db", "message"), 20);
    EXPECT_EQ(rows_in(facts, "messages.db", "delivery"), 20);
    EXPECT_EQ(rows_in(facts, "registry.db", "device"), 1);
    EXPECT_EQ(rows_in(facts, "mail.db", "letter"), 0);
    const auto opened = backup();
    ASSERT_TRUE(opened.has_value()) << opened.error().detail;
    EXPECT_EQ((*opened)->facts().stores, facts.stores);
    EXPECT_TRUE((*opened)->verify({}).has_value());
    struct stat info {};
    ASSERT_EQ(::stat(file_.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST_F(BackupCopyTest, HoldsWhatWasStoredBeforeItBeganThoughMoreComesAllTheTime)
{
    constexpr int kBefore = 3'000;
    for (int i = 0; i < kBefore; ++i) append(i);
    std::atomic<bool> is_over = false;
    std::atomic<int> during = 0;
    std::thread traffic{[&] {
        for (int i = kBefore; !is_over; ++i) {
            append(i);
            // Pages that may have been copied already are changed, too.
            DeliveryUpdate update;
            update.id = DeliveryId{1 + i % kBefore};
            update.state = DeliveryState::delivered;
            run_task(messages_->outbox().record(update)).value();
            ++during;
        }
    }};

    const Result<void> copied = copy_stores(lent(), order());
    is_over = true;
    traffic.join();

    ASSERT_TRUE(copied.has_value()) << copied.error().detail;
    const BackupFacts facts = finish();  // a copy that is torn is found out here
    EXPECT_GE(rows_in(facts, "messages.db", "message"), kBefore);
    EXPECT_EQ(rows_in(facts, "messages.db", "message"), rows_in(facts, "messages.db", "delivery"));
    EXPECT_GT(during, 0);
}

TEST_F(BackupCopyTest, NobodyNeedsADaemonForIt)
{
    for (int i = 0; i < 7; ++i) append(i);
    const CopyOrder alone = order();
    close();
    const auto directory = StateDirectory::open(state_);

    const Result<void> copied = copy_stores(*directory, alone);

    ASSERT_TRUE(copied.has_value()) << copied.error().detail;
    EXPECT_EQ(rows_in(finish(), "messages.db", "message"), 7);
}

TEST_F(BackupCopyTest, ReportsHowFarItIsAndEndsWhenItIsToldTo)
{
    for (int i = 0; i < 3'000; ++i) append(i);
    std::stop_source stop;
    CopyOrder told = order();
    told.stop = stop.get_token();
    std::uint64_t total = 0;
    told.tell = [&](std::uint64_t done, std::uint64_t all) {
        EXPECT_LE(done, all);
        total = all;
        stop.request_stop();
    };

    const Result<void> copied = copy_stores(lent(), told);

    EXPECT_GT(total, 0u);
    EXPECT_FALSE(copied.has_value());
    EXPECT_FALSE(std::filesystem::exists(file_));
    append(9'999);  // the store is as it was
}

TEST_F(BackupCopyTest, AFlippedBitAnywhereInAStoreIsFound)
{
    append(1);
    back_up();
    const PlainFile archive{file_, PlainFile::Open::read};
    for (const ArchiveEntry& entry : read_archive(archive)) {
        if (entry.name.ends_with(".json")) continue;
        const std::uint64_t at = entry.begin + entry.size / 2;
        flip_a_bit(at);
        const auto opened = backup();
        ASSERT_TRUE(opened.has_value());
        const Result<void> verified = (*opened)->verify({});
        ASSERT_FALSE(verified.has_value()) << entry.name;
        EXPECT_EQ(verified.error().code, Errc::invalid_value);
        EXPECT_THAT(verified.error().detail, testing::HasSubstr(entry.name));
        flip_a_bit(at);
    }
    EXPECT_TRUE((*backup())->verify({}).has_value());
}

TEST_F(BackupCopyTest, WhatIsCutUnfinishedOrNoBackupIsRefused)
{
    append(1);
    ASSERT_TRUE(copy_stores(lent(), order()).has_value());
    const auto unfinished = backup();
    ASSERT_FALSE(unfinished.has_value());
    EXPECT_EQ(unfinished.error().code, Errc::invalid_value);
    finish();
    std::filesystem::resize_file(file_, std::filesystem::file_size(file_) / 2);
    EXPECT_EQ(backup().error().code, Errc::invalid_value);
    std::ofstream{file_} << "something else";
    EXPECT_EQ(backup().error().code, Errc::invalid_value);
    std::filesystem::remove(file_);
    EXPECT_EQ(backup().error().code, Errc::storage_unavailable);
}

TEST_F(BackupCopyTest, ADamagedStoreMakesNoBackup)
{
    for (int i = 0; i < 500; ++i) append(i);
    ASSERT_TRUE(copy_stores(lent(), order()).has_value());
    const PlainFile archive{file_, PlainFile::Open::change};
    const ArchiveEntry messages = read_archive(archive).at(1);
    ASSERT_EQ(messages.name, "messages.db");
    archive.write(messages.begin + 8 * 4'096, std::string(2 * 4'096, 'x'));

    const auto copy = open_backup(file_, BackupState::copied);
    const Result<void> finished = (*copy)->finish({});

    ASSERT_FALSE(finished.has_value());
    EXPECT_EQ(finished.error().code, Errc::invalid_value);
    EXPECT_THAT(finished.error().detail, testing::HasSubstr("messages.db"));
}

TEST_F(BackupCopyTest, AStoreOfANewerProgramIsNotUnderstood)
{
    const CopyOrder alone = order();
    close();
    {
        Database db{state_ / "inbox.db", Database::Mode::read_write};
        db.execute("PRAGMA user_version = 99");
    }
    const auto directory = StateDirectory::open(state_);
    ASSERT_TRUE(copy_stores(*directory, alone).has_value());
    finish();

    const Result<void> verified = (*backup())->verify({});

    ASSERT_FALSE(verified.has_value());
    EXPECT_EQ(verified.error().code, Errc::bad_configuration);
    EXPECT_THAT(verified.error().detail, testing::HasSubstr("99"));
}

TEST_F(BackupCopyTest, PagesChangedAfterTheyWereCopiedAreChangedInTheCopy)
{
    close();
    constexpr std::array<const char*, 1> kTable{"CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT)"};
    Database db = open_writer(dir_ / "any.db", Durability::normal, kTable);
    const Statement insert = db.prepare("INSERT INTO t(x) VALUES(?)");
    {
        Transaction transaction{db};
        for (int i = 0; i < 2'000; ++i) insert.run(std::string(400, 'a'));
        transaction.commit();
    }
    const PlainFile file{file_, PlainFile::Open::make_new};
    {
        PageCopy copy{db, Window{file.descriptor(), kArchiveBlock}};
        ASSERT_TRUE(copy.step(100));
        db.execute("UPDATE t SET x = 'changed' WHERE id = 1");
        {
            Transaction taken_back{db};
            db.execute("UPDATE t SET x = 'never' WHERE id = 2");
        }
        while (copy.step(100)) {
        }
    }
    Database read{Window{file.descriptor(), kArchiveBlock, file.size() - kArchiveBlock}};
    const Statement ask = read.prepare("SELECT group_concat(substr(x, 1, 7)) FROM t WHERE id < 4");
    Cursor row = ask.query();
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.text(0), "changed,aaaaaaa,aaaaaaa");
}

TEST_F(BackupCopyTest, ALinkInThePlaceOfTheFileIsNotFollowed)
{
    const auto elsewhere = dir_ / "elsewhere";
    std::ofstream{elsewhere} << "not ours";
    std::filesystem::create_symlink(elsewhere, file_);
    EXPECT_THROW((PlainFile{file_, PlainFile::Open::change}), std::runtime_error);
    std::filesystem::remove(file_);
    std::filesystem::create_hard_link(elsewhere, file_);
    EXPECT_THROW((PlainFile{file_, PlainFile::Open::change}), std::runtime_error);
    EXPECT_EQ(std::filesystem::file_size(elsewhere), 8u);
}

}  // namespace
}  // namespace mysigfox::storage
