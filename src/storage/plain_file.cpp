#include "storage/plain_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace mysigfox::storage {
namespace {

int flags_for(PlainFile::Open how)
{
    constexpr int kAlways = O_CLOEXEC | O_NOFOLLOW;
    if (how == PlainFile::Open::read) return O_RDONLY | kAlways;
    if (how == PlainFile::Open::change) return O_RDWR | kAlways;
    return O_RDWR | O_CREAT | O_EXCL | kAlways;
}

}  // namespace

PlainFile::PlainFile(std::filesystem::path path, Open how) : path_(std::move(path)), descriptor_(-1)
{
    if (how == Open::make_new) ::unlink(path_.c_str());
    descriptor_ = ::open(path_.c_str(), flags_for(how), 0600);
    if (descriptor_ < 0) fail("open");
    struct stat info {};
    if (::fstat(descriptor_, &info) != 0) fail("inspect");
    if (S_ISREG(info.st_mode) && info.st_nlink == 1) return;
    ::close(descriptor_);
    throw std::runtime_error(path_.string() + ": is no regular file with one name");
}

PlainFile::~PlainFile()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint64_t PlainFile::size() const
{
    struct stat info {};
    if (::fstat(descriptor_, &info) != 0) fail("inspect");
    return static_cast<std::uint64_t>(info.st_size);
}

std::string PlainFile::read(std::uint64_t at, std::size_t size) const
{
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const ssize_t got =
            ::pread(descriptor_, bytes.data() + have, size - have, static_cast<off_t>(at + have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("read");
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

void PlainFile::write(std::uint64_t at, std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t put =
            ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) fail("write");
        bytes.remove_prefix(static_cast<std::size_t>(put));
        at += static_cast<std::uint64_t>(put);
    }
}

void PlainFile::truncate(std::uint64_t size) const
{
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) fail("truncate");
}

void PlainFile::sync() const
{
    if (::fsync(descriptor_) != 0) fail("sync");
}

void PlainFile::fail(std::string_view doing) const
{
    throw std::runtime_error(
        fmt::format("{}: cannot {}: {}", path_.string(), doing, std::strerror(errno)));
}

void sync_directory(const std::filesystem::path& directory)
{
    const std::filesystem::path path = directory.empty() ? "." : directory;
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int failure = descriptor < 0 || ::fsync(descriptor) != 0 ? errno : 0;
    if (descriptor >= 0) ::close(descriptor);
    if (failure == 0) return;
    throw std::runtime_error(
        fmt::format("{}: cannot sync the directory: {}", path.string(), std::strerror(failure)));
}

}  // namespace mysigfox::storage
