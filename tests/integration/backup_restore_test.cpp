// Stores that come back, and everything that may speak against it.
#include "storage/sqlite.hpp"

#include "support/backup_fixture.hpp"

namespace mysigfox::storage {
namespace {

namespace fs = std::filesystem;

class BackupRestoreTest : public test::BackupTest {
protected:
    /// A backup of three messages and a device, everything closed.
    BackupRestoreTest()
    {
        for (int i = 0; i < 3; ++i) append(i);
        add_device(0x21DF4E);
        back_up();
        close();
    }

    /// Another machine, with the key if it was brought along.
    fs::path new_machine(bool has_key) const
    {
        const fs::path path = dir_ / "new";
        fs::create_directory(path);
        if (has_key) fs::copy_file(state_ / "key", path / "key");
        return path;
    }

    Result<void> restore_into(const fs::path& path, const std::string& aside = {})
    {
        const auto directory = StateDirectory::open(path, StateDirectory::HalfRestored::accepted);
        EXPECT_TRUE(directory.has_value());
        return restore(**backup(), *directory, aside);
    }

    static std::int64_t messages_in(const fs::path& path)
    {
        Database db{path / "messages.db", Database::Mode::read_write};
        const Statement count = db.prepare("SELECT count(*) FROM message");
        Cursor row = count.query();
        row.next();
        return row.integer(0);
    }
};

TEST_F(BackupRestoreTest, OnANewMachineWithTheKeyEverythingIsThere)
{
    const fs::path place = new_machine(true);

    const Result<void> restored = restore_into(place);

    ASSERT_TRUE(restored.has_value()) << restored.error().detail;
    EXPECT_EQ(messages_in(place), 3);
    EXPECT_FALSE(fs::exists(place / "restoring"));
    EXPECT_TRUE(StateDirectory::open(place).has_value());
}

TEST_F(BackupRestoreTest, NobodyIsSignedInByABackup)
{
    open();
    Database db{state_ / "registry.db", Database::Mode::read_write};
    db.execute(
        "INSERT INTO customer(email, email_key, language, created, changed)"
        " VALUES('a@b.cz', 'a@b.cz', 'cs', 1, 1)");
    db.execute("INSERT INTO sign_in(hash, customer, ends) VALUES(zeroblob(32), 1, 2)");
    std::filesystem::remove(file_);
    back_up();
    const fs::path place = new_machine(true);

    ASSERT_TRUE(restore_into(place).has_value());

    Database restored{place / "registry.db", Database::Mode::read_write};
    EXPECT_FALSE(restored.prepare("SELECT 1 FROM sign_in").query().next());
    EXPECT_TRUE(restored.prepare("SELECT 1 FROM customer").query().next());
}

TEST_F(BackupRestoreTest, WithoutTheKeyOrWithAnotherNothingIsTouched)
{
    const fs::path place = new_machine(false);
    const Result<void> without = restore_into(place);
    ASSERT_FALSE(without.has_value());
    EXPECT_EQ(without.error().code, Errc::bad_configuration);
    EXPECT_THAT(without.error().detail, testing::HasSubstr((*backup())->facts().key_id));
    EXPECT_FALSE(fs::exists(place / "key"));

    ASSERT_TRUE(SecretKey::open_or_create(place / "key").has_value());
    const Result<void> with_another = restore_into(place);
    ASSERT_FALSE(with_another.has_value());
    EXPECT_EQ(with_another.error().code, Errc::bad_configuration);
    EXPECT_FALSE(fs::exists(place / "messages.db"));
}

TEST_F(BackupRestoreTest, StoresThatAreThereStayUnlessTheyMayGoAside)
{
    open();
    append(100);
    close();
    const Result<void> refused = restore_into(state_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_EQ(messages_in(state_), 4);

    const Result<void> restored = restore_into(state_, "before");

    ASSERT_TRUE(restored.has_value()) << restored.error().detail;
    EXPECT_EQ(messages_in(state_), 3);
    EXPECT_EQ(messages_in(state_ / "before"), 4);
    EXPECT_FALSE(fs::exists(state_ / "before" / "key"));
}

TEST_F(BackupRestoreTest, ARestoreBrokenOffIsNoticedAndCanBeRepeated)
{
    fs::create_directory(state_ / "restoring");
    fs::rename(state_ / "messages.db", state_ / "restoring" / "messages.db");
    const auto opened = StateDirectory::open(state_);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, Errc::storage_unavailable);
    EXPECT_THAT(opened.error().detail, testing::HasSubstr("restore"));

    ASSERT_TRUE(restore_into(state_, "before").has_value());

    EXPECT_EQ(messages_in(state_), 3);
    EXPECT_TRUE(StateDirectory::open(state_).has_value());
}

TEST_F(BackupRestoreTest, TheTimeOfTheLastBackupIsRemembered)
{
    EXPECT_FALSE(last_backup(state_).has_value());
    ASSERT_TRUE(note_backup(state_).has_value());
    const auto at = last_backup(state_);
    ASSERT_TRUE(at.has_value());
    EXPECT_LT(SystemClock{}.now() - *at, std::chrono::minutes{5});
}

TEST_F(BackupRestoreTest, AMovedFileTakesThePlaceOfWhatWasThere)
{
    std::ofstream{dir_ / "old"} << "old";
    ASSERT_TRUE(move_file(file_, dir_ / "old").has_value());
    EXPECT_FALSE(fs::exists(file_));
    EXPECT_TRUE(open_backup(dir_ / "old", BackupState::finished).has_value());
}

}  // namespace
}  // namespace mysigfox::storage
