#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace mysigfox::cli {

ProgressLine::ProgressLine() : is_watched_(::isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine()
{
    if (!shown_.empty()) fmt::print(stderr, "\r{:{}}\r", "", shown_.size());
}

void ProgressLine::show(const std::string& what, std::uint64_t done, std::uint64_t total)
{
    if (!is_watched_ || total == 0) return;
    std::string line = fmt::format("{} {:3} %", what, done * 100 / total);
    if (line == shown_) return;
    shown_ = std::move(line);
    fmt::print(stderr, "\r{}", shown_);
    std::fflush(stderr);
}

}  // namespace mysigfox::cli
