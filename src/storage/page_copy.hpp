// A copy of a database that is written meanwhile, some pages at a time.
#pragma once

#include "storage/sqlite.hpp"
#include "storage/window.hpp"

#include <cstdint>
#include <memory>

struct sqlite3_backup;

namespace mysigfox::storage {

/// What the source's own connection changes in pages copied already, SQLite changes in the copy
/// as well; so in the end it holds all that was committed by then, however long that took.
///
/// Made, used and destroyed where the connection of the source may be touched, outside its
/// transactions. Throws SqliteError.
class PageCopy {
public:
    PageCopy(Database& source, const Window& into);

    /// False: the copy is complete, and everything is written; nobody has synced it.
    bool step(int pages);

    std::uint64_t bytes_copied() const;
    std::uint64_t bytes_in_all() const;

private:
    struct Finish {
        void operator()(sqlite3_backup* backup) const noexcept;
    };

    std::uint64_t page_size_;
    Database target_;
    std::unique_ptr<sqlite3_backup, Finish> backup_;
};

}  // namespace mysigfox::storage
