// One read transaction for all look-ups of a loop until something is committed.
#pragma once

#include "storage/sqlite.hpp"

#include <atomic>
#include <cstdint>

namespace mysigfox::storage {

/// Grows with every commit to a file, before anybody is told of it.
class CommitCount {
public:
    void add() noexcept { count_.fetch_add(1, std::memory_order_release); }
    std::uint64_t now() const noexcept { return count_.load(std::memory_order_acquire); }

private:
    std::atomic<std::uint64_t> count_{0};
};

/// A look-up with a transaction of its own makes a dozen system calls for its locks. So the first
/// one begins a transaction, and the others join it until something is committed: then it is
/// begun anew, so a look-up sees everything that was committed before it. As long as it is open
/// the write-ahead log cannot start over, so rest() is to be called now and then.
///
/// Confined to one thread.
class SharedRead {
public:
    SharedRead(Database& db, const CommitCount& commits);

    /// Comes before a look-up; no cursor may be open.
    void join();
    /// Until the next join() nothing is held.
    void rest();

private:
    const CommitCount& commits_;
    const Statement begin_, commit_;
    std::uint64_t seen_ = 0;  // the count when it was begun
    bool is_open_ = false;
};

}  // namespace mysigfox::storage
