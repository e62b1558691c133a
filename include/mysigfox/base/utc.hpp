// Times as people and programs write them.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <optional>
#include <string_view>

namespace mysigfox {

/// "2026-11-23T03:43", with seconds (and a fraction of them) or without, with a Z or without;
/// nothing for anything else.
std::optional<Timestamp> parse_utc(std::string_view text);

}  // namespace mysigfox
