// How many hosts work and how many fail, over all loops: the way out is the same for all of them.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace mysigfox::delivery {

/// Each loop writes its own count and reads everybody's. A host that webhooks of two loops are at
/// counts twice.
class EgressCensus {
public:
    struct Count {
        std::uint32_t worked = 0;   ///< hosts reached within the last hour
        std::uint32_t failing = 0;  ///< of these, not reached when last tried, some minutes ago
    };

    /// A place for one more loop's count. Before any loop runs.
    std::size_t join();

    /// On the loop that the place belongs to.
    void put(std::size_t place, Count count, Timestamp now) noexcept;

    /// On any loop. Failures that were counted before `since` are over.
    Count total(Timestamp since) const noexcept;

private:
    struct Place {
        std::atomic<std::uint32_t> worked{0};
        std::atomic<std::uint32_t> failing{0};
        std::atomic<std::int64_t> counted{0};  // milliseconds
    };

    std::deque<Place> places_;  // which never moves what is in it
};

}  // namespace mysigfox::delivery
