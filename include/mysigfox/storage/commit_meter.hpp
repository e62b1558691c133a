// What the thread that writes a file tells of its work.
#pragma once

#include "mysigfox/base/metrics.hpp"

#include <string_view>

namespace mysigfox::storage {

/// Counted once a batch or round, never once a change. Any thread may read it.
struct CommitMeter {
    CommitMeter(Metrics& metrics, std::string_view file);

    Histogram& seconds;  ///< of one batch, with its sync
    Counter& changes;    ///< in batches that were committed
    Counter& failures;   ///< batches refused
    Counter& rounds;     ///< grows at least every ten seconds while the thread gets on
    Gauge& refusing;     ///< 1 while changes are refused
};

}  // namespace mysigfox::storage
