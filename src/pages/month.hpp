// Thirty days at a glance: bars for eyes, a table for readers.
#pragma once

#include "mysigfox/pages/device.hpp"
#include "pages/markup.hpp"

#include <vector>

namespace mysigfox::pages {

/// days: the last one is that of `now`.
Markup month(Language language, const std::vector<DayView>& days, Timestamp now);

}  // namespace mysigfox::pages
