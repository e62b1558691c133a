// A file that is no database: positions, bytes, syncs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace mysigfox::storage {

/// Owns a descriptor. Whatever fails throws std::runtime_error naming the file and the reason; a
/// symbolic link in its place, or a file with two names, is a failure: who asks may be root, and
/// the directory another's.
class PlainFile {
public:
    enum class Open { read, change, make_new };

    /// make_new: mode 0600; what was there under that name goes.
    PlainFile(std::filesystem::path path, Open how);
    PlainFile(PlainFile&& other) noexcept
        : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1))
    {
    }
    PlainFile& operator=(PlainFile&&) = delete;
    ~PlainFile();

    const std::filesystem::path& path() const noexcept { return path_; }
    int descriptor() const noexcept { return descriptor_; }

    std::uint64_t size() const;
    /// Fewer only at the end of the file.
    std::string read(std::uint64_t at, std::size_t size) const;
    void write(std::uint64_t at, std::string_view bytes) const;
    void truncate(std::uint64_t size) const;
    void sync() const;

    [[noreturn]] void fail(std::string_view doing) const;  ///< with errno

private:
    std::filesystem::path path_;
    int descriptor_;
};

/// That a name was given or taken away is on disk when this returns; throws likewise.
void sync_directory(const std::filesystem::path& directory);

}  // namespace mysigfox::storage
