// Files with secrets that everybody on the machine may read.
#pragma once

#include <filesystem>
#include <string>

namespace mysigfox::config {

/// "found FILE with mode 0644, …, expected …"; empty if the file keeps its secret, is not there, or
/// stands in a folder that not everybody may enter.
std::string exposure_of(const std::filesystem::path& file);

}  // namespace mysigfox::config
