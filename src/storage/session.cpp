// Finds the file open or closed, and says so.
#include "storage/session.hpp"

#include <spdlog/spdlog.h>

namespace mysigfox::storage {
namespace {

std::int64_t count_due(Database& db, Timestamp until)
{
    const Statement count =
        db.prepare("SELECT count(*) FROM delivery INDEXED BY pending WHERE state = 0 AND due <= ?");
    Cursor row = count.query(to_milliseconds(until));
    row.next();
    return row.integer(0);
}

}  // namespace

Session::Session(Database& db, Timestamp now) : db_(db)
{
    const bool was_open = read();
    if (was_open) lost_before_ = now;
    try {
        db.prepare("UPDATE session SET is_open = 1, lost_before = ?")
            .run(to_milliseconds(lost_before_));
    } catch (const SqliteError& error) {
        // What is on a full disk can still be delivered; another kill would not be noticed.
        if (!error.is_full()) throw;
    }
    if (was_open) {
        spdlog::warn(
            "messages.db was not closed, or attempts were cut when it was: those of {} due "
            "messages that were under way may"
            " be delivered twice; their next attempts are marked",
            count_due(db, now));
    }
}

/// True if whoever had the file did not close it.
bool Session::read()
{
    const Statement ask = db_.prepare("SELECT is_open, lost_before FROM session");
    Cursor row = ask.query();
    row.next();
    lost_before_ = from_milliseconds(row.integer(1));
    return row.integer(0) != 0;
}

void Session::end()
{
    db_.execute("UPDATE session SET is_open = 0");
}

}  // namespace mysigfox::storage
