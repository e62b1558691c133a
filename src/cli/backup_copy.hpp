// Long work on the stores: done by the running daemon, or by a process of our own.
#pragma once

#include "mysigfox/config/settings.hpp"

namespace mysigfox::cli {

/// The copy stands in the state directory afterwards (StateDirectory::copy_in). Says what went
/// wrong; returns the exit code.
int copy_into_state_directory(const config::Settings& settings);

/// What was deleted leaves no bytes behind (storage::scrub). Likewise.
int scrub_stores(const config::Settings& settings);

}  // namespace mysigfox::cli
