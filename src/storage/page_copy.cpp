// SQLite's own online backup, with the writer's connection as its source.
#include "storage/page_copy.hpp"

#include <sqlite3.h>

#include <string>

namespace mysigfox::storage {
namespace {

/// One that comes from elsewhere, such as a lock, passes.
bool may_be_tried_again(int code) noexcept
{
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

}  // namespace

void PageCopy::Finish::operator()(sqlite3_backup* backup) const noexcept
{
    sqlite3_backup_finish(backup);
}

PageCopy::PageCopy(Database& source, const Window& into)
    : page_size_(static_cast<std::uint64_t>(source.number("PRAGMA page_size"))),
      target_(into),
      backup_(sqlite3_backup_init(target_.db_.get(), "main", source.db_.get(), "main"))
{
    if (backup_) return;
    throw SqliteError(sqlite3_errcode(target_.db_.get()),
                      std::string{"a copy cannot begin: "} + sqlite3_errmsg(target_.db_.get()));
}

bool PageCopy::step(int pages)
{
    const int code = sqlite3_backup_step(backup_.get(), pages);
    if (code == SQLITE_DONE) return false;
    if (code == SQLITE_OK || may_be_tried_again(code)) return true;
    throw SqliteError(code, std::string{"a copy broke off: "} + sqlite3_errstr(code));
}

std::uint64_t PageCopy::bytes_copied() const
{
    const int left = sqlite3_backup_remaining(backup_.get());
    return bytes_in_all() - static_cast<std::uint64_t>(left) * page_size_;
}

std::uint64_t PageCopy::bytes_in_all() const
{
    return static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup_.get())) * page_size_;
}

}  // namespace mysigfox::storage
