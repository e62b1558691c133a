// Tells when it is us, and not the receivers, who cannot reach anybody. Pure.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <chrono>
#include <cstddef>

namespace mysigfox::delivery {

/// The way out is down when more than half of the origins that worked within the last hour, and
/// at least three, failed by DNS or connect within the last five minutes. Then nothing speaks of
/// a receiver. A few probes every five seconds ask whether it is over; one that reaches anybody
/// ends it.
class EgressWatch {
public:
    static constexpr std::size_t kLeast = 3;
    static constexpr std::chrono::milliseconds kWorked = std::chrono::hours{1};
    static constexpr std::chrono::milliseconds kFailed = std::chrono::minutes{5};
    static constexpr std::chrono::milliseconds kProbeEvery = std::chrono::seconds{5};
    static constexpr int kProbesAtOnce = 3;

    bool is_down() const noexcept { return is_down_; }
    /// Troubles that began no earlier than this may be ours.
    Timestamp suspect_since() const noexcept { return down_since_ - kFailed; }

    /// Somebody was reached; true if that ends it.
    bool reached() noexcept;

    /// Nobody is counted more often than that: counting looks at every origin.
    bool wants_count(Timestamp now) const noexcept { return !is_down_ && now >= next_count_; }
    /// Of the origins that worked lately, so many fail; true if that makes it down.
    bool count(std::size_t worked, std::size_t failing, Timestamp now) noexcept;

    /// When a probe may go while it is down.
    Timestamp next_probe() const noexcept { return next_probe_; }
    void probed(Timestamp now) noexcept;

private:
    bool is_down_ = false;
    Timestamp down_since_;
    Timestamp next_count_;
    Timestamp next_probe_;
    int probes_ = 0;  ///< of this round
};

}  // namespace mysigfox::delivery
