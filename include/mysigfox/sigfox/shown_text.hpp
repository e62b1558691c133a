// What others wrote, as it may be shown to people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::sigfox {

/// Printable ASCII on one line, at most 200 characters, and none of what is hidden.
std::string shown_text(std::string_view text, const std::vector<std::string>& hidden);

}  // namespace mysigfox::sigfox
