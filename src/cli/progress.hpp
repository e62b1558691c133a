// How far a long work has come, for whoever watches a terminal.
#pragma once

#include <cstdint>
#include <string>

namespace mysigfox::cli {

/// A line on stderr that is written over, and gone in the end; nothing if that is no terminal.
class ProgressLine {
public:
    ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine();

    void show(const std::string& what, std::uint64_t done, std::uint64_t total);

private:
    bool is_watched_;
    std::string shown_;
};

}  // namespace mysigfox::cli
