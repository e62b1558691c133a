// The directory everything durable lives in, and the lock that makes one process its writer.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/base/secret.hpp"

#include <filesystem>
#include <memory>

namespace mysigfox::storage {

/// Held by whoever may write to the databases below it: the daemon, or a command while no
/// daemon runs. Released with the object, or by the kernel when the process dies.
class StateDirectory {
public:
    /// A restore that was broken off has left some stores of before and some of after.
    enum class HalfRestored { refused, accepted };

    /// Makes the directory (0700) if need be and takes `lock` in it. Fails with conflict when
    /// another process holds the lock, storage_unavailable when the directory cannot be used.
    /// Run by root, the process first becomes the owner of an existing directory, so that it
    /// leaves no file behind that the daemon's user cannot open.
    static Result<StateDirectory> open(const std::filesystem::path& directory,
                                       HalfRestored half = HalfRestored::refused);

    StateDirectory(StateDirectory&& other) noexcept;
    StateDirectory& operator=(StateDirectory&&) = delete;
    ~StateDirectory();

    const std::filesystem::path& path() const noexcept { return path_; }
    std::filesystem::path registry_file() const { return path_ / "registry.db"; }
    std::filesystem::path messages_file() const { return path_ / "messages.db"; }
    std::filesystem::path mail_file() const { return path_ / "mail.db"; }
    std::filesystem::path inbox_file() const { return path_ / "inbox.db"; }
    std::filesystem::path key_file() const { return path_ / "key"; }
    /// Where a copy of the stores is made, before it is taken elsewhere.
    static std::filesystem::path copy_in(const std::filesystem::path& directory)
    {
        return directory / "backup.partial";
    }
    /// Unpacked stores, while they are put in place.
    std::filesystem::path restoring() const { return path_ / "restoring"; }

private:
    StateDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

    std::filesystem::path path_;
    int lock_;
};

}  // namespace mysigfox::storage
