// Files as every version of the tables made them, brought up to date.
#include "storage/earlier_copy.hpp"
#include "storage/invariants.hpp"
#include "storage/known_stores.hpp"
#include "storage/schema.hpp"

#include "mysigfox/base/error.hpp"
#include "support/temporary_directory.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/system/system_error.hpp>

#include <array>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

namespace mysigfox::storage {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

/// "registry.db" at version 2 is tests/data/schemas/registry-2.sql.
std::string dump_of(const KnownStore& store, std::size_t version)
{
    const std::string name{store.name.substr(0, store.name.find('.'))};
    std::ifstream file{fmt::format("{}/schemas/{}-{}.sql", TEST_DATA, name, version)};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> texts(Database& db, const std::string& sql)
{
    std::vector<std::string> all;
    const Statement ask = db.prepare(sql);
    for (Cursor row = ask.query(); row.next();) all.emplace_back(row.text(0));
    return all;
}

/// What every table holds, in columns that a file of an earlier version has as well.
using Content = std::map<std::string, std::vector<std::string>>;

Content content(Database& db, const std::map<std::string, std::vector<std::string>>& columns)
{
    Content all;
    for (const auto& [table, names] : columns) {
        std::string row;
        for (const std::string& name : names) {
            row += (row.empty() ? "quote(" : " || ' ' || quote(") + name + ")";
        }
        all[table] = texts(db, fmt::format("SELECT {} FROM {} ORDER BY 1", row, table));
    }
    return all;
}

std::map<std::string, std::vector<std::string>> columns_of(Database& db)
{
    std::map<std::string, std::vector<std::string>> columns;
    const std::string tables = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    for (const std::string& table : texts(db, tables)) {
        columns[table] = texts(db, "SELECT name FROM pragma_table_info('" + table + "')");
    }
    return columns;
}

std::vector<std::string> tables_and_indexes(Database& db)
{
    return texts(db,
                 "SELECT name || ': ' || sql FROM sqlite_schema WHERE sql IS NOT NULL"
                 " AND name NOT LIKE 'sqlite_%' ORDER BY name");
}

class StorageUpgradeTest : public testing::Test {
protected:
    fs::path made(const KnownStore& store, std::size_t version)
    {
        const fs::path file = directory_.path() / store.name;
        for (const char* const end : {"", "-wal", "-shm"}) fs::remove(file.string() + end);
        Database db{file, Database::Mode::read_write};
        db.execute(dump_of(store, version).c_str());
        return file;
    }

    std::vector<std::string> copies() const
    {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator{directory_.path()}) {
            const std::string name = entry.path().filename();
            if (name.find(".version-") != std::string::npos) names.push_back(name);
        }
        return names;
    }

    test::TemporaryDirectory directory_;
};

TEST_F(StorageUpgradeTest, EveryVersionThatThereWasKeepsItsContent)
{
    const auto key = SecretKey::open_or_create(directory_ / "key");
    for (const KnownStore& store : kKnownStores) {
        Database fresh = open_writer(directory_ / "fresh.db", Durability::full, store.steps());
        for (std::size_t version = 1; version <= store.steps().size(); ++version) {
            ASSERT_NE(dump_of(store, version), "")
                << store.name << ": a new version needs a dump in tests/data/schemas";
            const fs::path file = made(store, version);
            Database before{file, Database::Mode::read_only};
            const auto columns = columns_of(before);
            const Content held = content(before, columns);

            Database after = open_writer(file, Durability::full, store.steps());

            EXPECT_EQ(content(after, columns), held) << store.name << " " << version;
            EXPECT_EQ(tables_and_indexes(after), tables_and_indexes(fresh))
                << store.name << " " << version << ": a step that was released has changed";
            EXPECT_THAT(broken_in(after, store.name, *key), IsEmpty()) << store.name << version;
        }
        for (const char* const end : {"", "-wal", "-shm"}) {
            fs::remove((directory_ / "fresh.db").string() + end);
        }
    }
}

TEST_F(StorageUpgradeTest, AFileStaysBesideAsItWas)
{
    const KnownStore& registry = *known_store("registry.db");
    const fs::path file = made(registry, 1);
    const Content held = [&] {
        Database before{file, Database::Mode::read_only};
        return content(before, columns_of(before));
    }();

    open_writer(file, Durability::full, registry.steps());

    ASSERT_THAT(copies(), ElementsAre("registry.db.version-1"));
    const fs::path copy = directory_ / "registry.db.version-1";
    EXPECT_EQ(fs::status(copy).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    Database as_it_was{copy, Database::Mode::read_write};
    EXPECT_EQ(as_it_was.number("PRAGMA user_version"), 1);
    EXPECT_EQ(content(as_it_was, columns_of(as_it_was)), held);
    fs::remove(copy.string() + "-wal");
    fs::remove(copy.string() + "-shm");
}

TEST_F(StorageUpgradeTest, ACopyGoesAfterThirtyDaysAndWhenSomebodyIsForgotten)
{
    const KnownStore& registry = *known_store("registry.db");
    const fs::path file = made(registry, 1);
    const fs::path copy = file.string() + ".version-1";
    open_writer(file, Durability::full, registry.steps());
    open_writer(file, Durability::full, registry.steps());
    EXPECT_TRUE(fs::exists(copy)) << "not at the next start";

    fs::last_write_time(copy, fs::file_time_type::clock::now() - std::chrono::days{31});
    open_writer(file, Durability::full, registry.steps());
    EXPECT_FALSE(fs::exists(copy));

    std::ofstream{copy} << "x";
    std::ofstream{directory_ / "other.db.version-1"} << "x";
    forget_copies(file);
    EXPECT_THAT(copies(), ElementsAre("other.db.version-1"));
}

TEST_F(StorageUpgradeTest, NeitherANewFileNorOneThatIsTooLargeIsCopied)
{
    const KnownStore& registry = *known_store("registry.db");
    Database db = open_writer(directory_ / "registry.db", Durability::full, registry.steps());
    EXPECT_THAT(copies(), IsEmpty());
    EXPECT_FALSE(keep_copy(db, directory_ / "registry.db", 1, 4'096));
    EXPECT_THAT(copies(), IsEmpty());
}

TEST_F(StorageUpgradeTest, AStepThatFailsChangesNothing)
{
    const fs::path file = directory_ / "some.db";
    constexpr std::array<const char*, 1> kOne{"CREATE TABLE a(n); INSERT INTO a VALUES(1)"};
    constexpr std::array<const char*, 2> kBroken{kOne[0], "INSERT INTO a VALUES(2); nonsense"};
    open_writer(file, Durability::full, kOne);

    EXPECT_THROW(open_writer(file, Durability::full, kBroken), SqliteError);

    Database db = open_writer(file, Durability::full, kOne);
    EXPECT_EQ(db.number("SELECT count(*) FROM a"), 1);
}

TEST_F(StorageUpgradeTest, ANewerFileIsAWrongConfiguration)
{
    const fs::path file = directory_ / "some.db";
    Database{file, Database::Mode::read_write}.execute("PRAGMA user_version = 2");
    constexpr std::array<const char*, 1> kOne{"CREATE TABLE a(n)"};
    try {
        open_writer(file, Durability::full, kOne);
        FAIL();
    } catch (const boost::system::system_error& error) {
        EXPECT_EQ(error.code(), Errc::bad_configuration);
    }
}

/// It may be too large to be copied, and must be open again within half a minute.
TEST_F(StorageUpgradeTest, StepsOfMessagesOnlyAdd)
{
    const std::regex rewriting{"\\b(DROP|DELETE|UPDATE|RENAME|REPLACE|VACUUM|SELECT)\\b"};
    for (const char* const step : message_steps().subspan(1)) {
        EXPECT_FALSE(std::regex_search(step, rewriting)) << step;
    }
}

}  // namespace
}  // namespace mysigfox::storage
