// Whether messages.db was closed by whoever had it before.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "storage/sqlite.hpp"

namespace mysigfox::storage {

/// The time from opening the file to closing it. Confined to the commit thread.
///
/// There is no "in flight" on disk. So after a kill nobody knows which of the messages that were
/// due had been sent already: what may go out twice is told by lost_before().
class Session {
public:
    /// Begins it, on disk when this returns.
    Session(Database& db, Timestamp now);

    /// What was due until then, and was not tried again since, may have been under way.
    Timestamp lost_before() const noexcept { return lost_before_; }

    /// Everything is committed: what comes is not lost.
    void end();

private:
    bool read();

    Database& db_;
    Timestamp lost_before_;
};

}  // namespace mysigfox::storage
