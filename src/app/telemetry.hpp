// What monitoring is told: figures, and whether all is well.
#pragma once

#include "app/control_room.hpp"
#include "app/stores.hpp"
#include "app/watch.hpp"

#include "mysigfox/admin/routes.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/config/settings.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace mysigfox::app {

/// Everything it looks at; confined to the control loop, as ControlRoom is.
struct TelemetryRooms {
    const config::Settings& settings;
    const Clock& clock;
    const Metrics& metrics;
    const Stores& stores;
    ControlRoom& control;
    const Watch& watch;
    const std::atomic<bool>& is_draining;
};

class Telemetry {
public:
    /// A loop or thread that was not heard of for so long does not get on.
    static constexpr std::chrono::seconds kPatience{30};

    explicit Telemetry(const TelemetryRooms& rooms) : rooms_(rooms) {}

    std::string exposition() const;
    /// Would a restart help?
    std::vector<admin::Check> live() const;
    /// Should callbacks be sent here?
    std::vector<admin::Check> ready() const;
    /// One line for a person: the queue and its oldest message.
    std::string summary() const;
    /// How overdue the oldest message of a webhook that works is.
    std::chrono::milliseconds oldest_due_age() const;

private:
    TelemetryRooms rooms_;
};

}  // namespace mysigfox::app
