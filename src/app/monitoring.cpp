// Joins the watch to those whom it watches, and the admin listener to what it shows.
#include "app/monitoring.hpp"

#include "mysigfox/base/log.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace mysigfox::app {
namespace {

constexpr std::chrono::milliseconds kScrapeGrace{200};
constexpr std::chrono::seconds kBetweenReports{10};

std::vector<Watch::Loop> watched_loops(const std::vector<std::unique_ptr<LoopRoom>>& rooms)
{
    std::vector<Watch::Loop> loops;
    loops.reserve(rooms.size());
    for (const auto& room : rooms) {
        loops.push_back({"loop " + std::to_string(loops.size()), room->home(),
                         [&room = *room] { return room.vitals(); }});
    }
    return loops;
}

std::vector<Watch::Writer> watched_writers(const Stores& stores)
{
    return {{"writer of messages.db", stores.messages_meter},
            {"writer of registry.db", stores.registry_meter}};
}

}  // namespace

Monitoring::Monitoring(const config::Settings& settings, const Clock& clock, const Metrics& metrics,
                       const Stores& stores, ControlRoom& control,
                       const std::vector<std::unique_ptr<LoopRoom>>& rooms,
                       const ServiceManager& manager)
    : watch_(control.home(), watched_loops(rooms), watched_writers(stores)),
      telemetry_({settings, clock, metrics, stores, control, watch_, is_draining_}),
      admin_(control.home(), admin::Sources{[this] { return telemetry_.exposition(); },
                                            [this] { return telemetry_.live(); },
                                            [this] { return telemetry_.ready(); }}),
      manager_(manager)
{
}

void Monitoring::start(int admin_descriptor)
{
    watch_.start([this] {
        tell_log_floods(std::chrono::system_clock::now());
        tell_manager();
    });
    has_listener_ = admin_descriptor >= 0;
    if (has_listener_) admin_.start(admin_descriptor);
}

void Monitoring::tell_manager()
{
    if (!manager_.listens()) return;
    const Pulse::Time now = std::chrono::steady_clock::now();
    say_that_we_live(now);
    if (is_draining_ || (last_status_ && now - *last_status_ < kBetweenReports)) return;
    last_status_ = now;
    manager_.tell("STATUS=" + telemetry_.summary());
}

/// A thread that hangs is allowed half of the time until we are killed for it.
void Monitoring::say_that_we_live(Pulse::Time now)
{
    const auto limit = manager_.watchdog();
    if (!limit) return;
    const Pulse::Duration interval = std::min<Pulse::Duration>(*limit / 4, kBetweenReports);
    if (last_sign_of_life_ && now - *last_sign_of_life_ < interval) return;
    if (!watch_.pulse().silent(now, *limit / 2).empty()) return;
    last_sign_of_life_ = now;
    manager_.tell("WATCHDOG=1");
}

Task<void> Monitoring::stop()
{
    if (has_listener_) co_await admin_.stop(kScrapeGrace);
    co_await watch_.stop();
}

}  // namespace mysigfox::app
