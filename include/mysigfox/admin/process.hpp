// What the kernel knows of this process.
#pragma once

#include "mysigfox/admin/exposition.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mysigfox::admin {

struct ProcessFigures {
    std::uint64_t cpu_ticks = 0;  ///< user and system; sysconf(_SC_CLK_TCK) of them a second
    std::uint64_t threads = 0;
    std::uint64_t start_ticks = 0;  ///< since the machine booted
    std::uint64_t virtual_bytes = 0;
    std::uint64_t resident_pages = 0;
};

/// Reads the line of /proc/PID/stat, whose second field may hold anything; nothing if it is none.
std::optional<ProcessFigures> parse_process_stat(std::string_view line);

/// The process_ metrics that every Prometheus client shows. What cannot be read is left out.
void add_process_metrics(Exposition& exposition);

}  // namespace mysigfox::admin
