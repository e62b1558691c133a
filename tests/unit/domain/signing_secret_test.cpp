// The spelling of signing secrets.
#include "mysigfox/domain/signing_secret.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <type_traits>

namespace mysigfox {
namespace {

TEST(SigningSecret, IsSpelledAsTheSpecificationHasIt)
{
    constexpr const char* kText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const auto secret = SigningSecret::parse(kText);

    ASSERT_TRUE(secret);
    EXPECT_EQ(secret->bytes().size(), 24u);
    EXPECT_EQ(secret->bytes().substr(0, 3), "\x31\xf2\x90");
    EXPECT_EQ(secret->reveal(), kText);
}

TEST(SigningSecret, NewOnesDifferAndHave32Bytes)
{
    const SigningSecret one = SigningSecret::make();
    const SigningSecret other = SigningSecret::make();

    EXPECT_EQ(one.bytes().size(), 32u);
    EXPECT_NE(one, other);
    EXPECT_EQ(SigningSecret::parse(one.reveal()), one);
}

TEST(SigningSecret, Has24To64Bytes)
{
    for (const std::size_t size : {24U, 25U, 63U, 64U}) {
        const auto secret = SigningSecret::from_bytes(std::string(size, 'x'));
        ASSERT_TRUE(secret) << size;
        EXPECT_EQ(SigningSecret::parse(secret->reveal()), secret) << size;
    }
    for (const std::size_t size : {0U, 16U, 23U, 65U}) {
        EXPECT_FALSE(SigningSecret::from_bytes(std::string(size, 'x'))) << size;
    }
}

TEST(SigningSecret, NothingElseIsTakenForOne)
{
    for (const char* text :
         {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
          "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
          "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa*w", "whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
        EXPECT_FALSE(SigningSecret::parse(text)) << text;
    }
}

template <typename T>
concept Printable = requires(std::ostringstream& out, const T& value)
{
    out << value;
};

TEST(SigningSecret, CannotBePrintedByMistake)
{
    EXPECT_FALSE(Printable<SigningSecret>);
    EXPECT_FALSE((std::is_convertible_v<SigningSecret, std::string>));
}

}  // namespace
}  // namespace mysigfox
