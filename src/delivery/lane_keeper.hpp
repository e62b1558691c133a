// Gets the trouble of lanes onto the disk, so that a restart does not forget it.
#pragma once

#include "mysigfox/net/task_group.hpp"
#include "mysigfox/storage/outbox.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <optional>
#include <unordered_map>

namespace mysigfox::delivery {

/// Writes the latest state of each lane, one write a lane at a time, however long the disk
/// refuses. Confined to its loop; its tasks run in a group that is joined before it ends.
class LaneKeeper {
public:
    LaneKeeper(Executor home, storage::Outbox& outbox, std::chrono::milliseconds pause,
               net::TaskGroup& tasks);

    /// nothing: it works.
    void note(WebhookId webhook, const std::optional<storage::LaneState>& state);

    /// Whoever waits tries a last time.
    void stop();

private:
    Task<void> write(WebhookId webhook);
    Task<Result<void>> store(WebhookId webhook, std::optional<storage::LaneState> state);

    using Timer = boost::asio::basic_waitable_timer<
        std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

    struct Entry {
        std::optional<storage::LaneState> latest;
        bool is_new = true;  ///< since the write under way began
    };

    storage::Outbox& outbox_;
    std::chrono::milliseconds pause_;
    net::TaskGroup& tasks_;
    std::unordered_map<WebhookId, Entry> writing_;
    Timer timer_;  // one for all who wait
    bool is_stopping_ = false;
};

}  // namespace mysigfox::delivery
