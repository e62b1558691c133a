// Moments as people name them on the command line.
#pragma once

#include "control/rows.hpp"
#include "mysigfox/base/clock.hpp"

#include <optional>

namespace mysigfox::control {

/// "2026-11-23T03:43:22Z", "2026-11-23" (its midnight, UTC), or "90m", "2h", "3d" ago; nothing if
/// it is not given. invalid_value for anything else, with the name of the argument.
Result<std::optional<Timestamp>> moment_in(const Json& arguments, const char* name, Timestamp now);

}  // namespace mysigfox::control
