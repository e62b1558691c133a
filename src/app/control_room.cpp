#include "app/control_room.hpp"

#include <string>
#include <utility>

namespace mysigfox::app {
namespace {

http::ServerLimits control_limits()
{
    http::ServerLimits limits;
    limits.max_connections = 32;
    // The command line sends 4 MiB of import rows at once, and waits for long lists.
    limits.body = std::chrono::seconds{30};
    limits.send = std::chrono::seconds{30};
    return limits;
}

}  // namespace

ControlRoom::ControlRoom(const Executor& home, const config::Settings& settings, const Clock& clock,
                         Metrics& metrics, Stores& stores, storage::History& history,
                         const TargetPolicy& policy, const Deeds& deeds)
    : home_(home),
      socket_(settings.control_socket),
      policy_(policy),
      sweep_(home),
      registry_(stores.registry->make_reader()),
      outbox_(stores.messages->make_reader()),
      directory_(stores.registry->make_customer_directory()),
      operations_(control::OperationRooms{
          clock,
          stores.registry->registry(),
          *registry_,
          stores.messages->outbox(),
          *outbox_,
          policy_,
          metrics,
          deeds.device_changed,
          [this, status = deeds.status] { return status(outbox_->totals()); },
          deeds.reload,
          deeds.pause_webhook,
          deeds.resume_webhook,
          &history,
          deeds.resend,
          deeds.begin_backup,
          deeds.begin_scrub,
          deeds.backup_progress,
          directory_.get(),
          [&stores, &clock](CustomerId owner) {
              return stores.registry->release(owner, clock.now());
          },
          [&stores, &clock](CustomerId owner) {
              return stores.registry->forget(owner, clock.now());
          },
          [&stores](const std::string& key) { stores.mail->forget(key); },
          [&stores](std::string name) { return stores.inbox->empty(std::move(name)); },
          deeds.readiness,
          deeds.is_stopping}),
      server_(http::make_server(home, sweep_, router_, control_limits(), {}, metrics))
{
    control::add_control_routes(router_, operations_);
}

void ControlRoom::start()
{
    sweep_.start();
    server_->listen(control::open_control_listener(socket_));
}

Task<void> ControlRoom::stop(std::chrono::milliseconds grace)
{
    co_await server_->stop(grace);
    sweep_.stop();
    std::error_code ignored;
    std::filesystem::remove(socket_, ignored);
}

}  // namespace mysigfox::app
