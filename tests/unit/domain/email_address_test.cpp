// The shapes of e-mail addresses that we take and refuse.
#include "mysigfox/domain/email_address.hpp"

#include <gtest/gtest.h>

namespace mysigfox {
namespace {

TEST(EmailAddress, TakesTheShapesPeopleHave)
{
    for (const char* text :
         {"a@b.cz", "jan.novak@example.com", "Jan.Novak+sigfox@Mail.Example.co.uk",
          "o'brien_2@example.org", "123@1.example.net", "x@xn--mnchen-3ya.example"}) {
        const auto address = EmailAddress::parse(text);
        ASSERT_TRUE(address) << text;
        EXPECT_EQ(address->str(), text);
    }
}

TEST(EmailAddress, RefusesWhatNoServerWouldTake)
{
    for (const char* text : {"",
                             "@",
                             "a@",
                             "@b.cz",
                             "a@b",
                             "a@@b.cz",
                             "a@b@c.cz",
                             ".a@b.cz",
                             "a.@b.cz",
                             "a..b@c.cz",
                             "a@.cz",
                             "a@b.",
                             "a@b..cz",
                             "a@-b.cz",
                             "a@b-.cz",
                             "a b@c.cz",
                             "a@b c.cz",
                             "\"a\"@b.cz",
                             "a@[127.0.0.1]",
                             "a@127.0.0.1",
                             "a@b.cz\nBcc: c@d.cz",
                             "<a@b.cz>",
                             "a,b@c.cz",
                             "j\xC3\xA1n@b.cz",
                             "a@b_c.cz",
                             "a@b.cz,c@d.cz"}) {
        EXPECT_FALSE(EmailAddress::parse(text)) << text;
    }
}

TEST(EmailAddress, KeepsTheLimitsOfTheProtocol)
{
    const std::string label(63, 'd');
    EXPECT_TRUE(EmailAddress::parse(std::string(64, 'a') + "@b.cz"));
    EXPECT_FALSE(EmailAddress::parse(std::string(65, 'a') + "@b.cz"));
    EXPECT_TRUE(EmailAddress::parse("a@" + label + ".cz"));
    EXPECT_FALSE(EmailAddress::parse("a@d" + label + ".cz"));
    const std::string domain = label + '.' + label + '.' + label + '.';
    const std::string longest = std::string(54, 'a') + '@' + domain + "example";
    EXPECT_EQ(longest.size(), 254u);
    EXPECT_TRUE(EmailAddress::parse(longest));
    EXPECT_FALSE(EmailAddress::parse('a' + longest));
}

TEST(EmailAddress, IsOneAddressWhateverTheCase)
{
    const auto typed = EmailAddress::parse("  Jan.Novak@Example.COM\r\n");
    ASSERT_TRUE(typed);
    EXPECT_EQ(typed->str(), "Jan.Novak@Example.COM");
    EXPECT_EQ(typed->key(), "jan.novak@example.com");
    EXPECT_EQ(*typed, *EmailAddress::parse("jan.novak@example.com"));
    EXPECT_FALSE(*typed == *EmailAddress::parse("jan@example.com"));
}

}  // namespace
}  // namespace mysigfox
