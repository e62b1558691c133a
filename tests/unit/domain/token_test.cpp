// Tokens as people type them.
#include "mysigfox/domain/token.hpp"

#include <gtest/gtest.h>

namespace mysigfox {
namespace {

TEST(Token, CleansWhatPeopleType)
{
    for (const char* text : {"AUBECJFQTC", "aubecjfqtc", " AUBEC JFQTC\r\n", "aubec-jfqtc",
                             "A-U-B-E-C-J-F-Q-T-C", "\tAuBeC  jFqTc "}) {
        const auto token = Token::parse(text);
        ASSERT_TRUE(token) << text;
        EXPECT_EQ(token->reveal(), "AUBECJFQTC");
    }
}

TEST(Token, RefusesEverythingElse)
{
    for (const char* text : {"", "   ", "AUBECJFQT", "AUBECJFQTCX", "AUBECJFQT1", "AUBECJFQT_",
                             "AUBECJFQT\xC3\x81", "----------"}) {
        EXPECT_FALSE(Token::parse(text)) << text;
    }
    EXPECT_FALSE(Token::parse(std::string_view{"AUBECJFQTC\0", 11}));
}

TEST(Token, MakesTenCapitalLettersThatDiffer)
{
    const Token first = Token::make();
    const Token second = Token::make();
    EXPECT_NE(first.reveal(), second.reveal());
    EXPECT_EQ(Token::parse(first.reveal())->reveal(), first.reveal());
}

}  // namespace
}  // namespace mysigfox
