// Deliveries: messages on their way to a webhook, and how far each has come.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/ids.hpp"
#include "mysigfox/domain/uplink.hpp"
#include "mysigfox/storage/attempt_log.hpp"
#include "mysigfox/storage/lane_state.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace mysigfox::storage {

/// How far a delivery has come. Stored as this number; there is no "in flight" on disk.
enum class DeliveryState : std::uint8_t {
    pending = 0,    ///< to be sent at `due`
    unclaimed = 1,  ///< its device never had a webhook: waits for a registration
    delivered = 2,
    parked = 3,   ///< given up, visible, replayable
    dropped = 4,  ///< its owner left, or the operator wants it sent to nobody
};

/// What a lane must know of a waiting delivery: small, since there may be a million.
struct PendingDelivery {
    DeliveryId id{};
    DeviceId device = DeviceId::from_value(0);
    CustomerId owner = kNobody;  ///< whom it was meant for when it arrived
    std::uint16_t attempts = 0;  ///< made so far
    Timestamp due;               ///< not before
    Timestamp received;
    bool is_replay = false;  ///< asked for by its owner: goes after first tries; not on disk
};

/// A delivery with the message it carries: what a courier needs.
struct Delivery {
    PendingDelivery pending;
    MessageId message{};
    Uplink uplink;
};

/// What an attempt (or a decision without one) changes.
struct DeliveryUpdate {
    DeliveryId id{};
    DeliveryState state = DeliveryState::pending;
    std::uint16_t attempts = 0;
    Timestamp due;               ///< of the next attempt while pending
    Timestamp at;                ///< now
    std::optional<Cause> cause;  ///< of the attempt; nothing if none was made
    int status = 0;
    std::shared_ptr<const AttemptRecord> attempt;  ///< for the attempt log; null: none was made
};

/// Changes to deliveries, made by the one thread that writes messages.db. Callable from any loop.
class Outbox {
public:
    virtual ~Outbox() = default;

    /// Completes once the update is on disk; it rides in the next group commit. A delivery that
    /// was dropped meanwhile, or is gone, stays so: that is no failure.
    virtual Task<Result<void>> record(DeliveryUpdate update) = 0;

    /// A lane's state changed; it replaces what was kept of it.
    virtual Task<Result<void>> keep(LaneState state) = 0;
    /// The webhook works (again), or is no more.
    virtual Task<Result<void>> forget(WebhookId webhook) = 0;

    /// The device has an owner and a webhook now: what waited for that becomes pending and his.
    virtual Task<Result<std::vector<PendingDelivery>>> claim(DeviceId device, CustomerId owner,
                                                             Timestamp now) = 0;

    /// The device's owner left (or it was removed): whatever is still open for it is dropped.
    virtual Task<Result<std::size_t>> drop_open(DeviceId device, Timestamp now) = 0;

    /// Those of them that are pending are dropped; how many that were.
    virtual Task<Result<std::size_t>> drop(std::vector<DeliveryId> ids, Timestamp now) = 0;

    /// Attempts were cut before anybody knew what they came to: when the store is opened again,
    /// what is due by then is marked as after a kill.
    virtual void attempts_were_cut() noexcept = 0;
};

/// What is on disk, read on a connection of its own by one loop.
class OutboxReader {
public:
    virtual ~OutboxReader() = default;

    /// Nothing unless it is pending.
    virtual std::optional<Delivery> find(DeliveryId id) = 0;
    /// Nothing unless it is parked: what a probe of a webhook that has nothing else carries.
    virtual std::optional<Delivery> find_parked(DeliveryId id) = 0;

    /// Every pending delivery in the order of arrival: what recovery hands to the lanes.
    virtual void each_pending(const std::function<void(const PendingDelivery&)>& visit) = 0;

    /// The webhooks that did not work when that was last recorded.
    virtual std::vector<LaneState> lane_states() = 0;

    /// Devices with unclaimed messages: recovery asks the registry about each.
    virtual std::vector<DeviceId> unclaimed_devices() = 0;
    virtual std::size_t count_unclaimed(DeviceId device) = 0;

    struct UnknownDevice {
        DeviceId device = DeviceId::from_value(0);
        std::size_t messages = 0;
        Timestamp last;
        std::string account;
    };
    /// For `device list --unknown`: at most `limit`, those heard last first.
    virtual std::vector<UnknownDevice> unknown_devices(std::size_t limit) = 0;

    struct Totals {
        std::uint64_t pending = 0;
        std::uint64_t unclaimed = 0;
        std::uint64_t parked = 0;
    };
    virtual Totals totals() = 0;
};

}  // namespace mysigfox::storage
