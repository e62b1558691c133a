// Files that change places: a copy to where it was wanted, stores into the state directory.
#include "mysigfox/storage/backup.hpp"
#include "storage/known_stores.hpp"
#include "storage/plain_file.hpp"
#include "storage/sqlite.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mysigfox::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLastBackup = "last-backup";
constexpr std::size_t kPieceOfMove = std::size_t{1} << 20;

void copy_file_to(const fs::path& from, const fs::path& to)
{
    const PlainFile source{from, PlainFile::Open::read};
    const PlainFile target{to, PlainFile::Open::make_new};
    for (std::uint64_t done = 0;;) {
        const std::string piece = source.read(done, kPieceOfMove);
        if (piece.empty()) break;
        target.write(done, piece);
        done += piece.size();
    }
    target.sync();
}

/// Only its name changes; true if that was possible.
bool rename_within(const fs::path& from, const fs::path& to)
{
    if (std::rename(from.c_str(), to.c_str()) == 0) return true;
    if (errno == EXDEV) return false;
    throw fs::filesystem_error("cannot rename", from, to,
                               std::error_code{errno, std::generic_category()});
}

/// Also what SQLite keeps beside a database.
std::vector<std::string> stores_in(const fs::path& directory)
{
    std::vector<std::string> names;
    for (const KnownStore& store : kKnownStores) {
        for (const char* const suffix : {"", "-wal", "-shm"}) {
            const std::string name = std::string{store.name} + suffix;
            if (fs::exists(directory / name)) names.push_back(name);
        }
    }
    return names;
}

Result<void> require_key(const StateDirectory& directory, const std::string& id)
{
    const std::string file = directory.key_file().string();
    if (!fs::exists(directory.key_file())) {
        return make_error(Errc::bad_configuration,
                          fmt::format("{}: is not there, and no backup holds it: copy the key (its"
                                      " id is {}) from where you keep it, mode 0600",
                                      file, id));
    }
    const auto key = SecretKey::open_or_create(directory.key_file());
    if (!key) return make_error(Errc::bad_configuration, key.error().detail);
    if (key_id(*key) == id) return {};
    return make_error(Errc::bad_configuration,
                      fmt::format("{}: is another key (its id is {}, the backup wants {}): tokens"
                                  " and signing secrets could not be read with it",
                                  file, key_id(*key), id));
}

void move_all(const std::vector<std::string>& names, const fs::path& from, const fs::path& to)
{
    for (const std::string& name : names) fs::rename(from / name, to / name);
    sync_directory(to);
    sync_directory(from);
}

/// Who signed out, or has another token since the backup, shall not be signed in by it.
void end_sign_ins(const fs::path& file)
{
    if (!fs::exists(file)) return;
    Database db{file, Database::Mode::read_write};
    const Statement known = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sign_in'");
    const bool has_them = known.query().next();
    if (has_them) db.execute("DELETE FROM sign_in");
}

/// Complete or not there at all.
Result<void> unpack_beside(const BackupFile& backup, const StateDirectory& directory)
{
    const fs::path partial = directory.restoring().string() + ".partial";
    fs::remove_all(partial);
    fs::remove_all(directory.restoring());
    fs::create_directory(partial);
    fs::permissions(partial, fs::perms::owner_all);
    const Result<void> unpacked = backup.unpack(partial);
    if (!unpacked) {
        fs::remove_all(partial);
        return unpacked.error();
    }
    end_sign_ins(partial / "registry.db");
    fs::rename(partial, directory.restoring());
    sync_directory(directory.path());
    return {};
}

}  // namespace

Result<void> move_file(const fs::path& from, const fs::path& to)
{
    try {
        if (!rename_within(from, to)) {
            copy_file_to(from, to);
            fs::remove(from);
        }
        sync_directory(to.parent_path());
        return {};
    } catch (const std::exception& error) {
        return make_error(Errc::storage_unavailable, error.what());
    }
}

Result<void> note_backup(const fs::path& directory)
{
    try {
        struct stat owner {};
        if (::stat(directory.c_str(), &owner) != 0) return {};
        const PlainFile mark{directory / kLastBackup, PlainFile::Open::make_new};
        // Whoever the directory belongs to goes on with it, also if root took the backup. (Under
        // its unit the owner himself may give nothing away, not even to himself.)
        const bool is_his = owner.st_uid == ::geteuid();
        if (!is_his && ::fchown(mark.descriptor(), owner.st_uid, owner.st_gid) != 0)
            mark.fail("give away");
        return {};
    } catch (const std::exception& error) {
        return make_error(Errc::storage_unavailable, error.what());
    }
}

std::optional<Timestamp> last_backup(const fs::path& directory)
{
    struct stat mark {};
    if (::lstat((directory / kLastBackup).c_str(), &mark) != 0) return std::nullopt;
    return Timestamp{std::chrono::seconds{mark.st_mtime}};
}

Result<void> restore(const BackupFile& backup, const StateDirectory& directory,
                     const std::string& aside)
{
    const Result<void> key = require_key(directory, backup.facts().key_id);
    if (!key) return key.error();
    try {
        const std::vector<std::string> before = stores_in(directory.path());
        if (!before.empty() && aside.empty()) {
            return make_error(Errc::conflict,
                              fmt::format("{}: there are stores already ({})",
                                          directory.path().string(), fmt::join(before, ", ")));
        }
        const Result<void> unpacked = unpack_beside(backup, directory);
        if (!unpacked) return unpacked.error();
        if (!before.empty()) {
            fs::create_directory(directory.path() / aside);
            fs::permissions(directory.path() / aside, fs::perms::owner_all);
            move_all(before, directory.path(), directory.path() / aside);
        }
        move_all(stores_in(directory.restoring()), directory.restoring(), directory.path());
        fs::remove(directory.restoring());
        sync_directory(directory.path());
        return {};
    } catch (const std::exception& error) {
        return make_error(Errc::storage_unavailable, error.what());
    }
}

}  // namespace mysigfox::storage
