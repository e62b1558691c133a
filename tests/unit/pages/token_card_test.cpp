// Printable cards: what stands on them, and that the code says the right address.
#include "mysigfox/pages/token_card.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <qrcodegen/qrcodegen.h>

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <stdexcept>
#include <utility>

namespace mysigfox::pages {
namespace {

using testing::HasSubstr;
using testing::Not;

using Modules = std::set<std::pair<int, int>>;

/// What a reader would see: dark modules of the picture, less the quiet zone.
Modules dark_modules_of(const std::string& svg)
{
    constexpr int kQuiet = 4;
    Modules dark;
    const std::regex run{"M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z"};
    for (std::sregex_iterator it{svg.begin(), svg.end(), run}, end; it != end; ++it) {
        EXPECT_EQ((*it)[3], (*it)[4]);
        for (int i = 0; i < std::stoi((*it)[3]); ++i) {
            dark.emplace(std::stoi((*it)[1]) + i - kQuiet, std::stoi((*it)[2]) - kQuiet);
        }
    }
    return dark;
}

/// The library's own code of that text.
Modules dark_modules_for(const std::string& text)
{
    std::array<std::uint8_t, qrcodegen_BUFFER_LEN_MAX> scratch{};
    std::array<std::uint8_t, qrcodegen_BUFFER_LEN_MAX> code{};
    EXPECT_TRUE(qrcodegen_encodeText(text.c_str(), scratch.data(), code.data(),
                                     qrcodegen_Ecc_MEDIUM, 1, 40, qrcodegen_Mask_AUTO, true));
    Modules dark;
    const int size = qrcodegen_getSize(code.data());
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            if (qrcodegen_getModule(code.data(), x, y)) dark.emplace(x, y);
        }
    }
    return dark;
}

TEST(TokenCardTest, TheCodeSaysTheAddressThatFillsTheFormIn)
{
    const std::string made =
        card("https://relay.example.org", "21DF4E", "ABCDEFGHIJ", Language::cs);

    const Modules seen = dark_modules_of(made);

    EXPECT_EQ(seen,
              dark_modules_for("https://relay.example.org/form?device=21DF4E&token=ABCDEFGHIJ"));
    EXPECT_NE(seen,
              dark_modules_for("https://relay.example.org/form?device=21DF4E&token=ABCDEFGHIK"));
}

TEST(TokenCardTest, ItSpeaksTheLanguageOfItsCustomer)
{
    const std::string czech = card("https://a.example", "21DF4E", "ABCDEFGHIJ", Language::cs);
    const std::string english = card("https://a.example", "21DF4E", "ABCDEFGHIJ", Language::en);

    EXPECT_THAT(czech, HasSubstr("<section class=\"card\" lang=\"cs\">"));
    EXPECT_THAT(czech, HasSubstr("Zařízení<b>21DF4E</b>"));
    EXPECT_THAT(english, HasSubstr("<section class=\"card\" lang=\"en\">"));
    EXPECT_THAT(english, HasSubstr("Device<b>21DF4E</b>"));
    for (const std::string& one : {czech, english}) {
        EXPECT_THAT(one, HasSubstr("<b>ABCDEFGHIJ</b>"));
        EXPECT_THAT(one, HasSubstr("https://a.example/form<"));
    }
}

TEST(TokenCardTest, WhateverStandsOnItIsEscaped)
{
    const std::string made = card("https://a.example/<x>&", "<b>1", "\"2'", Language::en);

    EXPECT_THAT(made, HasSubstr("https://a.example/&lt;x&gt;&amp;/form"));
    EXPECT_THAT(made, HasSubstr("<b>&lt;b&gt;1</b>"));
    EXPECT_THAT(made, HasSubstr("<b>&quot;2&#39;</b>"));
}

TEST(TokenCardTest, TenThousandAreSixtyMegabytesAtMost)
{
    const std::string made =
        card("https://relay.example.org", "FEDCBA98", "ABCDEFGHIJ", Language::cs);
    EXPECT_LT(made.size(), 6'000U);
}

TEST(TokenCardTest, NothingIsLoadedFromAnywhere)
{
    const std::string document =
        cards_beginning() + card("https://a.example", "1", "A", Language::cs) + cards_end();
    EXPECT_THAT(document, HasSubstr("break-inside: avoid"));
    for (const char* const loading : {"src=", "href=", "<script", "url(", "@import"}) {
        EXPECT_THAT(document, Not(HasSubstr(loading)));
    }
}

TEST(TokenCardTest, ATextThatFitsInNoCodeIsRefused)
{
    EXPECT_THROW(qr_svg(std::string(3'000, 'x')), std::length_error);
}

}  // namespace
}  // namespace mysigfox::pages
