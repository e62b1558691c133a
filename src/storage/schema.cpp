#include "storage/schema.hpp"

#include "mysigfox/base/error.hpp"
#include "storage/earlier_copy.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <boost/system/system_error.hpp>

#include <stdexcept>
#include <string>

namespace mysigfox::storage {
namespace {

bool is_wal(Database& db)
{
    const Statement ask = db.prepare("PRAGMA journal_mode = WAL");
    Cursor row = ask.query();
    row.next();
    return row.text(0) == "wal";
}

/// E-mail addresses and URLs are nobody else's business, whatever the mode of the directory.
/// SQLite gives the files beside it the same mode. That it cannot be made, SQLite says as well.
void make_private(const std::filesystem::path& file)
{
    const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0) ::close(made);
}

void keep_what_was(Database& db, const std::filesystem::path& file, std::size_t version)
{
    const std::string name = file.filename().string();
    if (keep_copy(db, file, version)) {
        spdlog::info("{0} is brought up to date; as it was it stays in {0}.version-{1}", name,
                     version);
    } else {
        spdlog::warn("{} is brought up to date without a copy of what it was: it is over 1 GiB",
                     name);
    }
}

}  // namespace

Database open_writer(const std::filesystem::path& file, Durability durability,
                     std::span<const char* const> steps)
{
    make_private(file);
    Database db{file, Database::Mode::read_write};
    const auto version = static_cast<std::size_t>(db.number("PRAGMA user_version"));
    if (version > steps.size()) {
        throw boost::system::system_error(
            make_error_code(Errc::bad_configuration),
            file.string() +
                ": made by a newer version of this program (its tables are of version " +
                std::to_string(version) + ", at most " + std::to_string(steps.size()) +
                " is understood)");
    }
    if (!is_wal(db)) throw std::runtime_error(file.string() + ": cannot keep a write-ahead log");
    db.set_durability(Durability::full);
    if (version == steps.size()) forget_old_copies(file);
    if (version > 0 && version < steps.size()) keep_what_was(db, file, version);
    for (std::size_t i = version; i < steps.size(); ++i) {
        Transaction transaction{db};
        db.execute(steps[i]);
        db.execute(("PRAGMA user_version = " + std::to_string(i + 1)).c_str());
        transaction.commit();
    }
    db.set_durability(durability);
    return db;
}

}  // namespace mysigfox::storage
