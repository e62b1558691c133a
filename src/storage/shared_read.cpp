#include "storage/shared_read.hpp"

#include <utility>

namespace mysigfox::storage {

SharedRead::SharedRead(Database& db, const CommitCount& commits)
    : commits_(commits), begin_(db.prepare("BEGIN")), commit_(db.prepare("COMMIT"))
{
}

void SharedRead::join()
{
    // Asked before the transaction sees the file: what is committed in between is seen as well.
    const std::uint64_t newest = commits_.now();
    if (is_open_ && newest == seen_) return;
    rest();
    begin_.run();
    is_open_ = true;
    seen_ = newest;
}

void SharedRead::rest()
{
    if (std::exchange(is_open_, false)) commit_.run();
}

}  // namespace mysigfox::storage
