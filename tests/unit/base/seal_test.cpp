// What is sealed can be opened by its key, for what it belongs to, and not otherwise.
#include "mysigfox/base/seal.hpp"

#include <gtest/gtest.h>

#include <set>

namespace mysigfox {
namespace {

const SecretKey kKey{{1, 2, 3}};

TEST(Seal, OpensWhatItClosed)
{
    Seal seal{kKey, "test"};
    for (const std::string& plain : {std::string{}, std::string{"a"}, std::string(64, '\0')}) {
        EXPECT_EQ(seal.open(seal.close(plain, "row 7"), "row 7"), plain);
    }
}

TEST(Seal, AnotherOneWithTheSameKeyOpensItToo)
{
    const std::string sealed = Seal{kKey, "test"}.close("secret", "row 7");

    EXPECT_EQ((Seal{kKey, "test"}.open(sealed, "row 7")), "secret");
}

TEST(Seal, OpensNothingElse)
{
    Seal seal{kKey, "test"};
    const std::string sealed = seal.close("secret", "row 7");

    EXPECT_FALSE(seal.open(sealed, "row 8")) << "copied to another row";
    EXPECT_FALSE((Seal{kKey, "other"}.open(sealed, "row 7"))) << "made for another purpose";
    EXPECT_FALSE((Seal{SecretKey{{9}}, "test"}.open(sealed, "row 7"))) << "another key file";
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string altered = sealed;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_FALSE(seal.open(altered, "row 7")) << "byte " << i;
        EXPECT_FALSE(seal.open(sealed.substr(0, i), "row 7")) << "cut at " << i;
    }
    EXPECT_EQ(seal.open(sealed, "row 7"), "secret") << "failures leave nothing behind";
}

TEST(Seal, TellsNothingOfWhatIsInIt)
{
    Seal seal{kKey, "test"};
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string sealed = seal.close("the same secret", "row 7");
        EXPECT_EQ(sealed.find("same"), std::string::npos);
        seen.insert(sealed);
    }
    EXPECT_EQ(seen.size(), 100u) << "equal secrets look different";
}

}  // namespace
}  // namespace mysigfox
