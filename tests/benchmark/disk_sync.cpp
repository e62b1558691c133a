// How long the disk takes for what a commit needs: disk_sync FILE; median and p99 in JSON.
#include "benchmark/tools/histogram.hpp"
#include "benchmark/tools/sockets.hpp"

#include <cstdio>
#include <string>

int main(int argc, char** argv)
{
    using namespace mysigfox::benchmark;
    constexpr int kWrites = 200;
    const std::string page(4'096, 'x');
    const std::string file = argc > 1 ? argv[1] : "disk_sync.tmp";
    const int fd =
        checked(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), "open");
    Histogram times;
    for (int i = 0; i < kWrites; ++i) {
        const std::uint64_t begun = now_ns();
        checked(static_cast<int>(::write(fd, page.data(), page.size())), "write");
        checked(::fdatasync(fd), "fdatasync");
        times.add_since(begun);
    }
    ::unlink(file.c_str());
    std::puts(times.json().c_str());
}
