// A name that nobody knows, and the one that was meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::config {

/// The known name that the one given was probably meant to be.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known);

}  // namespace mysigfox::config
