#include "storage/archive.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <numeric>
#include <string>

namespace mysigfox::storage {
namespace {

// Where the fields of a header stand.
constexpr std::size_t kNameRoom = 100;
constexpr std::size_t kSizeAt = 124;
constexpr std::size_t kSizeRoom = 12;
constexpr std::size_t kSumAt = 148;
constexpr std::size_t kSumRoom = 8;
constexpr std::size_t kMagicAt = 257;
constexpr std::string_view kMagic{"ustar\00000", 8};
constexpr std::uint64_t kLargestOctal = (std::uint64_t{1} << 33) - 1;  // 11 digits
constexpr char kBinary = '\x80';

void put(std::string& block, std::size_t at, std::string_view text)
{
    block.replace(at, text.size(), text);
}

/// Eleven octal digits, or the number itself, marked as such.
std::string size_field(std::uint64_t size)
{
    if (size <= kLargestOctal) return fmt::format("{:011o}", size);
    std::string field(kSizeRoom, '\0');
    field[0] = kBinary;
    for (std::size_t i = kSizeRoom - 1; size > 0; --i, size >>= 8) {
        field[i] = static_cast<char>(size & 0xFF);
    }
    return field;
}

std::optional<std::uint64_t> octal_in(std::string_view field)
{
    std::uint64_t value = 0;
    const auto [end, failure] =
        std::from_chars(field.data(), field.data() + field.size(), value, 8);
    if (failure != std::errc{}) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> size_in(std::string_view field)
{
    if (field.front() != kBinary) return octal_in(field);
    std::uint64_t value = 0;
    for (const char byte : field.substr(kSizeRoom - sizeof value)) {
        value = value << 8 | static_cast<unsigned char>(byte);
    }
    return value;
}

/// With blanks where the sum itself stands.
std::uint64_t sum_of(std::string block)
{
    put(block, kSumAt, std::string(kSumRoom, ' '));
    return std::accumulate(
        block.begin(), block.end(), std::uint64_t{0},
        [](std::uint64_t sum, char byte) { return sum + static_cast<unsigned char>(byte); });
}

}  // namespace

std::string archive_header(std::string_view name, std::uint64_t size, Timestamp time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    std::string block(kArchiveBlock, '\0');
    put(block, 0, name.substr(0, kNameRoom - 1));
    put(block, kNameRoom, "0000600");
    put(block, 108, "0000000");  // user and group: whoever unpacks it
    put(block, 116, "0000000");
    put(block, kSizeAt, size_field(size));
    put(block, 136, fmt::format("{:011o}", seconds));
    put(block, 156, "0");  // a regular file
    put(block, kMagicAt, kMagic);
    put(block, kSumAt, fmt::format("{:06o}", sum_of(block)) + std::string("\0 ", 2));
    return block;
}

std::optional<ArchiveEntry> parse_archive_header(std::string_view block)
{
    if (block.size() != kArchiveBlock || block.substr(kMagicAt, 5) != "ustar") return std::nullopt;
    const auto sum = octal_in(block.substr(kSumAt, kSumRoom));
    const auto size = size_in(block.substr(kSizeAt, kSizeRoom));
    if (!sum || !size || *sum != sum_of(std::string{block})) return std::nullopt;
    const std::string_view name = block.substr(0, kNameRoom);
    return ArchiveEntry{std::string{name.substr(0, name.find('\0'))}, 0, *size};
}

ArchiveEntry add_text_entry(const PlainFile& archive, std::uint64_t at, std::string_view name,
                            std::string_view content, Timestamp time)
{
    ArchiveEntry entry{std::string{name}, at + kArchiveBlock, content.size()};
    archive.write(entry.begin, content);
    close_entry(archive, entry, time);
    return entry;
}

void close_entry(const PlainFile& archive, const ArchiveEntry& entry, Timestamp time)
{
    archive.write(entry.begin - kArchiveBlock, archive_header(entry.name, entry.size, time));
    archive.truncate(entry.end());
}

void end_archive(const PlainFile& archive, std::uint64_t at)
{
    archive.truncate(at);
    archive.truncate(at + 2 * kArchiveBlock);
}

std::vector<ArchiveEntry> read_archive(const PlainFile& archive)
{
    std::vector<ArchiveEntry> entries;
    const std::uint64_t end = archive.size();
    for (std::uint64_t at = 0; at < end;) {
        auto entry = parse_archive_header(archive.read(at, kArchiveBlock));
        if (!entry || entry->size > end - at) break;
        entry->begin = at + kArchiveBlock;
        at = entry->end();
        entries.push_back(std::move(*entry));
    }
    return entries;
}

}  // namespace mysigfox::storage
