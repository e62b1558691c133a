// Randomness, keyed hashes and careful comparisons.
#include "mysigfox/base/secret.hpp"

#include "mysigfox/base/encoding.hpp"

#include <gtest/gtest.h>

#include <map>

namespace mysigfox {
namespace {

TEST(Secret, ComparesWholeTexts)
{
    EXPECT_TRUE(equals_in_constant_time("", ""));
    EXPECT_TRUE(equals_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equals_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equals_in_constant_time("abc", "abcd"));
    EXPECT_FALSE(equals_in_constant_time("abc", ""));
    EXPECT_FALSE(equals_in_constant_time("", "abc"));
    EXPECT_FALSE(equals_in_constant_time("abcd", "abc"));
}

TEST(Secret, DrawsBytesAndNumbersThatDiffer)
{
    EXPECT_EQ(random_bytes(0).size(), 0u);
    EXPECT_EQ(random_bytes(33).size(), 33u);
    EXPECT_NE(random_bytes(16), random_bytes(16));
    EXPECT_NE(random_number(), random_number());
}

TEST(Secret, DrawsEveryLetterOfTheAlphabetAboutEquallyOften)
{
    std::map<char, int> counts;
    for (const char c : random_text("abc", 30'000)) ++counts[c];
    ASSERT_EQ(counts.size(), 3u);
    for (const auto& [letter, count] : counts) {
        EXPECT_GT(count, 9'000) << letter;
        EXPECT_LT(count, 11'000) << letter;
    }
    EXPECT_EQ(random_text("x", 5), "xxxxx");
}

TEST(Secret, HashesByKeyPurposeAndText)
{
    const SecretKey zero{std::array<std::uint8_t, SecretKey::kSize>{}};
    const SecretKey one{std::array<std::uint8_t, SecretKey::kSize>{1}};
    // HMAC-SHA256 with 32 zero bytes over "token\0AUBECJFQTC", by another implementation.
    EXPECT_EQ(to_hex(zero.hash("token", "AUBECJFQTC")),
              "ce68cd8b683cf8513a1febc9ccab3af2d09d556794be6318b6d2fca4ff2c4ce7");
    EXPECT_EQ(zero.hash("token", "A"), zero.hash("token", "A"));
    EXPECT_NE(zero.hash("token", "A"), zero.hash("token", "B"));
    EXPECT_NE(zero.hash("token", "A"), zero.hash("login", "A"));
    EXPECT_NE(zero.hash("token", "A"), one.hash("token", "A"));
    EXPECT_NE(zero.hash("ab", "c"), zero.hash("a", "bc"));
}

}  // namespace
}  // namespace mysigfox
