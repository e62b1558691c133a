// Backups of the running daemon, on a thread of their own.
#pragma once

#include "app/stores.hpp"

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace mysigfox::app {

/// Copies the stores into the state directory, the only place that the daemon's sandbox lets it
/// write to; whoever asked takes the copy from there, verifies it and puts it where he wants it.
///
/// Destroying it breaks a copy off. Both functions are for the control loop, and never wait.
class BackupRoom {
public:
    BackupRoom(Stores& stores, const Clock& clock);
    ~BackupRoom();
    BackupRoom(const BackupRoom&) = delete;
    BackupRoom& operator=(const BackupRoom&) = delete;

    /// overloaded while another copy is being made.
    Result<std::string> begin();
    /// {"state": idle, copying, copied or failed; "done_bytes", "total_bytes", "problem"}
    std::string progress() const;

private:
    enum class State { idle, copying, copied, failed };

    void copy(std::stop_token stop);

    Stores& stores_;
    const Clock& clock_;
    std::atomic<std::uint64_t> done_{0};
    std::atomic<std::uint64_t> total_{0};
    mutable std::mutex mutex_;
    State state_ = State::idle;  // guarded by mutex_
    std::string problem_;        // guarded by mutex_
    std::jthread thread_;        // last: it uses all of the above
};

}  // namespace mysigfox::app
