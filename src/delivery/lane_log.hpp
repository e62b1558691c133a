// What the log says of webhooks that begin or cease to work.
#pragma once

#include "delivery/schedule.hpp"

#include <string>

namespace mysigfox::delivery {

/// seen: at the webhook, in words and without secrets; empty if nothing was.
void log_change(const LaneChange& change, const std::string& seen);

}  // namespace mysigfox::delivery
