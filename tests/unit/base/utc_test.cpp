// Times as they are typed.
#include "mysigfox/base/utc.hpp"

#include <gtest/gtest.h>

namespace mysigfox {
namespace {

TEST(Utc, IsReadWithAndWithoutSecondsAndZ)
{
    const Timestamp minute{std::chrono::seconds{1'501'568'880}};
    EXPECT_EQ(parse_utc("2017-08-01T06:28"), minute);
    EXPECT_EQ(parse_utc("2017-08-01T06:28Z"), minute);
    EXPECT_EQ(parse_utc("2017-08-01T06:28:15Z"), minute + std::chrono::seconds{15});
    EXPECT_EQ(parse_utc("2017-08-01T06:28:15.25Z"), minute + std::chrono::milliseconds{15'250});
    EXPECT_EQ(parse_utc("2017-08-01T06:28:15.0019999"), minute + std::chrono::milliseconds{15'001});
}

TEST(Utc, IsNothingElse)
{
    for (const char* text :
         {"", "2017-08-01", "2017-13-01T06:28", "2017-02-30T06:28", "Z", "2017-08-01T24:00",
          "2017-08-01 06:28", "2017-08-01T06:2x", "2017-08-01T06:28:61", "2017-08-01T06:28+02",
          "2017-08-01T06:28:15.", "2017-08-01T06:28:15.x", "2017-08-01T06:28.5",
          "2017-08-01T06:28:15.0123456789"}) {
        EXPECT_EQ(parse_utc(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace mysigfox
