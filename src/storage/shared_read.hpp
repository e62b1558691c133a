// One read transaction for all look-ups that one turn of a loop makes.
#pragma once

#include "mysigfox/base/task.hpp"
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
/// look-up of a turn begins one, the others join it, and it ends when what was ready on the loop
/// has run: nothing holds the write-ahead log back for longer. It is begun anew when something
/// was committed meanwhile, so a look-up sees everything that was committed before it.
///
/// Confined to its loop; not to be destroyed before the turn of the last join() is over.
class SharedRead {
public:
    SharedRead(Database& db, Executor home, const CommitCount& commits);

    /// Comes before a look-up; no cursor may be open.
    void join();

private:
    void end();
    void end_with_turn();

    Executor home_;
    const CommitCount& commits_;
    const Statement begin_, commit_;
    std::uint64_t seen_ = 0;  // the count when it was begun
    bool is_open_ = false;
    bool ends_with_turn_ = false;
};

}  // namespace mysigfox::storage
