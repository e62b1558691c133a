// The keys of [mail], a part of the one table of options.
#pragma once

#include "config/options.hpp"

#include <vector>

namespace mysigfox::config {

std::vector<Option<Settings>> mail_options();

}  // namespace mysigfox::config
