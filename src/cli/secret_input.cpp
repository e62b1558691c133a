#include "cli/secret_input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace mysigfox::cli {
namespace {

constexpr std::size_t kMostSecretInput = 4'096;

Error unreadable(const std::string& file)
{
    return make_error(Errc::storage_unavailable,
                      file + ": " + std::generic_category().message(errno));
}

Result<std::string> read_all_of(int descriptor, const std::string& file)
{
    std::string text(kMostSecretInput, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t got = ::read(descriptor, text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return unreadable(file);
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    return text;
}

/// A pipe has no owner's mode that would say anything.
Result<void> judge_mode(int descriptor, const std::string& file)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) return unreadable(file);
    if (!S_ISREG(status.st_mode) || (status.st_mode & 077) == 0) return {};
    return make_error(Errc::invalid_value, fmt::format("{}: found mode {:04o}, expected 0600", file,
                                                       status.st_mode & 07777));
}

}  // namespace

Result<std::string> read_secret_input(const std::string& file)
{
    if (file == "-") return read_all_of(STDIN_FILENO, "standard input");
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return unreadable(file);
    const Result<void> mode = judge_mode(descriptor, file);
    Result<std::string> text = mode ? read_all_of(descriptor, file) : mode.error();
    ::close(descriptor);
    return text;
}

}  // namespace mysigfox::cli
