// The guide, its examples and security.txt, from request to answer.
#include "support/api_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

namespace mysigfox::test {
namespace {

using testing::HasSubstr;

class HelpTest : public testing::Test, protected ApiFixture {};

TEST_F(HelpTest, IsFoundInTheVisitorsLanguage)
{
    EXPECT_EQ(field(send("GET", "/help", {}, {{"Accept-Language", "cs"}}), "Location"), "/cs/help");
    EXPECT_EQ(field(send("GET", "/help"), "Location"), "/en/help");
    EXPECT_THAT(send("GET", "/cs/help").body, HasSubstr("<h1>Návod</h1>"));
    EXPECT_THAT(send("GET", "/en/help").body, HasSubstr("<h1>Help</h1>"));
}

TEST_F(HelpTest, OffersEveryExampleAndNothingElse)
{
    const std::string page = send("GET", "/en/help").body;
    std::size_t offered = 0;
    const std::regex link{R"rx(href="(/help/examples/[^"]+)")rx"};
    for (std::sregex_iterator it{page.begin(), page.end(), link}, end; it != end; ++it) {
        const std::string path = (*it)[1];
        const auto answer = send("GET", path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(field(answer, "Content-Type"), "text/plain; charset=utf-8");
        EXPECT_GT(answer.body.size(), 100U);
        ++offered;
    }
    std::size_t there = 0;
    for (const auto& entry : std::filesystem::directory_iterator{SOURCE_DIR "/docs/receivers"}) {
        if (entry.path().extension() != ".md") ++there;
    }
    EXPECT_EQ(offered, there);
    EXPECT_EQ(send("GET", "/help/examples/passwd").status, 404);
}

TEST_F(HelpTest, TellsWhomToTellAboutAHole)
{
    EXPECT_EQ(send("GET", "/.well-known/security.txt").body,
              "Contact: mailto:security@relay.example\nExpires: 2017-08-31T06:28:15Z\n"
              "Preferred-Languages: cs, en\n"
              "Canonical: https://relay.example/.well-known/security.txt\n");
}

}  // namespace
}  // namespace mysigfox::test
