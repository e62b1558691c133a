// URLs as logs and people may see them.
#include "mysigfox/domain/url_text.hpp"

#include "mysigfox/domain/webhook_url.hpp"

#include <gtest/gtest.h>

namespace mysigfox {
namespace {

TEST(ShownUrl, HasNeitherQueryNorFragmentNorCredentials)
{
    struct Case {
        const char* url;
        const char* shown;
    };
    const Case cases[]{
        {"https://example.org/a@b/%3F", "https://example.org/a@b/%3F"},
        {"https://example.org/hook?key=S3cret&b=c?d", "https://example.org/hook?…"},
        {"http://Example.COM:80?", "http://Example.COM:80?…"},
        {"https://example.org/x#y?z", "https://example.org/x#…"},
        {"https://me:secret@example.org/a@b", "https://example.org/a@b"},
        {"https://me:sec@ret@example.org?x@y", "https://example.org?…"},
        {"https://a@b@example.org\\x@y", "https://example.org\\x@y"},
        {"//me@example.org", "//example.org"},
        {"/only/a/path?x", "/only/a/path?…"},
        {"no URL at all", "no URL at all"},
        {"", ""},
    };
    for (const Case& one : cases) EXPECT_EQ(shown_url(one.url), one.shown);
}

TEST(ShownUrl, IsNeverTakenForTheWholeOne)
{
    EXPECT_TRUE(WebhookUrl::parse("https://example.org/?key=x", TargetPolicy{}));
    EXPECT_FALSE(WebhookUrl::parse(shown_url("https://example.org/?key=x"), TargetPolicy{}));
}

}  // namespace
}  // namespace mysigfox
