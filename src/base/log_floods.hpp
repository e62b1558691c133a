// Which lines of the log are written, and which are only counted because many are like them.
#pragma once

#include <spdlog/common.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mysigfox {

/// Of each kind of line the first kFree within a minute are written; the rest of that minute is
/// counted and told in one line at its end. Lines are of a kind if their level and their first
/// words are the same, whatever ids, numbers, addresses and URLs stand between. Below info nothing
/// is held back. Not for several threads at once.
class LogFloods {
public:
    using Time = spdlog::log_clock::time_point;
    static constexpr std::uint64_t kFree = 20;
    static constexpr std::chrono::seconds kWindow{60};
    /// Kinds beyond that share one count.
    static constexpr std::size_t kMostKinds = 256;

    struct Summary {
        spdlog::level::level_enum level;
        std::string text;
    };

    /// Is this line written? Otherwise it is counted.
    bool admits(spdlog::level::level_enum level, std::string_view text, Time now);
    /// Of the kinds whose minute is over; cheap when none is.
    std::vector<Summary> due(Time now);
    /// Of all kinds, whatever is left of their minute.
    std::vector<Summary> rest(Time now);

private:
    struct Kind {
        spdlog::level::level_enum level;
        Time since;
        std::uint64_t written = 0;
        std::uint64_t held_back = 0;
        std::string last{};  ///< of those held back, cut
    };
    using Kinds = std::unordered_map<std::size_t, Kind>;

    static Summary summary_of(const Kind& kind, Time now);

    Kinds kinds_;
    std::optional<Time> next_end_;  ///< of the minute that ends first
};

}  // namespace mysigfox
