// Bytes as text and back.
#include "mysigfox/base/encoding.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace mysigfox {
namespace {

TEST(Encoding, WritesAndReadsHex)
{
    EXPECT_EQ(to_hex(std::vector<std::uint8_t>{0x00, 0x1F, 0xAB, 0xFF}), "001fabff");
    EXPECT_EQ(to_hex({}), "");
    EXPECT_EQ(from_hex("001fABff"), std::string("\x00\x1F\xAB\xFF", 4));
    EXPECT_EQ(from_hex(""), "");
    for (const char* text : {"0", "0g", "0x00", " 00", "00 "}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Encoding, WritesBase32ThatSortsAndReadsItBack)
{
    EXPECT_EQ(to_base32(0), "0");
    EXPECT_EQ(to_base32(31), "z");
    EXPECT_EQ(to_base32(32, 5), "00010");
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(to_base32(kMost), "fzzzzzzzzzzzz");
    for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{12'345'678'901}, kMost}) {
        EXPECT_EQ(from_base32(to_base32(value)), value);
        EXPECT_EQ(from_base32(to_base32(value, 13)), value);
    }
    for (const char* text : {"", "i", "U", "-1", "gzzzzzzzzzzzz", "00000000000000"}) {
        EXPECT_FALSE(from_base32(text)) << text;
    }
}

TEST(Encoding, DecodesFormText)
{
    EXPECT_EQ(decode_form_text("a+b%20c%2B%c3%A9"), "a b c+\xC3\xA9");
    EXPECT_EQ(decode_form_text("100%"), "100%");
    EXPECT_EQ(decode_form_text("%4"), "%4");
    EXPECT_EQ(decode_form_text("%zz%41"), "%zzA");
    EXPECT_EQ(decode_form_text("%00"), std::string(1, '\0'));
}

TEST(Encoding, EncodesQueryTextSoThatItDecodesToItself)
{
    EXPECT_EQ(encode_query_text("aZ0-._~"), "aZ0-._~");
    EXPECT_EQ(encode_query_text("a b&c=d/\xC3\xA9"), "a%20b%26c%3Dd%2F%C3%A9");
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    EXPECT_EQ(decode_form_text(encode_query_text(all)), all);
}

TEST(Encoding, ReadsOnlyWellFormedBase64)
{
    const std::pair<const char*, const char*> cases[]{
        {"", ""}, {"Zg==", "f"}, {"Zm8=", "fo"}, {"Zm9v", "foo"}, {"Zm9vYmE=", "fooba"}};
    for (const auto& [text, expected] : cases) {
        EXPECT_EQ(from_base64(text), expected) << text;
        EXPECT_EQ(to_base64(expected), text);
    }
    for (const char* text : {"Zg", "Zg=", "Z===", "====", "Zm9v\n", " Zm9", "Zm-_", "Z=9v"}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
}

TEST(Encoding, KnowsUtf8)
{
    for (const char* text : {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
                             "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(is_utf8(text)) << text;
    }
    for (const char* text : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xFF",
                             "\xF4\x90\x80\x80", "\xF0\x80\x80\xAF", "a\xE2\x82"}) {
        EXPECT_FALSE(is_utf8(text)) << to_hex({reinterpret_cast<const std::uint8_t*>(text), 1});
    }
}

TEST(Encoding, ChangesAndIgnoresAsciiCaseOnly)
{
    EXPECT_EQ(to_lower("AbZ-09\xC3\x89"), "abz-09\xC3\x89");
    EXPECT_EQ(to_upper("aBz-09\xC3\xA9"), "ABZ-09\xC3\xA9");
    EXPECT_TRUE(equals_ignoring_case("Content-TYPE", "content-type"));
    EXPECT_FALSE(equals_ignoring_case("abc", "abcd"));
    EXPECT_FALSE(equals_ignoring_case("@", "`"));
}

TEST(Encoding, TrimsBlanksOnBothEnds)
{
    EXPECT_EQ(trimmed(" \t\r\na b\n "), "a b");
    EXPECT_EQ(trimmed(" \r\n"), "");
    EXPECT_EQ(trimmed(""), "");
}

}  // namespace
}  // namespace mysigfox
