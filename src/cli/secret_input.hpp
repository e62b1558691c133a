// A secret that is given to a verb: in a file of its owner's alone, or on standard input.
#pragma once

#include "mysigfox/base/error.hpp"

#include <string>

namespace mysigfox::cli {

/// At most 4 KiB; `-` is standard input. storage_unavailable if it cannot be read, invalid_value if
/// others may read the file.
Result<std::string> read_secret_input(const std::string& file);

}  // namespace mysigfox::cli
