#include "config/file_modes.hpp"

#include <fmt/format.h>

#include <system_error>

namespace mysigfox::config {

std::string exposure_of(const std::filesystem::path& file)
{
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::path real = fs::canonical(file, failed);  // of a link the mode says nothing
    if (failed) return {};
    const auto may_all = [&failed](const fs::path& path, fs::perms right) {
        const fs::perms found = fs::status(path, failed).permissions();
        return !failed && (found & right) != fs::perms::none;
    };
    if (!may_all(real, fs::perms::others_read)) return {};
    if (!may_all(real.parent_path(), fs::perms::others_exec)) return {};
    const auto mode = static_cast<unsigned>(fs::status(real, failed).permissions());
    return fmt::format(
        "found {} with mode {:04o}, which everybody on this machine may read, expected 0600 or "
        "0640",
        file.string(), mode);
}

}  // namespace mysigfox::config
