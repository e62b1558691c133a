#include "storage/commit_thread.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace mysigfox::storage {
namespace {

constexpr int kCheckpointPages = 4'096;  // 16 MiB of log
constexpr std::size_t kTidyRows = 500;   // a step when nobody waits

/// Something that cannot be committed without writing.
void rewrite_a_page(Database& db)
{
    const std::string version = std::to_string(db.number("PRAGMA user_version"));
    db.execute(("PRAGMA user_version = " + version).c_str());
}

/// A batch of so many says that more come, and that they may gather so long from its beginning:
/// each commit costs pages, a sync and wake-ups, however few share it.
constexpr std::size_t kMany = 16;
constexpr std::chrono::milliseconds kGather{2};

}  // namespace

CommitThread::CommitThread(Writer& writer, CommitOptions options)
    : options_(std::move(options)),
      writer_(writer),
      next_checkpoint_(kCheckpointPages),
      thread_([this] { run(); })
{
}

CommitThread::~CommitThread()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    awake_.notify_one();
    thread_.join();
}

void CommitThread::add(std::unique_ptr<Command> command)
{
    std::unique_lock lock{mutex_};
    if (waiting_.size() >= options_.max_waiting) {
        lock.unlock();
        return turn_away(std::move(command));
    }
    waiting_.push_back(std::move(command));
    const bool is_first = waiting_.size() == 1;
    lock.unlock();
    // Whoever comes later need not wake it, and it must not wake up to a lock that is held.
    if (is_first) awake_.notify_one();
}

void CommitThread::turn_away(std::unique_ptr<Command> command) const
{
    command->refuse(make_error(Errc::overloaded, "the commit queue is full (" +
                                                     std::to_string(options_.max_waiting) + ")"));
    Commands refused;
    refused.push_back(std::move(command));
    send_home(refused);
}

/// Linux keeps a priority for each thread. It is a wish: nothing depends on it.
void CommitThread::be_nice() const noexcept
{
    if (options_.niceness == 0) return;
    static_cast<void>(
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), options_.niceness));
}

void CommitThread::run()
{
    be_nice();
    while (next_batch()) {
        const std::size_t changes = batch_.size();
        const auto begun = std::chrono::steady_clock::now();
        if (changes > 0) {
            commit_batch();
        } else if (is_refusing_) {
            try_again();
        }
        const bool was_lent = lend_once();
        if (options_.meter) options_.meter->rounds.add();
        if (was_lent && changes == 0) continue;
        // Between batches somebody may be waiting already, so the steps are in proportion.
        tidy(changes > 0 ? std::min(kTidyRows, 2 * changes + 16) : kTidyRows);
        checkpoint_if_due();
        if (changes >= kMany) std::this_thread::sleep_until(begun + kGather);
    }
    while (lend_once()) {
    }
    close();
}

/// Waits for work, or until it is time to tidy; false when stopping and drained.
bool CommitThread::next_batch()
{
    std::unique_lock lock{mutex_};
    const auto is_needed = [this] { return stopping_ || !waiting_.empty() || !loans_.empty(); };
    if (!has_more_to_tidy_) awake_.wait_for(lock, options_.idle, is_needed);
    batch_.swap(waiting_);
    return !batch_.empty() || !stopping_;
}

void CommitThread::lend(const std::function<void(Database&)>& work)
{
    std::packaged_task<void()> loan{[this, &work] { work(writer_.database()); }};
    std::future<void> done = loan.get_future();
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) throw std::logic_error("a store that is closed lends nothing");
        loans_.push_back(std::move(loan));
    }
    awake_.notify_one();
    done.get();
}

/// One at a time: who waits for a commit waits for no more than that. False if nobody borrows.
bool CommitThread::lend_once()
{
    std::packaged_task<void()> loan;
    {
        const std::lock_guard lock{mutex_};
        if (loans_.empty()) return false;
        loan = std::move(loans_.front());
        loans_.pop_front();
    }
    loan();
    return true;
}

void CommitThread::commit_batch()
{
    const auto begun = std::chrono::steady_clock::now();
    const std::optional<Error> refusal = write_batch();
    measure(begun, refusal.has_value());
    say_if_news(refusal);
    if (refusal) {
        for (const auto& command : batch_) command->refuse(*refusal);
    }
    send_home(batch_);
}

void CommitThread::measure(std::chrono::steady_clock::time_point begun, bool is_refused) const
{
    if (!options_.meter) return;
    if (is_refused) return options_.meter->failures.add();
    const auto taken = std::chrono::steady_clock::now() - begun;
    options_.meter->seconds.add(std::chrono::duration_cast<Histogram::Duration>(taken));
    options_.meter->changes.add(batch_.size());
}

/// Whoever watches our health may keep everything away until we can write: so we find out.
void CommitThread::try_again()
{
    say_if_news(write_batch());
}

/// Why the batch is not on disk; nothing if it is. An empty one writes something all the same.
std::optional<Error> CommitThread::write_batch()
{
    if (broken_) return broken_;
    bool is_committing = false;
    try {
        Database& db = writer_.database();
        if (db.is_in_transaction()) db.execute("ROLLBACK");  // an earlier one ran out of memory
        db.set_durability(options_.durability);
        writer_.batch_begins();
        Transaction transaction{db};
        for (const auto& command : batch_) command->apply();
        if (batch_.empty()) rewrite_a_page(db);
        is_committing = true;
        transaction.commit();
        writer_.batch_was_committed();
        return std::nullopt;
    } catch (...) {
        writer_.batch_was_rolled_back();
        return judge(is_committing);
    }
}

/// What the exception in flight means for whoever waits, and for everybody after.
Error CommitThread::judge(bool is_committing)
{
    try {
        throw;
    } catch (const SqliteError& error) {
        if (error.is_corruption()) {
            break_down(FailureKind::corrupt, error.what());
        } else if (error.is_failed_sync() || (is_committing && error.is_io_failure())) {
            // Nobody knows what the disk holds, so nothing more may be promised on top of it.
            // A full disk is different: SQLite has rolled back, and the next batch may fit.
            break_down(FailureKind::sync_failed, error.what());
        }
        return make_error(Errc::storage_unavailable, error.what());
    } catch (const std::bad_alloc&) {
        return make_error(Errc::storage_unavailable, "out of memory");
    } catch (const std::exception& error) {
        return make_error(Errc::storage_unavailable, error.what());
    }
}

void CommitThread::break_down(FailureKind kind, const std::string& detail)
{
    if (broken_) return;
    broken_ = make_error(Errc::storage_unavailable, detail);
    if (options_.on_failure) options_.on_failure({kind, detail});
}

void CommitThread::say_if_news(const std::optional<Error>& refusal)
{
    if (is_refusing_ == refusal.has_value()) return;
    is_refusing_ = refusal.has_value();
    if (options_.meter) options_.meter->refusing.set(is_refusing_ ? 1 : 0);
    if (refusal) {
        spdlog::error("changes are refused: {}", refusal->detail);
    } else {
        spdlog::info("changes are stored again");
    }
}

void CommitThread::tidy(std::size_t rows)
{
    has_more_to_tidy_ = false;
    if (broken_) return;
    try {
        has_more_to_tidy_ = writer_.tidy(rows);
    } catch (...) {
        const Error error = judge(true);
        spdlog::warn("housekeeping put off: {}", error.detail);
    }
}

void CommitThread::checkpoint_if_due()
{
    const int pages = writer_.database().wal_pages();
    if (pages < kCheckpointPages) next_checkpoint_ = kCheckpointPages;
    if (broken_ || pages < next_checkpoint_) return;
    // A reader may hold the log back: then it is tried again when it has grown, not every time.
    next_checkpoint_ = pages + kCheckpointPages / 4;
    try {
        writer_.database().checkpoint(Database::Checkpoint::passive);
        writer_.log_was_checkpointed();
    } catch (...) {
        const Error error = judge(true);
        spdlog::warn("the write-ahead log stays long: {}", error.detail);
    }
}

void CommitThread::close()
{
    if (broken_) return;
    try {
        writer_.closes();
        writer_.database().checkpoint(Database::Checkpoint::truncate);
    } catch (...) {
        const Error error = judge(true);
        spdlog::warn("the write-ahead log stays behind: {}", error.detail);
    }
}

}  // namespace mysigfox::storage
