// The rooms that look at the others: the watch, the figures and the admin listener.
#pragma once

#include "app/admin_room.hpp"
#include "app/loop_room.hpp"
#include "app/service_manager.hpp"
#include "app/telemetry.hpp"
#include "app/watch.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace mysigfox::app {

/// Tells the service manager how it goes, and that we live only while every thread gets on.
/// Made before the loops run; lives on the control loop.
class Monitoring {
public:
    Monitoring(const config::Settings& settings, const Clock& clock, const Metrics& metrics,
               const Stores& stores, ControlRoom& control,
               const std::vector<std::unique_ptr<LoopRoom>>& rooms, const ServiceManager& manager);

    /// A negative descriptor: there is no admin listener.
    void start(int admin_descriptor);
    /// From now on /readyz says so. Any thread.
    void drains() noexcept { is_draining_ = true; }
    bool is_draining() const noexcept { return is_draining_; }
    /// What /readyz looks at.
    std::vector<admin::Check> ready() const { return telemetry_.ready(); }
    /// The last of all rooms to stop: no loop is asked anything afterwards.
    Task<void> stop();

private:
    void tell_manager();
    void say_that_we_live(Pulse::Time now);

    std::atomic<bool> is_draining_ = false;
    Watch watch_;
    Telemetry telemetry_;
    AdminRoom admin_;
    bool has_listener_ = false;
    const ServiceManager& manager_;
    std::optional<Pulse::Time> last_sign_of_life_;
    std::optional<Pulse::Time> last_status_;
};

}  // namespace mysigfox::app
