// A test delivery without a daemon.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/domain/trial.hpp"
#include "mysigfox/domain/webhook_url.hpp"

namespace mysigfox::app {

/// With the daemon's client and guard, on a loop of its own; blocks for as long as that takes.
Result<Trial> try_webhook(const config::Settings& settings, const TargetPolicy& policy,
                          const WebhookUrl& url);

}  // namespace mysigfox::app
