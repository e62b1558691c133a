// The request bins on a real file: names, what is kept of a request, and every bound.
#include "mysigfox/storage/inbox_store.hpp"

#include "support/manual_clock.hpp"
#include "support/run_task.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <atomic>
#include <set>

namespace mysigfox::storage {
namespace {

using test::run_task;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class InboxStoreTest : public testing::Test {
protected:
    InboxStoreTest()
    {
        options_.file = dir_ / "inbox.db";
        options_.clock = &clock_;
    }

    void open()
    {
        reader_.reset();
        store_.reset();
        store_ = open_inbox(options_);
        reader_ = store_->make_reader();
    }

    InboxNames create() { return run_task(store_->create(clock_.now())).value(); }

    InboxRequest request(std::string body) const
    {
        InboxRequest made;
        made.received = clock_.now();
        made.method = "POST";
        made.body = std::move(body);
        return made;
    }
    Result<InboxAnswer> append(const InboxNames& names, InboxRequest one)
    {
        return run_task(store_->append(names.write_name, std::move(one)));
    }
    bool exists(const InboxNames& names) const
    {
        return reader_->names(names.read_name).has_value();
    }

    /// Newest first.
    std::vector<std::string> bodies(const InboxNames& names) const
    {
        std::vector<std::string> found;
        const auto requests = reader_->requests(names.read_name).value();
        for (const InboxRequest& one : requests) found.push_back(one.body);
        return found;
    }

    test::ManualClock clock_;
    test::TemporaryDirectory dir_;
    InboxOptions options_;
    std::unique_ptr<InboxStore> store_;
    std::unique_ptr<InboxStore::Reader> reader_;
};

TEST_F(InboxStoreTest, NamesAreLongAndAllDifferent)
{
    open();
    std::set<std::string> names;
    for (int i = 0; i < 20; ++i) {
        const InboxNames made = create();
        for (const std::string& name : {made.write_name, made.read_name}) {
            EXPECT_EQ(name.size(), 20u);
            EXPECT_EQ(name.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz"),
                      std::string::npos);
            EXPECT_TRUE(names.insert(name).second);
        }
    }
}

TEST_F(InboxStoreTest, WhoMayWriteMayNotRead)
{
    open();
    const InboxNames names = create();

    EXPECT_FALSE(reader_->requests(names.write_name).has_value());
    EXPECT_FALSE(reader_->names(names.write_name).has_value());
    InboxNames swapped{names.read_name, names.write_name};
    const auto refused = append(swapped, request("x"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::not_found);
    EXPECT_EQ(reader_->names(names.read_name)->write_name, names.write_name);
}

TEST_F(InboxStoreTest, ARequestIsKeptAsGiven)
{
    open();
    const InboxNames names = create();
    InboxRequest given = request(std::string("\0\xFF{\"a\": 1}\r\n", 12));
    given.query = "a=1&b=%20\xC5\x99";
    given.fields = {
        {"Host", "example.com"}, {"X-Empty", ""}, {"", "1:2"}, {"X", std::string("\0:9", 3)}};

    ASSERT_TRUE(append(names, given).has_value());
    open();

    const auto found = reader_->requests(names.read_name).value();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].received, given.received);
    EXPECT_EQ(found[0].method, "POST");
    EXPECT_EQ(found[0].query, given.query);
    EXPECT_EQ(found[0].fields, given.fields);
    EXPECT_EQ(found[0].body, given.body);
    EXPECT_FALSE(found[0].is_truncated);
    EXPECT_GT(found[0].id, 0);
}

TEST_F(InboxStoreTest, WhatIsTooLargeIsCutAndSaysSo)
{
    open();
    const std::string kilobyte(1024, 'k');
    const auto with_body = [this](std::size_t size) { return request(std::string(size, 'b')); };
    const auto with_fields = [&](std::size_t count) {
        InboxRequest made = request("x");
        made.fields.assign(count, {"", kilobyte});
        return made;
    };
    const auto with_query = [this](std::size_t size) {
        InboxRequest made = request("x");
        made.query.assign(size, 'q');
        return made;
    };
    const struct {
        const char* what;
        InboxRequest given;
        std::size_t body, fields, query;
        bool is_truncated;
    } cases[] = {
        {"a body that just fits", with_body(65'536), 65'536, 0, 0, false},
        {"a body too large", with_body(65'537), 65'536, 0, 0, true},
        {"fields that just fit", with_fields(8), 1, 8, 0, false},
        {"fields too large", with_fields(9), 1, 8, 0, true},
        {"a query that just fits", with_query(8'192), 1, 0, 8'192, false},
        {"a query too large", with_query(8'193), 1, 0, 8'192, true},
    };
    for (const auto& [what, given, body, fields, query, is_truncated] : cases) {
        const InboxNames names = create();
        ASSERT_TRUE(append(names, given).has_value());
        const auto found = reader_->requests(names.read_name).value();
        ASSERT_THAT(found, SizeIs(1)) << what;
        EXPECT_EQ(found[0].body.size(), body) << what;
        EXPECT_EQ(found[0].fields.size(), fields) << what;
        EXPECT_EQ(found[0].query.size(), query) << what;
        EXPECT_EQ(found[0].is_truncated, is_truncated) << what;
    }
}

TEST_F(InboxStoreTest, AnInboxKeepsTheNewestRequests)
{
    options_.keep_requests = 3;
    open();
    const InboxNames names = create();
    const InboxNames other = create();
    ASSERT_TRUE(append(other, request("other")).has_value());
    EXPECT_THAT(bodies(names), IsEmpty());

    for (const char* body : {"1", "2", "3", "4", "5"}) {
        ASSERT_TRUE(append(names, request(body)).has_value());
    }

    EXPECT_THAT(bodies(names), ElementsAre("5", "4", "3"));
    EXPECT_THAT(bodies(other), ElementsAre("other"));
}

TEST_F(InboxStoreTest, OfTooManyInboxesTheOneUnusedLongestGoes)
{
    options_.max_inboxes = 3;
    open();
    std::vector<InboxNames> names;
    for (int i = 0; i < 3; ++i) {
        names.push_back(create());
        clock_.advance(std::chrono::minutes{1});
    }
    ASSERT_TRUE(append(names[0], request("still used")).has_value());

    const InboxNames fourth = create();

    EXPECT_TRUE(exists(names[0]));
    EXPECT_FALSE(exists(names[1]));
    EXPECT_TRUE(exists(names[2]));
    EXPECT_TRUE(exists(fourth));
    EXPECT_FALSE(append(names[1], request("x")).has_value());
}

TEST_F(InboxStoreTest, TheFileStaysSmallAndTheInboxUnusedLongestPaysForIt)
{
    options_.max_size = std::uint64_t{1} << 20;
    open();
    std::vector<InboxNames> names;
    for (int i = 0; i < 60; ++i) {
        names.push_back(create());
        ASSERT_TRUE(append(names.back(), request(std::string(60'000, 'b'))).has_value());
        clock_.advance(std::chrono::seconds{1});
    }

    EXPECT_FALSE(exists(names.front()));
    EXPECT_THAT(bodies(names.back()), SizeIs(1));
    const auto kept = std::ranges::count_if(names, [this](const auto& one) { return exists(one); });
    EXPECT_GE(kept, 10);
    reader_.reset();
    store_.reset();
    EXPECT_LE(std::filesystem::file_size(options_.file), options_.max_size + (128u << 10));
}

TEST_F(InboxStoreTest, ARequestExpiresButItsInboxStays)
{
    options_.keep = std::chrono::hours{24};
    open();
    const InboxNames names = create();
    ASSERT_TRUE(append(names, request("old")).has_value());
    clock_.advance(std::chrono::hours{13});
    ASSERT_TRUE(append(names, request("young")).has_value());
    clock_.advance(std::chrono::hours{13});

    // Housekeeping follows each change: when the second is answered, that of the first is done.
    create();
    create();

    EXPECT_THAT(bodies(names), ElementsAre("young"));
    clock_.advance(std::chrono::hours{24});
    create();
    create();
    EXPECT_THAT(bodies(names), IsEmpty());
    EXPECT_TRUE(append(names, request("again")).has_value());
    EXPECT_THAT(bodies(names), ElementsAre("again"));
}

TEST_F(InboxStoreTest, OneIsEmptiedAndStays)
{
    open();
    const InboxNames names = create();
    const InboxNames other = create();
    ASSERT_TRUE(append(names, request("one")).has_value());
    ASSERT_TRUE(append(names, request("two")).has_value());
    ASSERT_TRUE(append(other, request("another's")).has_value());

    EXPECT_EQ(run_task(store_->empty(names.write_name)).value(), 2u);

    EXPECT_THAT(bodies(names), IsEmpty());
    EXPECT_THAT(bodies(other), ElementsAre("another's"));
    EXPECT_TRUE(append(names, request("three")).has_value());
    EXPECT_EQ(run_task(store_->empty("nosuchinbox")).value(), 0u);
    EXPECT_EQ(run_task(store_->empty(names.read_name)).value(), 0u) << "that name only reads";
}

TEST_F(InboxStoreTest, AFileThatCannotBeOpenedIsNamed)
{
    options_.file = dir_ / "missing/inbox.db";
    try {
        open();
        FAIL() << "opened in a directory that does not exist";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr(options_.file.string()));
    }
}

TEST_F(InboxStoreTest, RemembersWhatItWasToldToAnswer)
{
    open();
    const InboxNames names = create();
    EXPECT_EQ(append(names, request("a")).value(), InboxAnswer::ok);

    ASSERT_TRUE(run_task(store_->set_answer(names.read_name, InboxAnswer::gone)));
    EXPECT_EQ(append(names, request("b")).value(), InboxAnswer::gone);
    open();
    EXPECT_EQ(append(names, request("c")).value(), InboxAnswer::gone);
    EXPECT_EQ(reader_->names(names.read_name)->answer, InboxAnswer::gone);
    EXPECT_THAT(bodies(names), ElementsAre("c", "b", "a"));
    const auto refused = run_task(store_->set_answer(names.write_name, InboxAnswer::ok));
    EXPECT_EQ(refused.error().code, Errc::not_found) << "it is not told by those who write";
}

TEST_F(InboxStoreTest, ReadsOnWhereSomebodyStopped)
{
    open();
    const InboxNames names = create();
    for (const char* body : {"a", "b", "c", "d"}) ASSERT_TRUE(append(names, request(body)));

    const auto first = reader_->requests_after(names.read_name, 0, 2);
    ASSERT_THAT(first, SizeIs(2));
    EXPECT_EQ(first[0].body, "a");
    const auto rest = reader_->requests_after(names.read_name, first[1].id, 100);
    ASSERT_THAT(rest, SizeIs(2));
    EXPECT_EQ(rest[1].body, "d");
    EXPECT_THAT(reader_->requests_after(names.read_name, rest[1].id, 100), SizeIs(0));
    EXPECT_THAT(reader_->requests_after(names.write_name, 0, 100), SizeIs(0));
}

TEST_F(InboxStoreTest, RingsForEachRequest)
{
    boost::asio::io_context io;
    Bell bell;
    options_.bell = &bell;
    open();
    const InboxNames names = create();
    Bell::Listener listener{bell, inbox_topic(names.write_name), io.get_executor()};

    ASSERT_TRUE(append(names, request("a")));

    bool rang = false;
    auto listen = [](Bell::Listener& to, bool& into) -> Task<void> {
        into = co_await to.wait(std::chrono::seconds{10});
    };
    boost::asio::co_spawn(io, listen(listener, rang), boost::asio::detached);
    io.run();
    EXPECT_TRUE(rang);
}

TEST_F(InboxStoreTest, GivesItsRoomToMessagesWhenTheDiskIsNearlyFull)
{
    std::atomic<std::uint64_t> left = 1'000;
    options_.free_space = [&left] { return left.load(); };
    options_.leave_free = 500;
    open();
    const InboxNames names = create();
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(append(names, request(std::string(60'000, 'x'))));
    const auto size = [this] {
        return std::filesystem::file_size(options_.file) +
               std::filesystem::file_size(options_.file.string() + "-wal");
    };
    ASSERT_GT(size(), 2'000'000U);

    left = 499;
    EXPECT_EQ(run_task(store_->create(clock_.now())).error().code, Errc::overloaded);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (size() > 200'000 && std::chrono::steady_clock::now() < until) {
        (void)append(names, request("again"));  // each batch is followed by some tidying
    }

    EXPECT_LT(size(), 200'000U);
    EXPECT_FALSE(exists(names));
    left = 1'000;
    EXPECT_TRUE(append(create(), request("again")));
}

}  // namespace
}  // namespace mysigfox::storage
