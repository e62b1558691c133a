// Lines of a flood: the first are written, the others counted, and told once their minute is over.
#include "base/log_floods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

namespace mysigfox {
namespace {

using namespace std::chrono_literals;
using spdlog::level::debug;
using spdlog::level::info;
using spdlog::level::warn;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class LogFloodsTest : public testing::Test {
protected:
    /// How many of `count` lines are written, the n-th made by `line`.
    template <typename Line>
    int written(int count, const Line& line, spdlog::level::level_enum level = warn)
    {
        int sum = 0;
        for (int i = 0; i < count; ++i) sum += floods_.admits(level, line(i), now_) ? 1 : 0;
        return sum;
    }

    int written_failures(int count)
    {
        return written(count, [](int i) { return fmt::format("wh_{} fails: timed out", i); });
    }

    static constexpr int kFree = LogFloods::kFree;
    LogFloods::Time now_ = LogFloods::Time{} + std::chrono::hours{500'000};
    LogFloods floods_;
};

TEST_F(LogFloodsTest, TheFirstOfAKindAreWrittenAndTheRestIsOneLine)
{
    EXPECT_EQ(written_failures(kFree + 4213), kFree);
    now_ += 59s;
    EXPECT_EQ(written_failures(1), 0);
    EXPECT_THAT(floods_.due(now_), IsEmpty());
    now_ += 1s;

    const auto summaries = floods_.due(now_);

    ASSERT_THAT(summaries, SizeIs(1));
    EXPECT_EQ(summaries[0].level, warn);
    EXPECT_EQ(summaries[0].text, "wh_0 fails: timed out … repeated 4214 times in the last 60 s");
    EXPECT_THAT(floods_.due(now_), IsEmpty()) << "told once";
    EXPECT_EQ(written_failures(kFree + 1), kFree) << "a new minute";
}

TEST_F(LogFloodsTest, FewLinesAreNeverSummedUp)
{
    EXPECT_EQ(written_failures(kFree), kFree);
    now_ += 60s;
    EXPECT_THAT(floods_.due(now_), IsEmpty());
}

TEST_F(LogFloodsTest, EveryKindHasItsOwnCount)
{
    EXPECT_EQ(written_failures(1'000), kFree);
    EXPECT_EQ(written(1, [](int) { return "wh_k2 works again"; }), 1);
    EXPECT_EQ(written(
                  1, [](int) { return "wh_k2 fails: timed out"; }, info),
              1)
        << "a level";
    now_ += 30s;
    EXPECT_EQ(written(1'000, [](int) { return "accept: too many open files"; }), kFree);
    now_ += 30s;
    EXPECT_THAT(floods_.due(now_), SizeIs(1)) << "the minute of the other is not over";
    now_ += 30s;
    EXPECT_THAT(floods_.due(now_), SizeIs(1));
}

TEST_F(LogFloodsTest, IdsNumbersAddressesAndWhatOthersSayMakeNoKind)
{
    const auto is_one_kind = [this](const char* pattern, std::initializer_list<const char*> words) {
        LogFloods floods;
        for (int i = 0; i < kFree; ++i) {
            floods.admits(warn, fmt::format(fmt::runtime(pattern), *words.begin()), now_);
        }
        for (const char* const word : words) {
            const std::string line = fmt::format(fmt::runtime(pattern), word);
            EXPECT_FALSE(floods.admits(warn, line, now_)) << line;
        }
    };
    is_one_kind("{} fails: timed out", {"wh_k2", "wh_abc", "wh_0000000000k2"});
    is_one_kind("device {}: stays", {"21DF4E", "CAFE", "0061"});
    is_one_kind("the proxy {} speaks", {"192.0.2.1", "2001:db8::1", "[::1]:80", "proxy.example"});
    is_one_kind("POST {} not judged", {"/form", "/sigfox/uplink"});
    is_one_kind("a b c d e f g h {}", {"refused", "reset", "anything that others say"});
}

TEST_F(LogFloodsTest, LinesBelowInfoAreNotCounted)
{
    EXPECT_EQ(written(
                  1'000, [](int) { return "the same"; }, debug),
              1'000);
}

TEST_F(LogFloodsTest, ManyKindsTakeNoMoreRoomThanSomeAndAreCountedTogether)
{
    const auto kind = [](int i) {
        std::string line = "kind ";
        for (int rest = i + 1; rest > 0; rest /= 26) line += static_cast<char>('a' + rest % 26);
        return line;
    };
    const int most = LogFloods::kMostKinds;
    EXPECT_EQ(written(most + kFree + 100, kind), most + kFree);
    now_ += 60s;
    const auto summaries = floods_.due(now_);
    ASSERT_THAT(summaries, SizeIs(1));
    EXPECT_THAT(summaries[0].text, HasSubstr("repeated 100 times"));
    EXPECT_EQ(written(most, kind), most) << "the room is free again";
}

TEST_F(LogFloodsTest, ALongLineIsCutBetweenTwoCharacters)
{
    std::string line(511, 'x');
    for (int i = 0; i < 1'000; ++i) line += "ž";
    written(kFree + 1, [&](int) { return line; });
    now_ += 60s;
    const auto summaries = floods_.due(now_);
    ASSERT_THAT(summaries, SizeIs(1));
    EXPECT_EQ(summaries[0].text, std::string(511, 'x') + " … repeated 1 time in the last 60 s");
}

TEST_F(LogFloodsTest, AClockThatWasSetBackEndsTheMinute)
{
    written_failures(kFree + 5);
    now_ -= std::chrono::hours{2};
    EXPECT_THAT(floods_.due(now_), SizeIs(1));
    EXPECT_EQ(written_failures(1), 1);
}

TEST_F(LogFloodsTest, AtTheEndEverythingIsTold)
{
    written_failures(kFree + 5);
    now_ += 7s;
    const auto summaries = floods_.rest(now_);
    ASSERT_THAT(summaries, SizeIs(1));
    EXPECT_THAT(summaries[0].text, HasSubstr("repeated 5 times in the last 7 s"));
    EXPECT_THAT(floods_.rest(now_), IsEmpty());
}

}  // namespace
}  // namespace mysigfox
