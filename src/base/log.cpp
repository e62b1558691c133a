#include "mysigfox/base/log.hpp"

#include "base/journal.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>

namespace mysigfox {
namespace {

constexpr std::array<std::string_view, 6> kLevels{"trace", "debug", "info", "warn", "error", "off"};

LogFormat resolved(LogFormat format)
{
    if (format != LogFormat::automatic) return format;
    const bool is_journal = is_journal_stream(std::getenv("JOURNAL_STREAM"), STDERR_FILENO);
    return is_journal ? LogFormat::journal : LogFormat::text;
}

/// The journal adds the time itself. Where it cannot be reached by its own protocol, it (or whoever
/// reads standard error) learns the priority from the prefix (sd-daemon(3)).
class JournalSink final : public spdlog::sinks::base_sink<std::mutex> {
protected:
    void sink_it_(const spdlog::details::log_msg& message) override
    {
        static constexpr std::array<int, 7> kPriorities{7, 7, 6, 4, 3, 2, 7};
        const int priority = kPriorities[static_cast<std::size_t>(message.level)];
        const std::string_view text{message.payload.data(), message.payload.size()};
        if (!journal_.send(priority, text)) fmt::print(stderr, "<{}>{}\n", priority, text);
    }
    void flush_() override { std::fflush(stderr); }

private:
    Journal journal_;
};

/// One object a line, whatever the message contains.
class JsonSink final : public spdlog::sinks::base_sink<std::mutex> {
protected:
    void sink_it_(const spdlog::details::log_msg& message) override
    {
        spdlog::memory_buf_t head;
        head_.format(message, head);
        const nlohmann::json text = std::string{message.payload.data(), message.payload.size()};
        fmt::print(stderr, "{}{}}}\n", std::string_view{head.data(), head.size()},
                   text.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    void flush_() override { std::fflush(stderr); }

private:
    spdlog::pattern_formatter head_{R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","message":)",
                                    spdlog::pattern_time_type::local, ""};
};

spdlog::sink_ptr make_sink(LogFormat format)
{
    if (format == LogFormat::journal) return std::make_shared<JournalSink>();
    if (format == LogFormat::json) return std::make_shared<JsonSink>();
    return std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
}

}  // namespace

bool is_log_level(std::string_view level) noexcept
{
    for (const std::string_view known : kLevels) {
        if (level == known) return true;
    }
    return false;
}

void set_up_log(std::string_view level, LogFormat format)
{
    const LogFormat chosen = resolved(format);
    auto logger = std::make_shared<spdlog::logger>("mysigfox", make_sink(chosen));
    if (chosen == LogFormat::text) logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%-5l%$ %v");
    logger->set_level(spdlog::level::from_str(std::string{level}));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

void set_log_level(std::string_view level)
{
    spdlog::default_logger_raw()->set_level(spdlog::level::from_str(std::string{level}));
}

}  // namespace mysigfox
