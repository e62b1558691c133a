// Refusals in the log: one line in ten seconds for each reason, however many there are.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace mysigfox::api {

/// Confined to one loop. Reasons come from a small closed set; details hold no secret.
class RefusalLog {
public:
    explicit RefusalLog(std::string what) : what_(std::move(what)) {}

    /// Logs a warning, or counts it for the next one if the last one is less than ten seconds ago.
    void note(std::string_view reason, std::string_view detail, Timestamp now);

private:
    struct Reason {
        Timestamp logged;
        std::uint64_t untold = 0;
    };
    std::string what_;
    std::map<std::string, Reason, std::less<>> reasons_;
};

}  // namespace mysigfox::api
