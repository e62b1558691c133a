// What the command line can ask of the stores: one request in JSON, one answer in JSON.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/storage/customer_directory.hpp"
#include "mysigfox/storage/history.hpp"
#include "mysigfox/storage/outbox.hpp"
#include "mysigfox/storage/registry.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::control {

/// Works the same inside the daemon and in a command that holds the lock itself.
struct OperationRooms {
    const Clock& clock;
    storage::Registry& registry;
    storage::RegistryReader& registry_reader;  ///< of the thread that runs the operations
    storage::Outbox& outbox;
    storage::OutboxReader& outbox_reader;  ///< likewise
    const TargetPolicy& policy;
    Metrics& metrics;
    /// The registry changed for this device: lanes look again, and what waited is claimed. In a
    /// command without a daemon: claims only; the next start delivers.
    std::function<void(DeviceId)> device_changed;
    /// Answers of the running daemon to `status` and `reload`; empty without one.
    std::function<std::string()> status;
    std::function<Result<std::string>()> reload;
    /// Tell the lane; empty without a daemon.
    std::function<void(WebhookId)> pause_webhook = {};
    std::function<void(WebhookId)> resume_webhook = {};
    storage::History* history = nullptr;  ///< null: messages are not asked for
    /// These are pending again: hands them to their lanes; empty without a daemon.
    std::function<void(const std::vector<storage::PendingDelivery>&)> resend = {};
    /// A copy of the stores in the state directory; empty without a daemon.
    std::function<Result<std::string>()> begin_backup = {};
    std::function<Result<std::string>()> begin_scrub = {};
    std::function<std::string()> backup_progress = {};
    storage::CustomerDirectory* directory = nullptr;  ///< null: customers are not asked for
    std::function<Task<Result<std::vector<DeviceId>>>(CustomerId)> release_customer = {};
    std::function<Task<Result<std::vector<DeviceId>>>(CustomerId)> forget_customer = {};
    /// By the address in lower case.
    std::function<void(const std::string&)> forget_letters = {};
    /// By its name to write to; how many requests went.
    std::function<Task<Result<std::size_t>>(std::string)> empty_inbox = {};
    /// Answer of the running daemon to `healthcheck`; empty without one.
    std::function<std::string()> readiness = {};
    /// Then nothing is begun any more; empty: never.
    std::function<bool()> is_stopping = {};
};

/// Performs "device.add", "device.import", … with a JSON object of arguments; the result is a
/// JSON value. Fails with invalid_value, unknown_device, conflict, … as the room below does, and
/// with overloaded while the daemon stops.
class Operations {
public:
    explicit Operations(OperationRooms rooms) : rooms_(std::move(rooms)) {}

    Task<Result<std::string>> perform(std::string_view verb, std::string_view arguments);

private:
    OperationRooms rooms_;
};

}  // namespace mysigfox::control
