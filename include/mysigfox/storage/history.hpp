// What became of a device's messages, for the customer whose they are; and sending them again.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/uplink.hpp"
#include "mysigfox/storage/attempt_log.hpp"
#include "mysigfox/storage/lane_state.hpp"
#include "mysigfox/storage/outbox.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace mysigfox::storage {

/// A delivery as it stands, with the message it carries.
struct PastDelivery {
    Delivery delivery;
    DeliveryState state = DeliveryState::pending;
    std::optional<Timestamp> at;          ///< of its last change
    std::optional<Cause> cause;           ///< of its last attempt
    int status = 0;                       ///< likewise
    std::vector<AttemptRecord> attempts;  ///< in the order they were made, if asked for
};

/// Given up, or on its way with an attempt that failed.
bool is_failed(DeliveryState state, const std::optional<Cause>& cause) noexcept;

/// Messages of one device that were this customer's when they came, newest first.
struct HistoryQuestion {
    DeviceId device = DeviceId::from_value(0);
    CustomerId owner = kNobody;        ///< nobody: whoever's, for the operator alone
    std::optional<DeliveryId> from{};  ///< that of `next`; none: from the newest on
    std::optional<Timestamp> since{};
    std::optional<Timestamp> until{};  ///< not itself
    bool by_device_time = false;       ///< since and until: as the network says, not as we do
    bool failed_only = false;
    bool with_attempts = true;
    std::size_t limit = 20;
};

struct HistoryPage {
    std::vector<PastDelivery> deliveries;
    std::optional<DeliveryId> next;  ///< there may be more, from here on
};

/// One message in the outline of a month.
struct HistoryPoint {
    Timestamp received;
    std::optional<std::chrono::milliseconds> delay;  ///< until it was delivered
    bool is_failed = false;
    bool is_given_up = false;  ///< then failed as well
};

/// Newest first; a few thousand at most.
struct Outline {
    std::vector<HistoryPoint> points;
    bool is_whole = true;  ///< otherwise time was up, and older ones are missing
};

/// Parked messages, by the order of arrival.
struct ParkedQuestion {
    CustomerId owner = kNobody;
    std::optional<DeviceId> device{};  ///< none: all that are his
    Timestamp since;                   ///< of reception
    DeliveryId after{};
    std::size_t limit = 500;
};
struct ParkedPage {
    std::vector<DeliveryId> ids;
    std::optional<DeliveryId> next;  ///< for `after`; none: that was the end
};

/// Follows the links from a device's last message backwards: no index is written for it while
/// messages pour in. Callable from any loop; it reads on a loop of its own. Fails with
/// storage_unavailable or overloaded.
class History {
public:
    virtual ~History() = default;

    /// Looks at a few thousand messages at most: a page may end early and still have a `next`.
    virtual Task<Result<HistoryPage>> page(HistoryQuestion question) = 0;
    /// Stops soon after `until`: a file that is not in memory is read in as many places as there
    /// are messages, and is in memory the next time.
    virtual Task<Result<Outline>> outline(DeviceId device, CustomerId owner, Timestamp since,
                                          std::chrono::steady_clock::time_point until) = 0;
    virtual Task<Result<ParkedPage>> parked(ParkedQuestion question) = 0;
    /// Whoever's it is; nothing if it is gone, or lies further back than that.
    virtual Task<Result<std::optional<PastDelivery>>> find(MessageId message) = 0;
    /// Of a webhook that does not work.
    virtual Task<Result<std::optional<LaneState>>> lane(WebhookId webhook) = 0;

    /// Those of them that are his and over, delivered, parked or dropped, are pending again, under
    /// the same ids: to be handed to their lanes.
    virtual Task<Result<std::vector<PendingDelivery>>> replay(std::vector<DeliveryId> ids,
                                                              CustomerId owner, Timestamp now) = 0;
    /// Takes what was his, with its attempts, out of the file, in steps that hold nobody up.
    virtual Task<Result<void>> erase(DeviceId device, CustomerId owner) = 0;
    /// Whatever device it was of: looks at every delivery there is. How many went.
    virtual Task<Result<std::size_t>> erase_all(CustomerId owner) = 0;
};

}  // namespace mysigfox::storage
