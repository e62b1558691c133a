// Makes the state directory, becomes its owner if run by root, and takes the lock.
#include "mysigfox/storage/state_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace mysigfox::storage {
namespace {

Error failed(const std::filesystem::path& path, std::string_view doing)
{
    return make_error(Errc::storage_unavailable,
                      fmt::format("{}: cannot {}: {}", path.string(), doing, std::strerror(errno)));
}

/// Gives up root for good. The groups go first: afterwards it would no longer be allowed.
std::optional<Error> become(const struct stat& owner, const std::filesystem::path& directory)
{
    const passwd* user = ::getpwuid(owner.st_uid);
    const gid_t group = user != nullptr ? user->pw_gid : owner.st_gid;
    const int groups =
        user != nullptr ? ::initgroups(user->pw_name, group) : ::setgroups(1, &group);
    if (groups != 0 || ::setgid(group) != 0 || ::setuid(owner.st_uid) != 0) {
        return failed(directory, fmt::format("become its owner (user {})", owner.st_uid));
    }
    return std::nullopt;
}

std::optional<Error> prepare(const std::filesystem::path& directory)
{
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return failed(directory, "make the state directory");
    }
    struct stat info {};
    if (::stat(directory.c_str(), &info) != 0) return failed(directory, "inspect it");
    if (!S_ISDIR(info.st_mode)) {
        return make_error(
            Errc::storage_unavailable,
            directory.string() + ": is not a directory, which state_directory must be");
    }
    if (::geteuid() == 0 && info.st_uid != 0) return become(info, directory);
    return std::nullopt;
}

}  // namespace

Result<StateDirectory> StateDirectory::open(const std::filesystem::path& directory,
                                            HalfRestored half)
{
    if (const auto error = prepare(directory)) return *error;
    const std::filesystem::path file = directory / "lock";
    const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) return failed(file, "open the lock");
    StateDirectory held{directory, lock};
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) {
        const bool is_whole =
            half == HalfRestored::accepted || !std::filesystem::exists(held.restoring());
        if (is_whole) return held;
        return make_error(Errc::storage_unavailable,
                          held.restoring().string() +
                              ": a restore was broken off; run `mysigfox restore --replace` again");
    }
    if (errno != EWOULDBLOCK) return failed(file, "take the lock");
    return make_error(Errc::conflict,
                      directory.string() +
                          ": another mysigfox process uses this state directory (it holds the "
                          "file `lock`); only one may");
}

StateDirectory::StateDirectory(StateDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1))
{
}

StateDirectory::~StateDirectory()
{
    if (lock_ >= 0) ::close(lock_);
}

}  // namespace mysigfox::storage
