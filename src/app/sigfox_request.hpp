// A request to the Backend's API, without a daemon.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/target_policy.hpp"
#include "mysigfox/sigfox/callbacks_api.hpp"

namespace mysigfox::app {

/// With the client and the guard of webhooks; what came of it is a result. Blocks for as long as
/// that takes. An error is one of this machine.
Result<AttemptResult> ask_sigfox(const config::Settings& settings, const TargetPolicy& policy,
                                 const sigfox::ApiRequest& request);

}  // namespace mysigfox::app
