// What the running daemon says of itself, as JSON for `mysigfox status` and `healthcheck`.
#pragma once

#include "mysigfox/admin/routes.hpp"
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

/// {"checks": [{"check", "is_well", "problem"}]}
std::string readiness_json(const std::vector<admin::Check>& checks);

}  // namespace mysigfox::app
