// The loop that long reads and the command line's requests run on, beside the hot ones.
#pragma once

#include "app/stores.hpp"

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/control/channel.hpp"
#include "mysigfox/control/operations.hpp"
#include "mysigfox/http/server.hpp"
#include "mysigfox/net/sweep.hpp"

#include <functional>
#include <memory>
#include <string>

namespace mysigfox::app {

/// What the command line can reach in the running daemon. Confined to its loop.
class ControlRoom {
public:
    struct Deeds {
        std::function<void(DeviceId)> device_changed;
        std::function<std::string(const storage::OutboxReader::Totals&)> status;
        std::function<Result<std::string>()> reload;
        std::function<void(WebhookId)> pause_webhook;
        std::function<void(WebhookId)> resume_webhook;
        std::function<void(const std::vector<storage::PendingDelivery>&)> resend;
        std::function<Result<std::string>()> begin_backup;
        std::function<Result<std::string>()> begin_scrub;
        std::function<std::string()> backup_progress;
        std::function<std::string()> readiness;
        std::function<bool()> is_stopping;
    };

    ControlRoom(const Executor& home, const config::Settings& settings, const Clock& clock,
                Metrics& metrics, Stores& stores, storage::History& history,
                const TargetPolicy& policy, const Deeds& deeds);

    Executor home() const noexcept { return home_; }
    storage::OutboxReader& outbox() noexcept { return *outbox_; }
    storage::RegistryReader& registry() noexcept { return *registry_; }

    void start();
    void replace_policy(const TargetPolicy& policy) { policy_ = policy; }
    Task<void> stop(std::chrono::milliseconds grace);

private:
    Executor home_;
    std::filesystem::path socket_;
    TargetPolicy policy_;
    net::Sweep sweep_;
    std::unique_ptr<storage::RegistryReader> registry_;
    std::unique_ptr<storage::OutboxReader> outbox_;
    std::unique_ptr<storage::CustomerDirectory> directory_;
    control::Operations operations_;
    http::Router router_;
    std::unique_ptr<http::Server> server_;  // last: it calls all of the above
};

}  // namespace mysigfox::app
