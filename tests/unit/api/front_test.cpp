// What every page promises to a browser.
#include "support/api_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mysigfox::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class FrontTest : public testing::Test, protected ApiFixture {};

TEST_F(FrontTest, SpeaksTheVisitorsLanguage)
{
    EXPECT_THAT(send("GET", "/", {}, {{"Accept-Language", "cs"}}).body,
                HasSubstr("<html lang=\"cs\">"));
    EXPECT_THAT(send("GET", "/?lang=en", {}, {{"Accept-Language", "cs"}}).body,
                HasSubstr("<html lang=\"en\">"));
}

TEST_F(FrontTest, EveryPageForbidsABrowserWhateverItDoesNotNeed)
{
    send("POST", "/inbox");
    for (const char* path : {"/", "/cs/form", "/en/form", "/inbox", "/inbox/read1", "/inbox/x"}) {
        const auto page = send("GET", path);
        const std::string policy = field(page, "Content-Security-Policy");
        EXPECT_THAT(policy, HasSubstr("default-src 'none'")) << path;
        EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'")) << path;
        EXPECT_EQ(field(page, "Referrer-Policy"), "no-referrer") << path;
        EXPECT_EQ(field(page, "X-Content-Type-Options"), "nosniff") << path;
        EXPECT_EQ(field(page, "Cache-Control"), "no-store") << path;
        EXPECT_EQ(field(page, "Content-Type"), "text/html; charset=utf-8") << path;
    }
}

TEST_F(FrontTest, NoPageHasAScriptOrAStyleInIt)
{
    send("POST", "/inbox");
    for (const char* path : {"/", "/cs/form", "/inbox", "/inbox/read1"}) {
        const std::string page = send("GET", path).body;
        for (const char* foreign : {"<script>", "<style", " style=", " onclick=", "javascript:"}) {
            EXPECT_THAT(page, Not(HasSubstr(foreign))) << path;
        }
    }
}

TEST_F(FrontTest, ServesTheStylesheetAndTheRobotsTheirRules)
{
    const auto style = send("GET", "/style.css");
    EXPECT_EQ(style.status, 200);
    EXPECT_EQ(field(style, "Content-Type"), "text/css; charset=utf-8");
    EXPECT_EQ(field(send("GET", "/live.js"), "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_THAT(send("GET", "/robots.txt").body, HasSubstr("Disallow: /inbox/"));
}

}  // namespace
}  // namespace mysigfox::test
