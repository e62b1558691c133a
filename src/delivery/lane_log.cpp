#include "delivery/lane_log.hpp"

#include <spdlog/spdlog.h>

namespace mysigfox::delivery {

using storage::LaneCondition;

void log_change(const LaneChange& change, const std::string& seen)
{
    const std::string webhook = public_id(change.webhook);
    if (!change.now) return spdlog::info("{} works again", webhook);
    switch (change.now->condition) {
        case LaneCondition::failing:
            return spdlog::warn("{} does not work, its messages wait: {}", webhook, seen);
        case LaneCondition::paused_gone:
            return spdlog::warn("{} is paused, it wants nothing any more: {}", webhook, seen);
        case LaneCondition::spent:
            return spdlog::warn("{}: all its messages are given up and kept", webhook);
        case LaneCondition::paused:
            return spdlog::info("{} is paused by the operator", webhook);
    }
}

}  // namespace mysigfox::delivery
