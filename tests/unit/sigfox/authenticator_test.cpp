// Whose callback it is: every way to bring a secret, and who needs none.
#include "mysigfox/sigfox/authenticator.hpp"

#include <gtest/gtest.h>

namespace mysigfox::sigfox {
namespace {

IpAddress address(std::string_view text)
{
    return IpAddress::parse(text).value();
}

Account account(std::string name, std::vector<std::string> secrets, std::vector<Cidr> sources = {})
{
    Account result;
    result.name = std::move(name);
    result.secrets = std::move(secrets);
    result.allowed_sources = std::move(sources);
    return result;
}

/// The account's name, or why there is none.
std::string verdict(const Authenticator& authenticator, const Credentials& credentials)
{
    const auto found = authenticator.authenticate(credentials);
    return found ? (*found)->name : found.error().code.message();
}

const Authenticator& two_accounts()
{
    static const Authenticator kTwo{
        {account("main", {"correct horse", "old"}),
         account("narrow", {"s3cret"}, {*Cidr::parse("185.110.96.0/22")})}};
    return kTwo;
}

TEST(Authenticator, TakesASecretHoweverItComes)
{
    struct Case {
        const char* authorization;
        const char* query_secret;
        const char* expected;
    };
    const Case cases[]{
        {"Bearer correct horse", "", "main"},
        {"bearer correct horse", "", "main"},
        {"  BEARER   old  ", "", "main"},
        {"Basic dXNlcjpvbGQ=", "", "main"},  // user:old
        {"basic Om9sZA==", "", "main"},      // :old
        {"", "old", "main"},
        {"Digest username=x", "old", "main"},
        {"Bearer wrong", "old", "main"},
        {"", "", "unauthorized"},
        {"Bearer wrong", "", "unauthorized"},
        {"Bearer ", "", "unauthorized"},
        {"Bearer", "", "unauthorized"},
        {"Bearerold", "", "unauthorized"},
        {"old", "", "unauthorized"},
        {"Bearer ol", "", "unauthorized"},
        {"Bearer oldx", "", "unauthorized"},
        {"Bearer OLD", "", "unauthorized"},
        {"Basic old", "", "unauthorized"},
        {"Basic b2xk", "", "unauthorized"},      // old, without a colon
        {"Basic b2xkOng=", "", "unauthorized"},  // old:x
        {"", "OLD", "unauthorized"},
    };
    for (const Case& c : cases) {
        const Credentials credentials{c.authorization, c.query_secret, address("8.8.8.8"), false};
        EXPECT_EQ(verdict(two_accounts(), credentials), c.expected)
            << c.authorization << '|' << c.query_secret;
    }
}

TEST(Authenticator, TakesAPasswordWithColons)
{
    const Authenticator authenticator{{account("main", {"a:b"})}};
    const Credentials credentials{"Basic dXNlcjphOmI=", "", address("8.8.8.8"), false};
    EXPECT_EQ(verdict(authenticator, credentials), "main");
}

TEST(Authenticator, ForbidsARightSecretFromTheWrongPlace)
{
    EXPECT_EQ(verdict(two_accounts(), {"Bearer s3cret", "", address("185.110.97.1"), false}),
              "narrow");
    EXPECT_EQ(verdict(two_accounts(), {"Bearer s3cret", "", address("8.8.8.8"), false}),
              "forbidden");
    EXPECT_EQ(verdict(two_accounts(), {"Bearer wrong", "", address("185.110.97.1"), false}),
              "unauthorized");
}

TEST(Authenticator, LooksForAnAccountWhoseSourcesFit)
{
    const Authenticator shared{{account("far", {"same"}, {*Cidr::parse("185.110.96.0/22")}),
                                account("near", {"same"}, {*Cidr::parse("10.0.0.0/8")})}};
    EXPECT_EQ(verdict(shared, {"Bearer same", "", address("10.1.1.1"), false}), "near");
}

TEST(Authenticator, NeedsNoSecretOnlyOnLoopbackWithoutAProxy)
{
    const Authenticator open{{account("open", {}), account("main", {"old"})}};
    EXPECT_EQ(verdict(open, {"", "", address("127.0.0.1"), false}), "open");
    EXPECT_EQ(verdict(open, {"", "", address("::1"), false}), "open");
    EXPECT_EQ(verdict(open, {"", "", address("127.0.0.1"), true}), "unauthorized");
    EXPECT_EQ(verdict(open, {"", "", address("10.0.0.1"), false}), "unauthorized");
    EXPECT_EQ(verdict(open, {"Bearer old", "", address("127.0.0.1"), false}), "main");
    EXPECT_EQ(verdict(two_accounts(), {"", "", address("127.0.0.1"), false}), "unauthorized");
}

TEST(Authenticator, NeverTakesAnEmptySecretForOne)
{
    const Authenticator careless{{account("careless", {""})}};
    EXPECT_EQ(verdict(careless, {"Bearer ", "", address("127.0.0.1"), false}), "unauthorized");
    EXPECT_EQ(verdict(careless, {"Basic dXNlcjo=", "", address("8.8.8.8"), false}), "unauthorized");
    EXPECT_EQ(verdict(Authenticator{{}}, {"Bearer x", "", address("127.0.0.1"), false}),
              "unauthorized");
}

TEST(Authenticator, SaysWhatWasWrongWithoutTheSecret)
{
    const auto detail = [](const Credentials& credentials) {
        return two_accounts().authenticate(credentials).error().detail;
    };
    EXPECT_EQ(detail({"Bearer wrong", "", address("8.8.8.8"), false}), "the secret is wrong");
    EXPECT_EQ(detail({"", "", address("8.8.8.8"), false}), "no secret was sent");
    EXPECT_EQ(detail({"Bearer s3cret", "", address("8.8.8.8"), false}),
              "8.8.8.8 is not among the allowed sources");
}

TEST(Authenticator, KnowsWhetherTheHeadBringsAnything)
{
    const auto has = [](std::string_view authorization, std::string_view query) {
        return Authenticator::has_credentials({authorization, query, address("8.8.8.8"), false});
    };
    EXPECT_TRUE(has("Bearer x", ""));
    EXPECT_TRUE(has("basic eDp5", ""));
    EXPECT_TRUE(has("", "x"));
    EXPECT_FALSE(has("", ""));
    EXPECT_FALSE(has("Digest x", ""));
}

}  // namespace
}  // namespace mysigfox::sigfox
