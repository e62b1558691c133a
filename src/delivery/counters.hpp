// What delivery counts.
#pragma once

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/storage/outbox.hpp"

#include <array>

namespace mysigfox::delivery {

/// The counters of delivery, looked up once; the loops share them.
class Counters {
public:
    explicit Counters(Metrics& metrics);

    void attempted(Cause cause) noexcept { attempts_[static_cast<std::size_t>(cause)]->add(); }
    /// What a delivery became on disk; pending means: to be tried again.
    void recorded(storage::DeliveryState state) noexcept;

private:
    static constexpr std::size_t kCauses = static_cast<std::size_t>(Cause::inbox_gone) + 1;

    std::array<Counter*, kCauses> attempts_{};  // by cause
    Counter& delivered_;
    Counter& retried_;
    Counter& parked_;
    Counter& dropped_;
    Counter& parked_total_;
    Counter& dropped_total_;
};

}  // namespace mysigfox::delivery
