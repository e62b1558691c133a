// What delivery counts.
#pragma once

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/storage/outbox.hpp"

#include <array>
#include <optional>

namespace mysigfox::delivery {

/// The counters of delivery, looked up once; the loops share them.
class Counters {
public:
    explicit Counters(Metrics& metrics);

    void attempted(const AttemptResult& result) noexcept;
    /// What a delivery became on disk; pending means: to be tried again.
    void recorded(storage::DeliveryState state) noexcept;

    void probed(bool works) noexcept { (works ? probes_answered_ : probes_failed_).add(); }
    /// The trouble of a lane, before and after a change of it.
    void lane_changed(std::optional<storage::LaneCondition> before,
                      std::optional<storage::LaneCondition> after) noexcept;
    /// An origin turns us away so often that it is approached slowly.
    void braked() noexcept { brakes_.add(); }
    /// Logged once, however many loops see it.
    void egress_down(std::size_t failing, std::size_t worked);
    void egress_up();

private:
    static constexpr std::size_t kCauses = static_cast<std::size_t>(Cause::inbox_gone) + 1;
    static constexpr std::size_t kConditions =
        static_cast<std::size_t>(storage::LaneCondition::paused) + 1;

    std::array<Counter*, kCauses> attempts_{};  // by cause
    std::array<Gauge*, kConditions> lanes_{};   // by condition; there is none of 0
    Counter& delivered_;
    Counter& retried_;
    Counter& parked_;
    Counter& dropped_;
    Counter& perhaps_delivered_;
    Counter& openings_;
    Counter& revivals_;
    Counter& probes_answered_;
    Counter& probes_failed_;
    Counter& brakes_;
    Gauge& loops_without_egress_;
};

}  // namespace mysigfox::delivery
