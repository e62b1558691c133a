// Reads /proc.
#include "mysigfox/admin/process.hpp"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace mysigfox::admin {
namespace {

std::string contents_of(const char* file)
{
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

double seconds_of(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Seconds since 1970. Not from /proc/stat, which a sandbox may hide.
double boot_time()
{
    return seconds_of(CLOCK_REALTIME) - seconds_of(CLOCK_BOOTTIME);
}

double count_open_files()
{
    std::error_code ec;
    const std::filesystem::directory_iterator files{"/proc/self/fd", ec};
    // One of them is the one that reads them.
    return ec ? 0 : static_cast<double>(std::distance(begin(files), end(files)) - 1);
}

}  // namespace

std::optional<ProcessFigures> parse_process_stat(std::string_view line)
{
    // proc(5): "pid (name) state ppid ...", where a name may hold brackets and blanks.
    const std::size_t name_end = line.rfind(')');
    if (name_end == std::string_view::npos) return std::nullopt;
    std::istringstream rest{std::string{line.substr(name_end + 1)}};
    const std::vector<std::string> fields{std::istream_iterator<std::string>{rest}, {}};
    if (fields.size() < 22) return std::nullopt;
    // The state is field 3 of the manual and 0 of these.
    const auto number = [&fields](std::size_t field) {
        return std::strtoull(fields[field - 3].c_str(), nullptr, 10);
    };
    return ProcessFigures{.cpu_ticks = number(14) + number(15),
                          .threads = number(20),
                          .start_ticks = number(22),
                          .virtual_bytes = number(23),
                          .resident_pages = number(24)};
}

void add_process_metrics(Exposition& exposition)
{
    exposition.gauge("process_open_fds", count_open_files());
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        exposition.gauge("process_max_fds", static_cast<double>(limit.rlim_cur));
    }
    const auto figures = parse_process_stat(contents_of("/proc/self/stat"));
    if (!figures) return;
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
    const auto real = [](std::uint64_t value) { return static_cast<double>(value); };
    exposition.counter("process_cpu_seconds_total", real(figures->cpu_ticks) / ticks);
    exposition.gauge("process_threads", real(figures->threads));
    exposition.gauge("process_start_time_seconds",
                     boot_time() + real(figures->start_ticks) / ticks);
    exposition.gauge("process_virtual_memory_bytes", real(figures->virtual_bytes));
    exposition.gauge("process_resident_memory_bytes", real(figures->resident_pages) * page);
}

}  // namespace mysigfox::admin
