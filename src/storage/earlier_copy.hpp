// A file as it was before its tables were brought up to date.
#pragma once

#include "storage/sqlite.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace mysigfox::storage {

/// What is larger is not copied: the intake shall be back within half a minute. Only messages.db
/// grows so far, and its steps add to it without touching what is there.
inline constexpr std::uint64_t kMostCopied = std::uint64_t{1} << 30;

/// "registry.db.version-2" beside registry.db, readable by its owner alone, on disk when this
/// returns; in place of one of that name. False for a file over `most` bytes. Throws SqliteError or
/// std::runtime_error.
bool keep_copy(Database& db, const std::filesystem::path& file, std::size_t version,
               std::uint64_t most = kMostCopied);

/// Removes the copies of this file that were made longer than thirty days ago.
void forget_old_copies(const std::filesystem::path& file);
/// Removes all of them: who is forgotten may be in them.
void forget_copies(const std::filesystem::path& file);

}  // namespace mysigfox::storage
