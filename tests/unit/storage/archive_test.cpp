// Headers of a tar file.
#include "storage/archive.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mysigfox::storage {
namespace {

constexpr Timestamp kTime{std::chrono::seconds{1'795'000'000}};

TEST(ArchiveHeaderTest, SaysNameAndSizeOfWhatFollows)
{
    // 8 GiB is where octal digits end.
    for (const std::uint64_t size :
         {std::uint64_t{0}, std::uint64_t{53'248}, (std::uint64_t{1} << 33) - 1,
          std::uint64_t{1} << 33, std::uint64_t{123'456'789'012}}) {
        const std::string block = archive_header("messages.db", size, kTime);
        ASSERT_EQ(block.size(), kArchiveBlock);
        const auto entry = parse_archive_header(block);
        ASSERT_TRUE(entry.has_value()) << size;
        EXPECT_EQ(entry->name, "messages.db");
        EXPECT_EQ(entry->size, size);
    }
}

TEST(ArchiveHeaderTest, ADamagedOneIsNone)
{
    const std::string whole = archive_header("messages.db", 512, kTime);
    for (std::size_t at = 0; at < kArchiveBlock; ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
        const auto entry = parse_archive_header(damaged);
        EXPECT_TRUE(!entry || entry->size == 512) << "byte " << at;
        EXPECT_TRUE(!entry || entry->name == "messages.db") << "byte " << at;
    }
    EXPECT_FALSE(parse_archive_header(std::string(kArchiveBlock, '\0')).has_value());
    EXPECT_FALSE(parse_archive_header(whole.substr(1)).has_value());
}

TEST(ArchiveHeaderTest, TheNextOneBeginsAtAWholeBlock)
{
    EXPECT_EQ((ArchiveEntry{"a", 512, 0}.end()), 512u);
    EXPECT_EQ((ArchiveEntry{"a", 512, 1}.end()), 1'024u);
    EXPECT_EQ((ArchiveEntry{"a", 512, 512}.end()), 1'024u);
    EXPECT_EQ((ArchiveEntry{"a", 512, 513}.end()), 1'536u);
}

}  // namespace
}  // namespace mysigfox::storage
