// No more letters: by a person, by a mail program, and back again.
#include "support/api_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mysigfox::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class UnsubscribeTest : public testing::Test, protected ApiFixture {};

constexpr const char* kPath = "/unsubscribe/abcdefghjkmnpqrstvwxyz0123";

TEST_F(UnsubscribeTest, AsksBeforeItDoesSo)
{
    const auto page = send("GET", kPath, {}, {{"Accept-Language", "cs"}});

    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Už nic neposílat"));
    EXPECT_THAT(letters.wishes, IsEmpty()) << "a mail program may follow links by itself";
}

TEST_F(UnsubscribeTest, ObeysTheOneClickOfAMailProgram)
{
    const Fields from_elsewhere{{"Sec-Fetch-Site", "cross-site"}};
    const auto done = send_form(kPath, "List-Unsubscribe=One-Click", from_elsewhere);

    EXPECT_EQ(done.status, 200);
    EXPECT_THAT(done.body, HasSubstr("We send no more letters."));
    EXPECT_THAT(letters.wishes, ElementsAre(Pair("abcdefghjkmnpqrstvwxyz0123", false)));
}

TEST_F(UnsubscribeTest, IsTakenBackByOurPageAlone)
{
    const Fields from_elsewhere{{"Sec-Fetch-Site", "cross-site"}};
    EXPECT_EQ(send_form(kPath, "again=1", from_elsewhere).status, 403);
    EXPECT_THAT(letters.wishes, IsEmpty());

    EXPECT_EQ(send_form(kPath, "again=1").status, 200);
    EXPECT_THAT(letters.wishes, ElementsAre(Pair("abcdefghjkmnpqrstvwxyz0123", true)));
}

TEST_F(UnsubscribeTest, SaysTheSameWhoeverIsNamed)
{
    const auto known = send_form(kPath, "stop=1");
    const auto odd = send_form("/unsubscribe/%27--", "stop=1");

    EXPECT_EQ(known.status, odd.status);
    EXPECT_EQ(known.body, odd.body);
    EXPECT_EQ(letters.wishes.size(), 1U) << "what is no name is not even looked up";
}

}  // namespace
}  // namespace mysigfox::test
