// The one thread that writes a file: what gathers while it syncs is the next batch.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/storage/commit_meter.hpp"
#include "mysigfox/storage/failure.hpp"
#include "storage/command.hpp"
#include "storage/sqlite.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace mysigfox::storage {

/// What is written to; touched by the commit thread alone once that runs.
class Writer {
public:
    virtual ~Writer() = default;

    virtual Database& database() = 0;
    /// Around every batch: whatever is kept in memory must follow the file.
    virtual void batch_begins() {}
    virtual void batch_was_rolled_back() noexcept {}
    /// It is on disk, and nobody has been told yet.
    virtual void batch_was_committed() noexcept {}
    /// All of it is in the file itself: whoever looks again needs the log no more.
    virtual void log_was_checkpointed() noexcept {}
    /// Housekeeping of at most about `rows` rows in transactions of its own; they need no sync
    /// (Durability::normal). Called between batches and every few seconds. True: there is more to
    /// do.
    virtual bool tidy(std::size_t /*rows*/) { return false; }
    /// The last call: everything is committed, the log is about to be emptied.
    virtual void closes() {}
};

struct CommitOptions {
    std::size_t max_waiting = 16'384;  ///< changes queued for a commit
    Durability durability = Durability::full;
    OnFailure on_failure;
    int niceness = 0;                          ///< of the thread; above 0 it gives way to the loops
    std::shared_ptr<const CommitMeter> meter;  ///< null: nobody looks
    std::chrono::milliseconds idle{10'000};    ///< between two looks when nothing comes
};

/// Group commit: while one transaction is being synced, the next one gathers; under load for two
/// milliseconds, when nobody could tell the difference and a commit serves more of them.
///
/// Destroying it commits what waits, checkpoints and joins. The coroutines that wait are resumed
/// on their own loops, never here; they count as work of those loops meanwhile.
class CommitThread {
public:
    CommitThread(Writer& writer, CommitOptions options);
    ~CommitThread();
    CommitThread(const CommitThread&) = delete;
    CommitThread& operator=(const CommitThread&) = delete;

    /// Runs `change`, which returns a Result, inside the transaction of the next batch; completes
    /// with that result on the caller's loop once the batch is on disk. Callable from any loop.
    /// A change that returns an error must not have changed anything; one that throws fails the
    /// batch. Fails with overloaded (nothing was tried) or storage_unavailable.
    template <typename Change>
    Task<std::invoke_result_t<Change&>> commit(Change change)
    {
        namespace asio = boost::asio;
        using Outcome = std::invoke_result_t<Change&>;
        const Executor home = co_await asio::this_coro::executor;
        auto enqueue = [this, &home](auto handler, Change what) {
            using Waiting = WaitingChange<Change, decltype(handler)>;
            add(std::make_unique<Waiting>(home, std::move(what), std::move(handler)));
        };
        co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>,
                                                void(Outcome)>(enqueue, use_task,
                                                               std::move(change));
    }

    /// As Lender says: between two batches.
    void lend(const std::function<void(Database&)>& work);

private:
    void add(std::unique_ptr<Command> command);
    void turn_away(std::unique_ptr<Command> command) const;
    void run();
    void be_nice() const noexcept;
    bool next_batch();
    bool lend_once();
    void commit_batch();
    void try_again();
    void measure(std::chrono::steady_clock::time_point begun, bool is_refused) const;
    std::optional<Error> write_batch();
    void tidy(std::size_t rows);
    void checkpoint_if_due();
    void close();
    Error judge(bool is_committing);
    void break_down(FailureKind kind, const std::string& detail);
    void say_if_news(const std::optional<Error>& refusal);

    const CommitOptions options_;
    std::mutex mutex_;
    std::condition_variable awake_;
    Commands waiting_;                              // guarded by mutex_
    bool stopping_ = false;                         // guarded by mutex_
    std::deque<std::packaged_task<void()>> loans_;  // guarded by mutex_

    // Touched by thread_ alone once it runs.
    Writer& writer_;
    Commands batch_;
    std::optional<Error> broken_;
    int next_checkpoint_;
    bool has_more_to_tidy_ = true;
    bool is_refusing_ = false;

    std::thread thread_;  // last: everything it uses exists before it starts
};

}  // namespace mysigfox::storage
