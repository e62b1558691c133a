// All stores in one file: copied while they are used, verified, and unpacked again.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/secret.hpp"
#include "mysigfox/storage/lender.hpp"
#include "mysigfox/storage/state_directory.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mysigfox::storage {

/// Bytes done, and bytes in all, as far as that is known yet.
using TellProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Names a key without giving it away: a backup does not hold it, and is of no use with another.
std::string key_id(const SecretKey& key);

/// What a copy is made of, beside the stores.
struct CopyOrder {
    std::filesystem::path file;  ///< replaced
    std::string key_id;
    Timestamp now;
    TellProgress tell;
    std::stop_token stop{};
};

struct LentStores {
    Lender& messages;
    Lender& registry;
    Lender& inbox;
    Lender& mail;
};

/// Copies the stores of a running daemon, a little at a time and at most half of the time; for a
/// thread of its own. Messages come first: the registry is newer then, and knows whose they are.
/// The copy holds what was on disk before this was called, and some of what came later. Neither
/// verified nor synced yet: see BackupFile.
Result<void> copy_stores(const LentStores& stores, const CopyOrder& order);
/// The same while nobody has the stores open.
Result<void> copy_stores(const StateDirectory& directory, const CopyOrder& order);

/// Takes the last traces of deleted customers out of registry.db, mail.db and inbox.db, which are
/// written anew for that, and empties the logs of all; after History::erase_all(). For a thread
/// that may wait.
Result<void> scrub(const LentStores& stores);
/// The same while nobody has the stores open.
Result<void> scrub(const StateDirectory& directory);

/// One store in a backup.
struct StoreFacts {
    std::string name;  ///< "messages.db"
    std::uint64_t bytes = 0;
    std::string checksum;  ///< SHA-256
    std::size_t version = 0;
    std::map<std::string, std::int64_t> rows;  ///< by table

    friend bool operator==(const StoreFacts&, const StoreFacts&) = default;
};

struct BackupFacts {
    std::string program;  ///< its version
    std::string begun;    ///< in UTC
    std::string key_id;
    std::vector<StoreFacts> stores;  ///< as they were when the copy was verified
};

/// Something that must be so in a store and is not.
struct BrokenInvariant {
    std::string store;
    std::string name;  ///< one of invariants()
    std::uint64_t rows = 0;
    std::string example;  ///< one of them, by its number
};

/// Sentences such as "a delivery carries a message".
std::vector<std::string> invariants();

/// A copy, or a finished backup, opened: whoever gives up root afterwards still has it.
///
/// It fails with invalid_value for what is no backup or a damaged one, bad_configuration for one
/// of a newer program, storage_unavailable for a disk that fails. Blocking.
class BackupFile {
public:
    virtual ~BackupFile() = default;

    virtual const BackupFacts& facts() const = 0;

    /// A copy becomes a backup: every store is examined, what was found is written into it, and
    /// all of it is on disk when this returns.
    virtual Result<void> finish(const TellProgress& tell) = 0;
    /// Every store is examined, and is what it was when the backup was finished.
    virtual Result<void> verify(const TellProgress& tell) const = 0;
    /// Every invariant of every store, looked at from end to end; none: all hold. The stores must
    /// be of this program's version.
    virtual Result<std::vector<BrokenInvariant>> prove(const SecretKey& key,
                                                       const TellProgress& tell) const = 0;
    /// The stores as files in this directory, which exists; synced.
    virtual Result<void> unpack(const std::filesystem::path& into) const = 0;
};

enum class BackupState { copied, finished };
Result<std::unique_ptr<BackupFile>> open_backup(const std::filesystem::path& file,
                                                BackupState expected);

/// Gives the file its name, from another file system if need be; what stood there goes in one
/// step. On disk when this returns.
Result<void> move_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Remembers in the state directory that a backup was taken now, for monitoring.
Result<void> note_backup(const std::filesystem::path& directory);
/// When; nothing if none was.
std::optional<Timestamp> last_backup(const std::filesystem::path& directory);

/// Puts the stores of a verified backup into a directory that we hold. Those that are there are
/// moved into `aside` below it, if that is given; else they are a conflict. bad_configuration
/// without the right key. Should it be broken off, StateDirectory::open() says so.
Result<void> restore(const BackupFile& backup, const StateDirectory& directory,
                     const std::string& aside);

}  // namespace mysigfox::storage
