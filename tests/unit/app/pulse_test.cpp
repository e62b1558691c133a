// Who gets on, and who does not.
#include "app/pulse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mysigfox::app {
namespace {

using namespace std::chrono_literals;

TEST(PulseTest, WhoWasNotHeardOfForTooLongIsNamed)
{
    const Pulse::Time start{100s};
    Pulse pulse{{"loop 0", "loop 1", "writer"}, start};
    EXPECT_THAT(pulse.silent(start + 30s, 30s), testing::IsEmpty());

    pulse.heard(1, start + 20s);

    EXPECT_THAT(pulse.silent(start + 31s, 30s), testing::ElementsAre("loop 0", "writer"));
    EXPECT_EQ(pulse.longest_silence(start + 31s), 31s);
    pulse.heard(0, start + 31s);
    pulse.heard(2, start + 31s);
    EXPECT_THAT(pulse.silent(start + 31s, 30s), testing::IsEmpty());
    EXPECT_EQ(pulse.longest_silence(start + 31s), 11s);
}

}  // namespace
}  // namespace mysigfox::app
