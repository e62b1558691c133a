// What a restart must not forget of a webhook that does not work.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/ids.hpp"

#include <cstdint>

namespace mysigfox::storage {

/// Stored as this number. A lane that works has no row.
enum class LaneCondition : std::uint8_t {
    failing = 1,      ///< its messages wait, one probe at a time asks whether it works again
    paused_gone = 2,  ///< it answered 410: nothing is sent until its owner says so
    spent = 3,        ///< the schedule of all its messages ran out: one probe a day
    paused = 4,       ///< the operator paused it: nothing is sent until he resumes it
};

struct LaneState {
    WebhookId webhook{};
    LaneCondition condition = LaneCondition::failing;
    Timestamp since;        ///< of the condition
    std::uint8_t step = 0;  ///< probes made, as far as the schedule of probes needs it
    Timestamp next_probe;   ///< not while paused; never earlier than a Retry-After asked for
    DeliveryId parked{};  ///< the delivery parked last: what the probe carries once spent; 0: none
    /// How long the webhook was paused in all, so that give_up_after can stand still meanwhile.
    std::chrono::milliseconds was_paused{0};
};

}  // namespace mysigfox::storage
