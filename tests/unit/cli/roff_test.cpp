// Text in a manual page is text, whatever the formatter would make of it.
#include "cli/roff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mysigfox::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(RoffTest, ALineThatLooksLikeACommandIsText)
{
    Roff page{"mysigfox", 1, "relays"};
    page.chapter("FILES");
    page.text(".so /etc/passwd\nand 'quoted'\nback\\slash");

    EXPECT_THAT(
        page.page(),
        EndsWith(".SH \"FILES\"\n\\&.so /etc/passwd\nand \\(aqquoted\\(aq\nback\\eslash\n"));
}

TEST(RoffTest, IndentedLinesAreExamplesAndTheRestIsNot)
{
    Roff page{"mysigfox", 1, "relays"};
    page.text("Example:\n  mysigfox serve\nThat was it.");

    EXPECT_THAT(page.page(), EndsWith(".PP\nExample:\n.PP\n.nf\n  mysigfox serve\n.fi\n"
                                      ".PP\nThat was it.\n"));
}

TEST(RoffTest, AnArgumentStaysOneArgument)
{
    Roff page{"mysigfox", 1, "relays"};
    page.section(R"(say "hello" … --now)");

    EXPECT_THAT(page.page(), EndsWith(".SS \"say \\(dqhello\\(dq ... \\-\\-now\"\n"));
}

TEST(RoffTest, ThePageOpensWithItsNameAndNoDate)
{
    const Roff page{"mysigfox.toml", 5, "configuration"};

    EXPECT_THAT(page.page(), StartsWith(".TH \"MYSIGFOX.TOML\" 5 \"\" \"MySigfox "));
    EXPECT_THAT(page.page(), HasSubstr("\nmysigfox.toml \\- configuration\n"));
    EXPECT_THAT(page.page(), Not(HasSubstr("202")));
}

}  // namespace
}  // namespace mysigfox::cli
