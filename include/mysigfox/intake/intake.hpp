// What happens to a message, whatever brought it: look-up, commit, hand-over.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/uplink.hpp"
#include "mysigfox/sigfox/authenticator.hpp"
#include "mysigfox/storage/message_log.hpp"
#include "mysigfox/storage/outbox.hpp"
#include "mysigfox/storage/registry.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace mysigfox::intake {

/// Hands a committed delivery to its webhook's lane, on whatever loop that is.
using HandOver =
    std::function<void(WebhookId, storage::PendingDelivery, std::unique_ptr<storage::Delivery>)>;

enum class Accepted {
    stored,
    copy,     ///< the same message is stored already
    dropped,  ///< counted, by the unknown_device choice or because its owner left
};

/// Takes messages in on one loop; confined to it.
class Intake {
public:
    Intake(const Clock& clock, storage::RegistryReader& registry, storage::MessageLog& log,
           storage::Outbox& outbox, HandOver hand_over, Metrics& metrics);

    /// Completes once the message is on disk and handed over. Fails with unknown_device (the
    /// account rejects those), overloaded or storage_unavailable.
    Task<Result<Accepted>> accept(Uplink uplink, const sigfox::Account& account);

    /// The device has a webhook now: hands over what waited for that. How many there were.
    Task<Result<std::size_t>> claim_waiting(DeviceId device);

    /// These are pending again, as their owner asked: hands them over.
    void resend(const std::vector<storage::PendingDelivery>& again);

private:
    const Clock& clock_;
    storage::RegistryReader& registry_;
    storage::MessageLog& log_;
    storage::Outbox& outbox_;
    HandOver hand_over_;
    Counter& stored_;
    Counter& copies_;
    Counter& dropped_;
};

}  // namespace mysigfox::intake
