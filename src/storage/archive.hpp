// A tar file, as far as a backup needs one: so that `tar` can look into it, and take it apart.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "storage/plain_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::storage {

inline constexpr std::size_t kArchiveBlock = 512;

/// A file in the archive.
struct ArchiveEntry {
    std::string name;
    std::uint64_t begin = 0;  ///< of its content in the archive
    std::uint64_t size = 0;

    /// Where the next header stands.
    std::uint64_t end() const noexcept
    {
        return begin + (size + kArchiveBlock - 1) / kArchiveBlock * kArchiveBlock;
    }
};

/// One block (POSIX ustar; sizes from 8 GiB on as GNU and BSD tar have them). The name has at
/// most 99 bytes.
std::string archive_header(std::string_view name, std::uint64_t size, Timestamp time);
/// Name and size; nothing if the block is no header, or damaged.
std::optional<ArchiveEntry> parse_archive_header(std::string_view block);

/// Writes an entry whose content is known.
ArchiveEntry add_text_entry(const PlainFile& archive, std::uint64_t at, std::string_view name,
                            std::string_view content, Timestamp time);
/// Writes the header of one whose content stands there already, and fills its last block.
void close_entry(const PlainFile& archive, const ArchiveEntry& entry, Timestamp time);
/// Two empty blocks; what follows goes.
void end_archive(const PlainFile& archive, std::uint64_t at);

/// Up to the end, or to the first thing that is no entry.
std::vector<ArchiveEntry> read_archive(const PlainFile& archive);

}  // namespace mysigfox::storage
