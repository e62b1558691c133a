#include "cli/deep_check.hpp"

#include "cli/backup_copy.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "mysigfox/base/counted.hpp"
#include "mysigfox/storage/backup.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <vector>

namespace mysigfox::cli {
namespace {

Result<std::vector<storage::BrokenInvariant>> look_at(const std::filesystem::path& copy,
                                                      const std::filesystem::path& key_file)
{
    const auto key = SecretKey::open_or_create(key_file);  // who made the copy had one
    if (!key) return key.error();
    const auto opened = storage::open_backup(copy, storage::BackupState::copied);
    if (!opened) return opened.error();
    ProgressLine line;
    return (*opened)->prove(*key, [&line](std::uint64_t done, std::uint64_t total) {
        line.show("looking  ", done, total);
    });
}

}  // namespace

int check_stores(const config::Settings& settings)
{
    const std::filesystem::path directory = settings.state_directory;
    if (!std::filesystem::exists(directory / "registry.db")) {
        tell("There are no stores yet.");
        return kDone;
    }
    if (const int copied = copy_into_state_directory(settings); copied != kDone) return copied;
    const std::filesystem::path copy = storage::StateDirectory::copy_in(directory);
    const auto broken = look_at(copy, directory / "key");
    std::error_code ignored;
    std::filesystem::remove(copy, ignored);
    if (!broken) return fail(broken.error());
    for (const storage::BrokenInvariant& one : *broken) {
        tell(fmt::format("{}: does not hold: {} ({}, such as {})", one.store, one.name,
                         counted(one.rows, "time"), one.example));
    }
    if (!broken->empty()) return fail(kIoError, "the stores are not as they must be");
    tell(fmt::format("The stores are as they must be: {} invariants hold.",
                     storage::invariants().size()));
    return kDone;
}

}  // namespace mysigfox::cli
