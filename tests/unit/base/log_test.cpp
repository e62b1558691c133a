// What a line of the log looks like to a program that reads it.
#include "mysigfox/base/log.hpp"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

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

}  // namespace
}  // namespace mysigfox
