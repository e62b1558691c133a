// One attempt: where does it go now, is it taken, what follows.
#pragma once

#include "delivery/counters.hpp"
#include "delivery/latencies.hpp"
#include "delivery/origins.hpp"
#include "delivery/outcome.hpp"
#include "delivery/recorder.hpp"
#include "delivery/signature.hpp"
#include "mysigfox/delivery/dispatcher.hpp"
#include "mysigfox/delivery/retry_policy.hpp"

#include <memory>
#include <optional>
#include <random>
#include <string>

namespace mysigfox::delivery {

/// Makes attempts for the lanes of one loop. What came of one is on disk when deliver()
/// completes.
class Courier {
public:
    Courier(const DispatcherOptions& options, const DispatcherRooms& rooms, Recorder& recorder,
            Origins& origins, Counters& counters, HandOver hand_over);

    /// Terminally cancelled, it ends soon, and the delivery stays pending on disk.
    Task<Outcome> deliver(Pick& pick);

private:
    std::unique_ptr<storage::Delivery> message_of(Pick& pick) const;
    Task<Outcome> send(const storage::Delivery& delivery, Pick& pick,
                       const storage::Target& target);
    Task<Outcome> drop(const storage::PendingDelivery& pending);
    Task<Outcome> give_up(const storage::Delivery& delivery);
    bool take_place(Pick& pick, OriginId origin, Timestamp now);
    Task<AttemptResult> attempt(const storage::Delivery& delivery, const storage::Target& target,
                                WebhookUrl url);
    /// where: for the log, so without query.
    Task<Outcome> record(const storage::Delivery& delivery, const Pick& pick, OriginId origin,
                         std::shared_ptr<storage::AttemptRecord> made, std::string where);

    const DispatcherRooms rooms_;
    const std::string user_agent_;
    const RetryPolicy policy_;
    const HandOver hand_over_;
    Recorder& recorder_;
    Origins& origins_;
    Counters& counters_;
    Latencies latencies_;
    const Signer signer_;
    std::minstd_rand dice_;
};

}  // namespace mysigfox::delivery
