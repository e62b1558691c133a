// Look-ups of one turn of a loop share a transaction, and nobody notices.
#include "storage/shared_read.hpp"
#include "support/registry_test.hpp"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace mysigfox::test {
namespace {

using storage::CommitCount;
using storage::Database;
using storage::SharedRead;

using SharedLookUps = RegistryTest;

TEST_F(SharedLookUps, SeeWhatWasCommittedEarlierInTheSameTurn)
{
    boost::asio::io_context loop;
    const auto reader = store_->make_reader(loop.get_executor());
    boost::asio::post(loop, [&] {
        EXPECT_FALSE(reader->ownership(kDevice));
        import(row(kDevice));
        ASSERT_TRUE(reader->ownership(kDevice));
        import(without_token(row(kDevice, "a@example.com", kUrl)));
        EXPECT_EQ(reader->target(kDevice).value().url, kUrl);
    });
    loop.run();
    EXPECT_TRUE(reader->device(kDevice));
    loop.restart();
    loop.run();
}

TEST(SharedRead, LastsAsLongAsTheTurnAndNoLonger)
{
    const TemporaryDirectory dir;
    Database writer{dir / "some.db", Database::Mode::read_write};
    writer.execute("PRAGMA journal_mode = WAL");
    Database db{dir / "some.db", Database::Mode::read_only};
    const CommitCount commits;
    boost::asio::io_context loop;
    SharedRead shared{db, loop.get_executor(), commits};
    for (int turn = 0; turn < 2; ++turn) {
        bool was_shared = false;
        boost::asio::post(loop, [&] { shared.join(); });
        boost::asio::post(loop, [&] { was_shared = db.is_in_transaction(); });
        loop.run();
        loop.restart();
        EXPECT_TRUE(was_shared) << "by what was ready at the same time";
        EXPECT_FALSE(db.is_in_transaction()) << "or the write-ahead log could not shrink";
    }
}

}  // namespace
}  // namespace mysigfox::test
