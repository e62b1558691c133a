// registry.db as a file: what is in it, who may read it, what a reader sees, what is refused.
#include "storage/sqlite.hpp"
#include "support/fault_vfs.hpp"
#include "support/registry_test.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace mysigfox::storage {
namespace {

using namespace literals;
using test::run_task;
using testing::ElementsAre;
using testing::HasSubstr;

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

class RegistryFile : public test::RegistryTest {
protected:
    std::filesystem::path wal() const { return options_.file.string() + "-wal"; }
};

TEST_F(RegistryFile, NeverHoldsAToken)
{
    std::vector<ImportRow> rows;
    for (std::uint32_t i = 0; i < 300; ++i) {
        rows.push_back(row(DeviceId::from_value(i), "a@example.com", kUrl));
        if (i % 2 == 0) rows.back().token.reset();
    }
    std::vector<std::string> tokens{kToken};
    for (const ImportedRow& one : import(rows)) {
        if (one.new_token) tokens.push_back(one.new_token->reveal());
    }
    ASSERT_EQ(tokens.size(), 151u);
    tokens.push_back(run_task(registry().renew_token("10"_device, now()))->reveal());

    const std::string written = bytes_of(wal());
    ASSERT_THAT(written, HasSubstr(kUrl)) << "the log is where the import is by now";
    reader_.reset();
    store_.reset();
    const std::string settled = bytes_of(options_.file);
    ASSERT_THAT(settled, HasSubstr(kUrl));
    for (const std::string& one : tokens) {
        EXPECT_EQ(written.find(one), std::string::npos);
        EXPECT_EQ(settled.find(one), std::string::npos);
    }
}

TEST_F(RegistryFile, EqualTokensOfTwoDevicesLookDifferentAndAnotherKeyKnowsNone)
{
    import({row("1111"_device), row("2222"_device)});
    {
        Database db{options_.file, Database::Mode::read_only};
        const Statement hashes = db.prepare("SELECT count(DISTINCT token_hash) FROM device");
        Cursor count = hashes.query();
        ASSERT_TRUE(count.next());
        EXPECT_EQ(count.integer(0), 2);
    }
    import(row(kDevice));
    key_ = SecretKey{{9, 9, 9}};
    reopen();

    EXPECT_FALSE(enroll(form("a@example.com")).has_value());
}

TEST_F(RegistryFile, IsForItsOwnerAlone)
{
    import(row(kDevice));
    for (const char* end : {"", "-wal", "-shm"}) {
        struct stat info {};
        ASSERT_EQ(::stat((options_.file.string() + end).c_str(), &info), 0) << end;
        EXPECT_EQ(info.st_mode & 0777, 0600u) << end;
    }
}

TEST_F(RegistryFile, AReaderSeesEveryChangeAfterItsCommitAndHoldsNothingBack)
{
    EXPECT_FALSE(reader_->target(kDevice).has_value());
    import(row(kDevice));
    EXPECT_EQ(ownership().webhook, kNoWebhook);
    ASSERT_TRUE(enroll(form("a@example.com")).has_value());
    EXPECT_EQ(reader_->target(kDevice)->url, kUrl);
    ASSERT_TRUE(enroll(form("a@example.com", kOtherUrl)).has_value());
    EXPECT_EQ(reader_->target(kDevice)->url, kOtherUrl);
    EXPECT_EQ(reader_->target(kDevice)->ownership.webhook, ownership().webhook);

    store_.reset();  // checkpoints and truncates, though the reader still lives

    EXPECT_EQ(std::filesystem::file_size(wal()), 0u);
}

TEST_F(RegistryFile, WhatWasCommittedIsThereAfterwards)
{
    import(row(kDevice, "a@example.com", kUrl));
    const Ownership before = ownership();

    reopen();

    EXPECT_EQ(ownership().owner, before.owner);
    EXPECT_EQ(ownership().webhook, before.webhook);
    EXPECT_EQ(record().created, now());
    EXPECT_FALSE(enroll(form("b@example.com")).has_value());
    EXPECT_TRUE(enroll(form("a@example.com")).has_value());
}

TEST_F(RegistryFile, DevicesAreListedInPagesInTheOrderOfTheirIds)
{
    import({row("FFFFFFFF"_device), row("0"_device), row("ABCD"_device), row("2"_device)});
    const auto page = [this](std::optional<DeviceId> after, std::size_t limit) {
        std::vector<std::string> ids;
        for (const auto& one : reader_->devices(after, limit)) ids.push_back(one.id.str());
        return ids;
    };
    EXPECT_THAT(page(std::nullopt, 2), ElementsAre("0000", "0002"));
    EXPECT_THAT(page("2"_device, 10), ElementsAre("ABCD", "FFFFFFFF"));
    EXPECT_THAT(page("FFFFFFFF"_device, 10), ElementsAre());
    EXPECT_EQ(reader_->count_devices(), 4u);
}

TEST_F(RegistryFile, OfANewerVersionIsRefusedByName)
{
    reader_.reset();
    store_.reset();
    Database{options_.file, Database::Mode::read_write}.execute("PRAGMA user_version = 99");

    try {
        reopen();
        FAIL() << "a newer schema was opened";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr(options_.file.string()));
        EXPECT_THAT(error.what(), HasSubstr("99"));
    }
}

TEST_F(RegistryFile, ThatIsNoDatabaseIsRefusedByName)
{
    reader_.reset();
    store_.reset();
    std::ofstream{options_.file} << std::string(4096, 'x');

    try {
        reopen();
        FAIL() << "a text file was opened";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr(options_.file.string()));
    }
}

TEST_F(RegistryFile, OnAFullDiskNothingIsChangedAndTheNextTryMayFit)
{
    reader_.reset();
    store_.reset();
    test::FaultVfs disk;
    reopen();
    import(row(kDevice));

    disk.write_error = SQLITE_FULL;
    const auto refused = enroll(form("a@example.com"));
    disk.write_error = SQLITE_OK;
    const auto stored = enroll(form("a@example.com"));

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::storage_unavailable);
    ASSERT_TRUE(stored.has_value());
    EXPECT_TRUE(stored->is_first) << "the first try left nothing behind";
    EXPECT_THAT(history(), ElementsAre(kUrl));
    reader_.reset();
    store_.reset();  // before the disk
}

TEST_F(RegistryFile, AfterAFailedSyncNothingMoreIsPromised)
{
    reader_.reset();
    store_.reset();
    test::FaultVfs disk;
    reopen();
    import(row(kDevice));

    disk.fail_syncs = true;
    const auto refused = enroll(form("a@example.com"));
    disk.fail_syncs = false;
    const auto later = enroll(form("a@example.com"));

    EXPECT_FALSE(refused.has_value());
    EXPECT_FALSE(later.has_value());
    ASSERT_EQ(failures_.size(), 1u);
    EXPECT_EQ(failures_[0].kind, FailureKind::sync_failed);
    EXPECT_THAT(failures_[0].detail, HasSubstr("registry.db"));
    reader_.reset();
    store_.reset();
}

}  // namespace
}  // namespace mysigfox::storage
