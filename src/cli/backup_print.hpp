// What is in a backup, for people and programs; and times in names of files.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/storage/backup.hpp"

#include <filesystem>
#include <string>

namespace mysigfox::cli {

void print_backup(const std::filesystem::path& file, const storage::BackupFacts& facts,
                  bool as_json);

/// "20261123T034322Z"
std::string stamp_of(Timestamp time);

}  // namespace mysigfox::cli
