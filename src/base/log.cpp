#include "mysigfox/base/log.hpp"

#include "base/journal.hpp"
#include "base/log_floods.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox {
namespace {

constexpr std::array<std::string_view, 6> kLevels{"trace", "debug", "info", "warn", "error", "off"};

LogFormat resolved(LogFormat format)
{
    if (format != LogFormat::automatic) return format;
    return is_stderr_the_journal() ? LogFormat::journal : LogFormat::text;
}

constexpr std::array<int, 7> kPriorities{7, 7, 6, 4, 3, 2, 7};

int priority_of(spdlog::level::level_enum level)
{
    return kPriorities[static_cast<std::size_t>(level)];
}

/// For whoever reads standard error as systemd does (sd-daemon(3)): a line is an entry.
void print_lines(int priority, std::string_view text)
{
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        fmt::print(stderr, "<{}>{}\n", priority, text.substr(begin, end - begin));
        begin = end + 1;
    }
}

/// The journal adds the time itself. It may not be reached by its own protocol.
class JournalSink final : public spdlog::sinks::base_sink<std::mutex> {
protected:
    void sink_it_(const spdlog::details::log_msg& message) override
    {
        const int priority = priority_of(message.level);
        const std::string_view text{message.payload.data(), message.payload.size()};
        if (!journal_.send(priority, text)) print_lines(priority, text);
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

/// Before any of the sinks: what many lines are like is told in one. Its lock is never held while a
/// line is written.
class FloodSink final : public spdlog::sinks::sink {
public:
    explicit FloodSink(spdlog::sink_ptr sink) : sink_(std::move(sink)) {}
    ~FloodSink() override
    {
        const LogFloods::Time now = spdlog::log_clock::now();
        write(floods_.rest(now), now);
    }
    FloodSink(const FloodSink&) = delete;
    FloodSink& operator=(const FloodSink&) = delete;

    void log(const spdlog::details::log_msg& message) override
    {
        const std::string_view text{message.payload.data(), message.payload.size()};
        std::vector<LogFloods::Summary> over;
        bool is_written = false;
        {
            const std::lock_guard lock{mutex_};
            over = floods_.due(message.time);
            is_written = floods_.admits(message.level, text, message.time);
        }
        write(over, message.time);
        if (is_written) sink_->log(message);
    }

    void tell(LogFloods::Time now)
    {
        std::vector<LogFloods::Summary> over;
        {
            const std::lock_guard lock{mutex_};
            over = floods_.due(now);
        }
        write(over, now);
    }

    void flush() override { sink_->flush(); }
    void set_pattern(const std::string& pattern) override { sink_->set_pattern(pattern); }
    void set_formatter(std::unique_ptr<spdlog::formatter> formatter) override
    {
        sink_->set_formatter(std::move(formatter));
    }

private:
    void write(const std::vector<LogFloods::Summary>& summaries, LogFloods::Time now)
    {
        for (const auto& [level, text] : summaries) {
            sink_->log({now, spdlog::source_loc{}, "mysigfox", level, text});
        }
        if (!summaries.empty()) sink_->flush();
    }

    spdlog::sink_ptr sink_;
    std::mutex mutex_;
    LogFloods floods_;  // under mutex_
};

spdlog::sink_ptr make_sink(LogFormat format)
{
    if (format == LogFormat::journal) return std::make_shared<JournalSink>();
    if (format == LogFormat::json) return std::make_shared<JsonSink>();
    return std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
}

}  // namespace

bool is_stderr_the_journal()
{
    return is_journal_stream(std::getenv("JOURNAL_STREAM"), STDERR_FILENO);
}

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
    auto sink = std::make_shared<FloodSink>(make_sink(chosen));
    auto logger = std::make_shared<spdlog::logger>("mysigfox", std::move(sink));
    if (chosen == LogFormat::text) logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%-5l%$ %v");
    logger->set_level(spdlog::level::from_str(std::string{level}));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

void log_last_words(std::string_view text, LogFormat format)
{
    if (resolved(format) == LogFormat::journal) {
        print_lines(priority_of(spdlog::level::err), text);
    } else {
        spdlog::error("{}", text);
    }
}

void set_log_level(std::string_view level)
{
    spdlog::default_logger_raw()->set_level(spdlog::level::from_str(std::string{level}));
}

void tell_log_floods(std::chrono::system_clock::time_point now)
{
    for (const spdlog::sink_ptr& sink : spdlog::default_logger_raw()->sinks()) {
        if (auto* const floods = dynamic_cast<FloodSink*>(sink.get())) floods->tell(now);
    }
}

}  // namespace mysigfox
