#include "storage/schema.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace mysigfox::storage {
namespace {

std::size_t version_of(Database& db)
{
    const Statement ask = db.prepare("PRAGMA user_version");
    Cursor row = ask.query();
    row.next();
    return static_cast<std::size_t>(row.integer(0));
}

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

}  // namespace

Database open_writer(const std::filesystem::path& file, Durability durability,
                     std::span<const char* const> steps)
{
    make_private(file);
    Database db{file, Database::Mode::read_write};
    const std::size_t version = version_of(db);
    if (version > steps.size()) {
        throw std::runtime_error(file.string() + ": made by a newer version of this program (its" +
                                 " tables are of version " + std::to_string(version) +
                                 ", at most " + std::to_string(steps.size()) + " is understood)");
    }
    if (!is_wal(db)) throw std::runtime_error(file.string() + ": cannot keep a write-ahead log");
    db.set_durability(Durability::full);
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
