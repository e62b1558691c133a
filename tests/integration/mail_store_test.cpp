// The queue of letters on a real file: one of a kind a day, who wants none, and what is kept.
#include "mysigfox/storage/mail_store.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace mysigfox::storage {
namespace {

using namespace std::chrono_literals;
using Put = MailStore::Put;

class MailStoreTest : public testing::Test {
protected:
    MailStoreTest() { open(); }

    void open()
    {
        store_.reset();
        store_ = open_mail({dir_ / "mail.db", 5});
    }

    static NewLetter letter(std::uint8_t occasion = 3, const std::string& about = "21DF4E")
    {
        NewLetter made;
        made.occasion = occasion;
        made.address = "Jana@example.cz";
        made.address_key = "jana@example.cz";
        made.about = about;
        made.facts = {{"device", "21DF4E"}, {"url", "https://example.cz/"}};
        made.give_up = Timestamp{} + 72h;
        return made;
    }

    test::TemporaryDirectory dir_;
    std::unique_ptr<MailStore> store_;
    Timestamp now_{24h * 20'000};
};

TEST_F(MailStoreTest, KeepsALetterUntilItIsFinished)
{
    ASSERT_EQ(store_->put(letter(), now_), Put::taken);
    open();
    const auto next = store_->next();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->due, now_);
    const auto found = store_->find(next->id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->letter.address, "Jana@example.cz");
    EXPECT_EQ(found->letter.facts, letter().facts);
    EXPECT_EQ(found->tries, 0);
    EXPECT_EQ(found->unsubscribe.size(), 26U);

    store_->postpone(next->id, now_ + 1min);
    EXPECT_EQ(store_->next()->due, now_ + 1min);
    EXPECT_EQ(store_->find(next->id)->tries, 1);
    store_->finish(next->id, now_);
    EXPECT_FALSE(store_->next());
    EXPECT_EQ(store_->waiting(), 0U);
}

TEST_F(MailStoreTest, TakesOneOfAKindADay)
{
    ASSERT_EQ(store_->put(letter(), now_), Put::taken);
    EXPECT_EQ(store_->put(letter(), now_ + 23h + 59min), Put::had_one_today);
    EXPECT_EQ(store_->put(letter(4), now_), Put::taken) << "another kind";
    EXPECT_EQ(store_->put(letter(3, "other"), now_), Put::taken) << "about another device";
    NewLetter urgent = letter();
    urgent.is_daily = false;
    EXPECT_EQ(store_->put(urgent, now_), Put::taken);
    store_->finish(store_->next()->id, now_ + 24h);
    EXPECT_EQ(store_->put(letter(), now_ + 24h), Put::taken) << "the day is over";
}

TEST_F(MailStoreTest, ALetterThatWasSentCountsForItsDay)
{
    ASSERT_EQ(store_->put(letter(), now_), Put::taken);
    store_->finish(store_->next()->id, now_ + 1min);
    open();
    EXPECT_EQ(store_->put(letter(), now_ + 1h), Put::had_one_today);
}

TEST_F(MailStoreTest, SparesWhoWantsNone)
{
    ASSERT_EQ(store_->put(letter(), now_), Put::taken);
    const std::string name = store_->find(store_->next()->id)->unsubscribe;
    store_->set_wanted("nobody", false, now_);
    EXPECT_EQ(store_->put(letter(4), now_), Put::taken);

    store_->set_wanted(name, false, now_);
    EXPECT_EQ(store_->put(letter(5), now_), Put::unwanted);
    NewLetter about_safety = letter(6);
    about_safety.is_unwantable = false;
    EXPECT_EQ(store_->put(about_safety, now_), Put::taken);
    store_->set_wanted(name, true, now_);
    EXPECT_EQ(store_->put(letter(5), now_), Put::taken);
}

TEST_F(MailStoreTest, IsBounded)
{
    for (std::uint8_t i = 0; i < 5; ++i) ASSERT_EQ(store_->put(letter(i), now_), Put::taken);
    EXPECT_EQ(store_->put(letter(9), now_), Put::full);
    EXPECT_EQ(store_->waiting(), 5U);
}

TEST_F(MailStoreTest, ForgetsWhatASentLetterSaid)
{
    NewLetter with_link = letter();
    with_link.facts = {{"link", "https://relay.example/device/SECRETLINK"}};
    ASSERT_EQ(store_->put(with_link, now_), Put::taken);
    store_->finish(store_->next()->id, now_);
    for (std::uint8_t i = 10; i < 14; ++i) store_->put(letter(i), now_);
    store_.reset();

    std::ifstream file{dir_ / "mail.db", std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    ASSERT_GT(bytes.size(), 1'000U);
    EXPECT_EQ(bytes.find("SECRETLINK"), std::string::npos);
}

TEST_F(MailStoreTest, OfWhoIsForgottenNoLetterIsLeft)
{
    NewLetter other = letter();
    other.address = other.address_key = "petr@example.cz";
    ASSERT_EQ(store_->put(letter(), now_), Put::taken);
    ASSERT_EQ(store_->put(other, now_ + 1s), Put::taken);

    store_->forget("jana@example.cz");

    ASSERT_EQ(store_->waiting(), 1u);
    EXPECT_EQ(store_->find(store_->next()->id)->letter.address, "petr@example.cz");
    EXPECT_EQ(store_->put(letter(), now_ + 2s), Put::taken) << "who is new has had none today";
}

}  // namespace
}  // namespace mysigfox::storage
