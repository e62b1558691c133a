// The lanes of one loop: which waiting delivery is sent next, and when.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/client/webhook_client.hpp"
#include "mysigfox/delivery/egress_census.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/storage/copy_counts.hpp"
#include "mysigfox/storage/inbox_store.hpp"
#include "mysigfox/storage/lane_state.hpp"
#include "mysigfox/storage/outbox.hpp"
#include "mysigfox/storage/registry.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mysigfox::delivery {

struct DispatcherOptions {
    std::chrono::milliseconds give_up_after{std::chrono::hours{76}};
    std::chrono::milliseconds order_window{std::chrono::minutes{15}};  ///< 0: no order
    std::size_t in_flight_per_lane = 4;
    std::size_t in_flight_per_origin = 64;  ///< of this loop
    std::size_t in_flight_total = 512;      ///< of this loop
    std::string user_agent;                 ///< "MySigfox/<version>"
    /// First pause after storage refused to record an outcome; it doubles up to 30 s.
    std::chrono::milliseconds record_again_after{1'000};
};

/// A webhook begins, goes on or ceases to fail.
struct LaneNews {
    WebhookId webhook{};
    DeviceId device = DeviceId::from_value(0);  ///< whose message showed it
    std::optional<storage::LaneState> now;      ///< nothing: it works
    Cause cause = Cause::status;                ///< what was seen last
    int status = 0;                             ///< of that; 0: no answer came
    std::size_t waiting = 0;                    ///< messages in its lane
};
/// Told on the loop; must not block.
using TellNews = std::function<void(const LaneNews&)>;

/// What a dispatcher works with; everything belongs to its loop or may be called from any.
struct DispatcherRooms {
    const Clock& clock;
    storage::Outbox& outbox;
    storage::OutboxReader& reader;      ///< of this loop
    storage::RegistryReader& registry;  ///< of this loop
    storage::InboxStore& inbox;
    client::WebhookClient& client;  ///< of this loop
    const TargetPolicy& policy;     ///< of this loop; app may replace it between two calls
    Metrics& metrics;
    EgressCensus& census;
    TellNews tell{};                              ///< may be empty
    const storage::CopyCounts* copies = nullptr;  ///< null: all are 0
};

/// Sends what waits, each webhook in a lane of its own. Confined to its loop.
class Dispatcher {
public:
    virtual ~Dispatcher() = default;

    /// A delivery waits for this webhook's lane. `fresh` carries the message of one that was
    /// just committed, so that its first try reads nothing from disk; null otherwise.
    ///
    /// A second entry of the same delivery is forgotten when its turn comes: while the first is
    /// in flight, or when the disk says that it is no longer pending or was attempted since.
    /// With `fresh` nobody asks the disk, so that is for the one who stored the message.
    virtual void enqueue(WebhookId webhook, storage::PendingDelivery pending,
                         std::unique_ptr<storage::Delivery> fresh) = 0;

    /// What was kept of a lane, before anything is enqueued for it after a start.
    virtual void restore(const storage::LaneState& state) = 0;

    /// The registry changed for this device (resumed, new URL, owner gone): what was held back
    /// because of it is looked at again, and what waits in another webhook's lane, for however
    /// long, goes at once where it belongs now. Said to every loop: the device may have moved.
    virtual void reconsider(DeviceId device) = 0;

    /// Nothing is sent to this webhook until it is resumed, and meanwhile nothing is given up.
    virtual void pause(WebhookId webhook) = 0;
    /// Its owner or the operator thinks that it works: it is asked now, and if it does, all that
    /// waits is sent.
    virtual void resume(WebhookId webhook) = 0;

    /// Starts and takes nothing more; what is in flight may finish and record within `grace`,
    /// then is cut and stays pending. Completes when nothing is left; must have before the
    /// dispatcher is destroyed. Who is in a hurry calls it again with less grace.
    virtual Task<void> stop(std::chrono::milliseconds grace) = 0;

    struct Totals {
        std::size_t waiting = 0;
        std::size_t in_flight = 0;
        std::size_t lanes = 0;
    };
    virtual Totals totals() const = 0;
    /// When the message furthest behind was due, of the webhooks that work; it may lie ahead.
    /// Looks at all lanes: not more than about once a second.
    virtual std::optional<Timestamp> first_due() const = 0;
};

/// Hands a delivery to the lane of a webhook that another loop owns: posts to that loop's
/// dispatcher. Given by app; also called by a dispatcher that finds that a device has moved.
using HandOver =
    std::function<void(WebhookId, storage::PendingDelivery, std::unique_ptr<storage::Delivery>)>;

std::unique_ptr<Dispatcher> make_dispatcher(Executor home, const DispatcherOptions& options,
                                            const DispatcherRooms& rooms, HandOver hand_over);

}  // namespace mysigfox::delivery
