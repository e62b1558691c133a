// messages.db: the log and the outbox behind the one thread that writes them.
#pragma once

#include "mysigfox/base/bell.hpp"
#include "mysigfox/storage/commit_meter.hpp"
#include "mysigfox/storage/copy_counts.hpp"
#include "mysigfox/storage/failure.hpp"
#include "mysigfox/storage/history.hpp"
#include "mysigfox/storage/lender.hpp"
#include "mysigfox/storage/message_log.hpp"
#include "mysigfox/storage/outbox.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace mysigfox::storage {

/// What the bell is rung for once a message of the device, or what became of one, is on disk.
std::string device_topic(DeviceId device);

struct MessageStoreOptions {
    std::filesystem::path file;
    std::size_t max_waiting = 16'384;  ///< arrivals and updates queued for a commit
    std::size_t dedup_memory = std::size_t{256} << 20;  ///< bytes, at most, grown on demand
    std::chrono::hours keep_messages{30 * 24};
    std::chrono::hours keep_unknown{7 * 24};
    std::chrono::hours keep_attempts{30 * 24};
    std::uint64_t max_attempts_size = std::uint64_t{2} << 30;  ///< bytes of the log, about
    std::size_t max_unknown_messages = 100'000;                ///< over it the oldest of them go
    std::uint64_t max_size = std::uint64_t{10} << 30;          ///< bytes in use in messages.db
    const Clock* clock = nullptr;                              ///< required
    Bell* bell = nullptr;  ///< rung for each device of which something changed; may be none
    OnFailure on_failure;
    std::shared_ptr<const CommitMeter> meter;  ///< null: nobody looks
};

/// Owns the file, its only writing connection and the thread that uses it.
///
/// Destroying it commits what is waiting, checkpoints and joins the thread; the coroutines that
/// wait are completed on their loops, which must therefore still be running.
class MessageStore : public Lender {
public:
    virtual MessageLog& log() = 0;
    virtual Outbox& outbox() = 0;
    /// A read-only connection of its own, for the thread that asks for it.
    virtual std::unique_ptr<OutboxReader> make_reader() = 0;
    virtual std::unique_ptr<AttemptLogReader> make_attempt_reader() = 0;
    /// For all loops; it reads on `reading`, which must run as long as somebody asks.
    virtual std::unique_ptr<History> make_history(Executor reading) = 0;
    virtual const CopyCounts& copies() const = 0;
};

/// Opens, migrates and recovers the file; throws std::runtime_error naming it if it cannot.
std::unique_ptr<MessageStore> open_message_store(const MessageStoreOptions& options);

}  // namespace mysigfox::storage
