// A connection, its statements and transactions, on a real file.
#include "storage/sqlite.hpp"
#include "storage/schema.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace mysigfox::storage {
namespace {

class SqliteTest : public testing::Test {
protected:
    std::filesystem::path dir_ = [] {
        std::string name = (std::filesystem::temp_directory_path() / "relay-XXXXXX").string();
        return std::filesystem::path{::mkdtemp(name.data())};
    }();
    std::filesystem::path file_ = dir_ / "relay.db";
    ~SqliteTest() override { std::filesystem::remove_all(dir_); }
};

TEST_F(SqliteTest, CursorBindsReadsAndResets)
{
    Database db{file_, Database::Mode::read_write};
    db.execute("CREATE TABLE device(id INTEGER PRIMARY KEY, url TEXT)");
    const Statement insert = db.prepare("INSERT INTO device VALUES(?, ?)");
    insert.run(7, "http://a.example");
    insert.run(8, nullptr);
    const Statement find = db.prepare("SELECT url FROM device WHERE id = ?");

    for (int round = 0; round < 2; ++round) {
        Cursor row = find.query(7);
        ASSERT_TRUE(row.next());
        EXPECT_EQ(row.text(0), "http://a.example");
    }
    Cursor null_row = find.query(8);
    ASSERT_TRUE(null_row.next());
    EXPECT_TRUE(null_row.is_null(0));
}

TEST_F(SqliteTest, TransactionRollsBackUnlessCommitted)
{
    Database db{file_, Database::Mode::read_write};
    db.execute("CREATE TABLE t(n INTEGER)");
    try {
        Transaction tx{db};
        db.execute("INSERT INTO t VALUES(1)");
        throw std::runtime_error("boom");
    } catch (const std::runtime_error&) {
    }
    const Statement count = db.prepare("SELECT count(*) FROM t");

    Cursor row = count.query();

    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), 0);
}

TEST_F(SqliteTest, EveryKindOfValueComesBackAsItWentIn)
{
    Database db{file_, Database::Mode::read_write};
    db.execute("CREATE TABLE t(a, b, c, d, e, f)");
    const std::array<std::uint8_t, 3> bytes{0, 255, 7};
    enum class Color : std::uint8_t { red = 3 };
    db.prepare("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?)")
        .run(Color::red, -112.5, std::span<const std::uint8_t>{bytes}, std::optional<double>{},
             std::optional<std::uint16_t>{4095}, std::string_view{});
    const Statement all = db.prepare("SELECT a, b, c, d, e, f FROM t");

    Cursor row = all.query();

    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), 3);
    EXPECT_EQ(row.real(1), -112.5);
    EXPECT_TRUE(std::ranges::equal(row.blob(2), bytes));
    EXPECT_EQ(row.optional_real(3), std::nullopt);
    EXPECT_EQ(row.optional_integer(4), 4095);
    EXPECT_FALSE(row.is_null(5)) << "empty text is text";
    EXPECT_EQ(row.text(5), "");
}

TEST_F(SqliteTest, ReadersCannotWrite)
{
    Database writer{file_, Database::Mode::read_write};
    writer.execute("CREATE TABLE t(n INTEGER)");
    Database reader{file_, Database::Mode::read_only};

    EXPECT_THROW(reader.execute("INSERT INTO t VALUES(1)"), SqliteError);
}

TEST_F(SqliteTest, AFileThatIsNoDatabaseIsCalledCorrupt)
{
    std::ofstream{file_} << std::string(8192, 'x');
    Database db{file_, Database::Mode::read_write};
    try {
        db.execute("CREATE TABLE t(n INTEGER)");
        FAIL();
    } catch (const SqliteError& error) {
        EXPECT_TRUE(error.is_corruption());
        EXPECT_NE(std::string{error.what()}.find(file_.string()), std::string::npos);
    }
}

TEST_F(SqliteTest, NothingIsCheckpointedUnlessAskedFor)
{
    {
        Database db{file_, Database::Mode::read_write};
        db.execute("PRAGMA journal_mode=WAL");
        db.execute("CREATE TABLE t(n INTEGER)");
        EXPECT_GT(db.wal_pages(), 0);
    }
    EXPECT_GT(std::filesystem::file_size(file_.string() + "-wal"), 0u);

    Database db = open_writer(file_, Durability::full, {});
    db.checkpoint(Database::Checkpoint::truncate);

    EXPECT_EQ(std::filesystem::file_size(file_.string() + "-wal"), 0u);
}

constexpr std::array<const char*, 2> kSteps{"CREATE TABLE a(n INTEGER)",
                                            "ALTER TABLE a ADD COLUMN m INTEGER"};

TEST_F(SqliteTest, AnOlderFileIsBroughtUpToDateOnce)
{
    open_writer(file_, Durability::full, std::span{kSteps}.first(1))
        .execute("INSERT INTO a VALUES(1)");

    for (int round = 0; round < 2; ++round) {
        Database db = open_writer(file_, Durability::full, kSteps);
        const Statement all = db.prepare("SELECT n, m FROM a");
        Cursor row = all.query();
        ASSERT_TRUE(row.next());
        EXPECT_EQ(row.integer(0), 1);
        EXPECT_TRUE(row.is_null(1));
    }
}

TEST_F(SqliteTest, ANewerFileIsRefusedByName)
{
    open_writer(file_, Durability::full, kSteps);
    try {
        open_writer(file_, Durability::full, std::span{kSteps}.first(1));
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string{error.what()}.find(file_.string() + ": made by a newer version"),
                  std::string::npos);
    }
}

// The point of Cursor: a finished reader must not hold the log back.
TEST_F(SqliteTest, FinishedCursorLetsTheLogShrink)
{
    Database writer{file_, Database::Mode::read_write};
    writer.execute("PRAGMA journal_mode=WAL");
    writer.execute("CREATE TABLE t(n INTEGER)");
    writer.execute("INSERT INTO t VALUES(1),(2)");
    Database reader{file_, Database::Mode::read_only};
    const Statement all = reader.prepare("SELECT n FROM t");
    {
        Cursor rows = all.query();
        ASSERT_TRUE(rows.next());  // stops in the middle
    }

    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)");

    EXPECT_EQ(std::filesystem::file_size(file_.string() + "-wal"), 0u);
}

TEST_F(SqliteTest, SynchronousDefaultIsFull)
{
    Database db{file_, Database::Mode::read_write};
    db.execute("PRAGMA journal_mode=WAL");
    const Statement ask = db.prepare("PRAGMA synchronous");
    Cursor row = ask.query();
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), 2);
}

}  // namespace
}  // namespace mysigfox::storage
