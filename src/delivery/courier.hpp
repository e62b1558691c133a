// One attempt: where does it go now, is it taken, what follows.
#pragma once

#include "delivery/counters.hpp"
#include "delivery/recorder.hpp"
#include "delivery/schedule.hpp"
#include "mysigfox/delivery/dispatcher.hpp"
#include "mysigfox/delivery/retry_policy.hpp"

#include <memory>
#include <optional>
#include <random>
#include <string>

namespace mysigfox::delivery {

/// What its lane has to do with a delivery after the courier had it.
struct Outcome {
    enum class Next {
        nothing,  ///< it is done with, or another lane's now
        again,    ///< `waiting` goes back into its lane
        hold,     ///< `waiting` waits until its device is reconsidered
    };
    Next next = Next::nothing;
    Waiting waiting;
    std::optional<bool> works;  ///< what was seen of the receiver; nothing if it was not asked
    std::string seen;           ///< the same in words, if it does not work
};

/// Makes attempts for the lanes of one loop. What came of one is on disk when deliver()
/// completes.
class Courier {
public:
    Courier(const DispatcherOptions& options, const DispatcherRooms& rooms, Recorder& recorder,
            HandOver hand_over);

    /// Terminally cancelled, it ends soon, and the delivery stays pending on disk.
    Task<Outcome> deliver(Pick& pick);

private:
    std::unique_ptr<storage::Delivery> message_of(Pick& pick) const;
    Task<Outcome> drop(const storage::PendingDelivery& pending);
    Task<AttemptResult> attempt(const storage::Delivery& delivery, WebhookUrl url);
    Task<AttemptResult> put_into_inbox(const client::WebhookRequest& request);
    /// where: for the log, so without query.
    Task<Outcome> conclude(const storage::Delivery& delivery, const AttemptResult& result,
                           std::string where);

    const DispatcherRooms rooms_;
    const std::string user_agent_;
    const RetryPolicy policy_;
    const HandOver hand_over_;
    Recorder& recorder_;
    Counters counters_;
    std::minstd_rand dice_;
};

}  // namespace mysigfox::delivery
