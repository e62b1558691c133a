// What the running daemon says of itself, as JSON for `mysigfox status`.
#pragma once

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/storage/outbox.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace mysigfox::app {

std::string status_json(std::chrono::seconds uptime,
                        const std::vector<TargetPolicy::Listener>& listeners,
                        const storage::OutboxReader::Totals& totals,
                        const std::vector<Metrics::Sample>& samples);

}  // namespace mysigfox::app
