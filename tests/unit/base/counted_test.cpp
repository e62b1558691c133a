// One and many, in words.
#include "mysigfox/base/counted.hpp"

#include <gtest/gtest.h>

#include <cstddef>

namespace mysigfox {
namespace {

TEST(Counted, OneIsSingularAndNothingIsPlural)
{
    EXPECT_EQ(counted(0, "device"), "0 devices");
    EXPECT_EQ(counted(std::size_t{1}, "paused device"), "1 paused device");
    EXPECT_EQ(counted(-1, "day"), "-1 days");
    EXPECT_EQ(counted(1, "inbox"), "1 inbox");
    EXPECT_EQ(counted(2, "inbox"), "2 inboxes");
    EXPECT_EQ(is_or_are(1), "is");
    EXPECT_EQ(is_or_are(0), "are");
}

}  // namespace
}  // namespace mysigfox
