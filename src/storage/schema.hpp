// Opens a file for its one writer and brings its tables up to date.
#pragma once

#include "storage/sqlite.hpp"

#include <filesystem>
#include <span>

namespace mysigfox::storage {

/// The connection that does every write and every checkpoint of a file, in WAL mode.
///
/// `steps[i]` brings the file from version i to i + 1 (PRAGMA user_version), each in a
/// transaction, after a copy of the file as it was (see earlier_copy.hpp). Never change a step that
/// was released: tests/data/schemas knows what each has made. Throws std::runtime_error naming the
/// file if it is damaged or cannot be opened; boost::system::system_error with bad_configuration if
/// it is newer than all steps.
Database open_writer(const std::filesystem::path& file, Durability durability,
                     std::span<const char* const> steps);

}  // namespace mysigfox::storage
