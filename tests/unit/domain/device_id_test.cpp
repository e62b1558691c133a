// Device identifiers: a number, however it is spelt.
#include "mysigfox/domain/device_id.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace mysigfox {
namespace {

using namespace literals;

TEST(DeviceId, IsSpeltAsTheBackendDoes)
{
    const std::pair<const char*, const char*> cases[]{
        {"0", "0000"},        {"bef", "0BEF"},         {"8405", "8405"},        {"153ff", "153FF"},
        {"21DF4E", "21DF4E"}, {"014159eb", "14159EB"}, {"ffffffff", "FFFFFFFF"}};
    for (const auto& [text, expected] : cases) {
        const auto id = DeviceId::parse(text);
        ASSERT_TRUE(id) << text;
        EXPECT_EQ(id->str(), expected);
    }
}

TEST(DeviceId, IsOneHoweverItIsSpelt)
{
    EXPECT_EQ("00AB"_device, "ab"_device);
    EXPECT_LT("ab"_device, "100"_device);
    EXPECT_EQ("868e"_device.value(), 0x868Eu);
    const std::unordered_set<DeviceId> ids{"00AB"_device, "ab"_device, "ac"_device};
    EXPECT_EQ(ids.size(), 2u);
}

TEST(DeviceId, RefusesWhatIsNotOneToEightDigits)
{
    for (const char* text :
         {"", "000000001", "0x1", " 1", "1 ", "-1", "+1", "G", "1.5", "\xC3\xA9"}) {
        EXPECT_FALSE(DeviceId::parse(text)) << text;
    }
}

}  // namespace
}  // namespace mysigfox
