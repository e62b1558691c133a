// What a line of the log looks like to a program that reads it.
#include "mysigfox/base/log.hpp"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <string>

namespace mysigfox {
namespace {

class LogTest : public testing::Test {
protected:
    ~LogTest() override { spdlog::set_default_logger(before_); }

    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

TEST_F(LogTest, AJsonLineIsJsonWhateverTheMessageContains)
{
    set_up_log("info", LogFormat::json);
    testing::internal::CaptureStderr();
    spdlog::warn("a \"quoted\" word, a \\, a tab\t, and {}", "no UTF-8: \xFF");
    const std::string line = testing::internal::GetCapturedStderr();

    const auto parsed = nlohmann::json::parse(line, nullptr, false);
    ASSERT_TRUE(parsed.is_object()) << line;
    EXPECT_EQ(parsed.at("level"), "warning");
    EXPECT_EQ(parsed.at("message"), "a \"quoted\" word, a \\, a tab\t, and no UTF-8: \uFFFD");
    EXPECT_EQ(parsed.at("time").get<std::string>().find("20"), 0U);
}

TEST_F(LogTest, TheLevelChangesWhileTheLoggerStays)
{
    set_up_log("info", LogFormat::json);
    const auto* const logger = spdlog::default_logger_raw();
    set_log_level("error");
    EXPECT_EQ(spdlog::default_logger_raw(), logger);
    EXPECT_FALSE(spdlog::should_log(spdlog::level::warn));
    set_log_level("debug");
    EXPECT_TRUE(spdlog::should_log(spdlog::level::debug));
}

TEST_F(LogTest, AFloodIsSummedUpInMinutesAndAtTheEnd)
{
    for (const LogFormat format : {LogFormat::text, LogFormat::json}) {
        testing::internal::CaptureStderr();
        set_up_log("info", format);
        for (int i = 0; i < 50; ++i) spdlog::warn("wh_{} fails: timed out", i);
        tell_log_floods(std::chrono::system_clock::now() + std::chrono::seconds{61});
        for (int i = 0; i < 24; ++i) spdlog::warn("wh_{} fails: timed out", i);
        spdlog::set_default_logger(before_);  // the end of the program
        const std::string log = testing::internal::GetCapturedStderr();

        EXPECT_EQ(std::ranges::count(log, '\n'), 20 + 1 + 20 + 1) << log;
        EXPECT_NE(log.find("wh_49 fails: timed out … repeated 30 times in the last "), log.npos);
        EXPECT_NE(log.find("wh_23 fails: timed out … repeated 4 times in the last "), log.npos);
    }
}

}  // namespace
}  // namespace mysigfox
