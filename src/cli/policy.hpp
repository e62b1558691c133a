// Which webhooks a command without a daemon allows.
#pragma once

#include "mysigfox/config/settings.hpp"
#include "mysigfox/domain/target_policy.hpp"

namespace mysigfox::cli {

/// As the daemon of this configuration has it.
TargetPolicy policy_of(const config::Settings& settings);

}  // namespace mysigfox::cli
