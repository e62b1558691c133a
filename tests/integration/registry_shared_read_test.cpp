// Look-ups of a loop share a transaction, and nobody notices.
#include "storage/shared_read.hpp"
#include "support/registry_test.hpp"

#include <gtest/gtest.h>

namespace mysigfox::test {
namespace {

using storage::CommitCount;
using storage::Cursor;
using storage::Database;
using storage::SharedRead;

using SharedLookUps = RegistryTest;

TEST_F(SharedLookUps, SeeWhatWasCommittedBefore)
{
    const auto reader = store_->make_loop_reader();
    EXPECT_FALSE(reader->ownership(kDevice));
    import(row(kDevice));
    ASSERT_TRUE(reader->ownership(kDevice));
    import(without_token(row(kDevice, "a@example.com", kUrl)));
    EXPECT_EQ(reader->target(kDevice).value().url, kUrl);
    reader->rest();
    EXPECT_TRUE(reader->device(kDevice));
}

TEST(SharedRead, LastsUntilACommitOrARestAndNoLonger)
{
    const TemporaryDirectory dir;
    Database writer{dir / "some.db", Database::Mode::read_write};
    writer.execute("PRAGMA journal_mode = WAL; CREATE TABLE t(n); INSERT INTO t VALUES(1)");
    Database db{dir / "some.db", Database::Mode::read_only};
    const auto count = db.prepare("SELECT count(*) FROM t");
    CommitCount commits;
    SharedRead shared{db, commits};
    const auto look_up = [&] {
        shared.join();
        Cursor row = count.query();
        row.next();
        return row.integer(0);
    };
    EXPECT_EQ(look_up(), 1);
    writer.execute("INSERT INTO t VALUES(2)");
    EXPECT_EQ(look_up(), 1) << "nobody was told of it yet";
    commits.add();
    EXPECT_EQ(look_up(), 2);
    EXPECT_TRUE(db.is_in_transaction());
    shared.rest();
    EXPECT_FALSE(db.is_in_transaction()) << "or the write-ahead log could not start over";
}

}  // namespace
}  // namespace mysigfox::test
