// The cache of names: bounded, and nothing outlives its time.
#include "net/answer_cache.hpp"

#include <gtest/gtest.h>

namespace mysigfox::net {
namespace {

using namespace std::chrono_literals;

const AnswerCache::Time kStart{};

Resolution answer(std::uint32_t address)
{
    return {{IpAddress::v4(address)}, {}};
}

TEST(AnswerCache, KnowsANameUntilItsTimeIsUp)
{
    AnswerCache cache{10};
    cache.put("a.example", answer(1), kStart + 5s);

    ASSERT_NE(cache.find("a.example", kStart + 4s), nullptr);
    EXPECT_EQ(cache.find("a.example", kStart + 4s)->addresses[0], IpAddress::v4(1));
    EXPECT_EQ(cache.find("b.example", kStart), nullptr);
    EXPECT_EQ(cache.find("a.example", kStart + 5s), nullptr);
    EXPECT_EQ(cache.size(), 0u);
}

TEST(AnswerCache, ANewAnswerReplacesTheOld)
{
    AnswerCache cache{10};
    cache.put("a.example", answer(1), kStart + 5s);
    cache.put("a.example", answer(2), kStart + 5s);

    EXPECT_EQ(cache.find("a.example", kStart)->addresses[0], IpAddress::v4(2));
    EXPECT_EQ(cache.size(), 1u);
}

TEST(AnswerCache, TheOldestMakesRoom)
{
    AnswerCache cache{3};
    for (int i = 0; i < 5; ++i) {
        cache.put("name" + std::to_string(i), answer(1), kStart + 5s);
    }

    EXPECT_EQ(cache.size(), 3u);
    EXPECT_EQ(cache.find("name1", kStart), nullptr);
    EXPECT_NE(cache.find("name2", kStart), nullptr);
    EXPECT_NE(cache.find("name4", kStart), nullptr);
}

}  // namespace
}  // namespace mysigfox::net
