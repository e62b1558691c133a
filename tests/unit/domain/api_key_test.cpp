// Keys of customers' programs.
#include "mysigfox/domain/api_key.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mysigfox {
namespace {

TEST(ApiKey, IsReadAsItWasMade)
{
    const ApiKey made = ApiKey::make();
    EXPECT_TRUE(made.reveal().starts_with("mysigfox_"));
    EXPECT_EQ(made.reveal().size(), ApiKey::kPrefix.size() + ApiKey::kDigits);
    EXPECT_EQ(ApiKey::parse(" " + made.reveal() + "\t")->reveal(), made.reveal());
    EXPECT_NE(ApiKey::make().reveal(), made.reveal());
}

TEST(ApiKey, NothingElseIsOne)
{
    const std::string good = ApiKey::make().reveal();
    for (const std::string& text :
         {std::string{}, std::string{"mysigfox_"}, good.substr(1), good + "0",
          good.substr(0, good.size() - 1), good.substr(0, good.size() - 1) + "u",
          good.substr(0, good.size() - 1) + "A", good.substr(9)}) {
        EXPECT_FALSE(ApiKey::parse(text)) << text;
    }
}

}  // namespace
}  // namespace mysigfox
