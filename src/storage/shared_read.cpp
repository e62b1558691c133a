#include "storage/shared_read.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace mysigfox::storage {

SharedRead::SharedRead(Database& db, Executor home, const CommitCount& commits)
    : home_(home), commits_(commits), begin_(db.prepare("BEGIN")), commit_(db.prepare("COMMIT"))
{
}

void SharedRead::join()
{
    // Asked before the transaction sees the file: what is committed in between is seen as well.
    const std::uint64_t newest = commits_.now();
    if (is_open_ && newest == seen_) return;
    end();
    begin_.run();
    is_open_ = true;
    seen_ = newest;
    end_with_turn();
}

void SharedRead::end()
{
    if (std::exchange(is_open_, false)) commit_.run();
}

void SharedRead::end_with_turn()
{
    if (std::exchange(ends_with_turn_, true)) return;
    boost::asio::post(home_, [this] {
        ends_with_turn_ = false;
        end();
    });
}

}  // namespace mysigfox::storage
