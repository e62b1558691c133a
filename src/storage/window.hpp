// A database that lies somewhere inside a larger file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace mysigfox::storage {

/// From `begin` on; the descriptor belongs to somebody else and outlives the connection.
struct Window {
    int descriptor = -1;
    std::uint64_t begin = 0;
    std::optional<std::uint64_t>
        size{};  ///< none: it is being written, and is the file's last part
};

/// The file system for SQLite that sees nothing but the window; made at the first call.
const char* window_file_system();
/// What it is to be opened by. With a size it cannot be written, and is not locked: nobody does.
std::string window_address(const Window& window);

}  // namespace mysigfox::storage
