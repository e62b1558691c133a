#include "cli/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace mysigfox::cli {
namespace {

Error failure_of(const std::filesystem::path& path)
{
    return make_error(Errc::storage_unavailable,
                      path.string() + ": " + std::generic_category().message(errno));
}

}  // namespace

Result<PrivateFile> PrivateFile::open(std::filesystem::path path, Open how)
{
    const int manner = how == Open::append ? O_APPEND : O_EXCL;
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | manner, 0600);
    if (descriptor < 0) return failure_of(path);
    struct stat status = {};
    const bool is_regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    if (is_regular && ::fchmod(descriptor, 0600) != 0) {
        const Error error = failure_of(path);
        ::close(descriptor);
        return error;
    }
    return PrivateFile{std::move(path), descriptor, status.st_size == 0};
}

PrivateFile::~PrivateFile()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> PrivateFile::flush()
{
    while (!waiting_.empty()) {
        const ssize_t written = ::write(descriptor_, waiting_.data(), waiting_.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failure_of(path_);
        waiting_.erase(0, static_cast<std::size_t>(written));
    }
    // A pipe or a device (/dev/stderr) cannot be synced, and need not be.
    if (::fdatasync(descriptor_) != 0 && errno != EINVAL) return failure_of(path_);
    return {};
}

}  // namespace mysigfox::cli
