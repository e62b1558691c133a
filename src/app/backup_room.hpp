// Long work on the stores of the running daemon, on a thread of its own.
#pragma once

#include "app/stores.hpp"

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace mysigfox::app {

/// One at a time; destroying it breaks a copy off. All of it is for the control loop, and never
/// waits.
class BackupRoom {
public:
    BackupRoom(Stores& stores, const Clock& clock);
    ~BackupRoom();
    BackupRoom(const BackupRoom&) = delete;
    BackupRoom& operator=(const BackupRoom&) = delete;

    /// Copies the stores into the state directory, the only place that the daemon's sandbox lets
    /// it write to; whoever asked takes the copy from there, verifies it and puts it where he
    /// wants it. overloaded while other work is being done.
    Result<std::string> begin_backup();
    /// What was deleted leaves no bytes behind: see storage::scrub(). Fails likewise.
    Result<std::string> begin_scrub();
    /// {"state": idle, working, done or failed; "done_bytes", "total_bytes", "problem"}
    std::string progress() const;

private:
    enum class State { idle, working, done, failed };
    using Work = std::function<Result<void>(std::stop_token)>;

    Result<std::string> begin(Work work);
    void run(const Work& work, std::stop_token stop);
    Result<void> copy(std::stop_token stop);

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
