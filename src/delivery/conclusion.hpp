// What follows from an attempt: for the delivery on disk, and for its lane. Pure.
#pragma once

#include "delivery/outcome.hpp"
#include "mysigfox/delivery/retry_policy.hpp"

namespace mysigfox::delivery {

struct Conclusion {
    storage::DeliveryUpdate update;  ///< without the record of the attempt
    Outcome outcome;                 ///< without `origin` and `seen`
    bool is_spent = false;           ///< it counts as an attempt of the delivery
    bool is_recorded = true;         ///< false: as if nothing had happened
};

/// What a probe finds out of the receiver spends no attempt, nor does what is our own fault
/// (is_ours: we reach nobody at all).
Conclusion conclude(const RetryPolicy& policy, const Pick& pick,
                    const storage::PendingDelivery& pending, const AttemptResult& result,
                    bool is_ours, Timestamp now, double chance);

}  // namespace mysigfox::delivery
