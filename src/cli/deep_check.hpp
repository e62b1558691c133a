// check --deep: what must be so in the stores.
#pragma once

#include "mysigfox/config/settings.hpp"

namespace mysigfox::cli {

/// On a copy, so that a running daemon is not held up; says what does not hold, and returns the
/// exit code: 74 then.
int check_stores(const config::Settings& settings);

}  // namespace mysigfox::cli
