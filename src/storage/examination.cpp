#include "storage/examination.hpp"

#include "mysigfox/base/checksum.hpp"
#include "storage/known_stores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace mysigfox::storage {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

std::optional<std::string> damage_in(Database& db)
{
    const Statement look = db.prepare("PRAGMA integrity_check(1)");
    Cursor row = look.query();
    if (row.next() && row.text(0) == "ok") return std::nullopt;
    return std::string{row.text(0)};
}

bool has_table(Database& db, std::string_view table)
{
    const Statement look =
        db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
    Cursor row = look.query(table);
    return row.next();
}

Result<StoreFacts> examine_store(Database& db, const KnownStore& store, StoreFacts facts)
{
    facts.version = static_cast<std::size_t>(db.number("PRAGMA user_version"));
    if (const auto damage = damage_in(db)) {
        return make_error(Errc::invalid_value, fmt::format("{}: {}", store.name, *damage));
    }
    for (const std::string_view table : store.tables) {
        if (table.empty() || !has_table(db, table)) continue;
        facts.rows.emplace(table, db.number(fmt::format("SELECT count(*) FROM {}", table)));
    }
    return facts;
}

}  // namespace

Database open_entry(const PlainFile& archive, const ArchiveEntry& entry)
{
    Database db{Window{archive.descriptor(), entry.begin, entry.size}};
    db.execute("PRAGMA cache_size = -65536");  // KiB: indexes are looked up at random
    return db;
}

std::string checksum_of(const PlainFile& archive, const ArchiveEntry& entry)
{
    Checksum checksum;
    for (std::uint64_t done = 0; done < entry.size;) {
        const auto wanted =
            static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, entry.size - done));
        const std::string piece = archive.read(entry.begin + done, wanted);
        if (piece.empty()) break;  // cut short: then the sum is another
        checksum.add(piece);
        done += piece.size();
    }
    return checksum.finish();
}

Result<StoreFacts> examine(const PlainFile& archive, const ArchiveEntry& entry)
{
    const KnownStore* const store = known_store(entry.name);
    if (store == nullptr) return make_error(Errc::invalid_value, entry.name + ": is no store");
    StoreFacts facts;
    facts.name = entry.name;
    facts.bytes = entry.size;
    facts.checksum = checksum_of(archive, entry);
    try {
        Database db = open_entry(archive, entry);
        return examine_store(db, *store, std::move(facts));
    } catch (const SqliteError& error) {
        return make_error(Errc::invalid_value, entry.name + ": " + error.what());
    }
}

}  // namespace mysigfox::storage
