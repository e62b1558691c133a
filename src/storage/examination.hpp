// One store in an archive, looked at from end to end.
#pragma once

#include "mysigfox/storage/backup.hpp"
#include "storage/archive.hpp"
#include "storage/sqlite.hpp"

namespace mysigfox::storage {

/// Is it whole, and what is in it? Fails with invalid_value if it is damaged.
Result<StoreFacts> examine(const PlainFile& archive, const ArchiveEntry& entry);

/// Throws SqliteError.
Database open_entry(const PlainFile& archive, const ArchiveEntry& entry);

/// SHA-256 of the entry's content.
std::string checksum_of(const PlainFile& archive, const ArchiveEntry& entry);

}  // namespace mysigfox::storage
