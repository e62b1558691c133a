#include "delivery/counters.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <string_view>
#include <utility>

namespace mysigfox::delivery {

using storage::DeliveryState;
using storage::LaneCondition;

Counters::Counters(Metrics& metrics)
    : delivered_(metrics.counter("deliveries_total", R"(outcome="delivered")")),
      retried_(metrics.counter("deliveries_total", R"(outcome="retried")")),
      parked_(metrics.counter("deliveries_total", R"(outcome="parked")")),
      dropped_(metrics.counter("deliveries_total", R"(outcome="dropped")")),
      perhaps_delivered_(metrics.counter("deliveries_perhaps_total")),
      openings_(metrics.counter("lane_failures_total")),
      revivals_(metrics.counter("lane_recoveries_total")),
      probes_answered_(metrics.counter("lane_probes_total", R"(outcome="answered")")),
      probes_failed_(metrics.counter("lane_probes_total", R"(outcome="failed")")),
      brakes_(metrics.counter("origin_brakes_total")),
      loops_without_egress_(metrics.gauge("egress_down"))
{
    for (std::size_t i = 0; i < kCauses; ++i) {
        const std::string_view cause = to_string(static_cast<Cause>(i));
        attempts_[i] =
            &metrics.counter("delivery_attempts_total", fmt::format(R"(cause="{}")", cause));
    }
    for (const auto& [condition, name] :
         {std::pair{LaneCondition::failing, "failing"},
          std::pair{LaneCondition::paused_gone, "paused_gone"},
          std::pair{LaneCondition::spent, "spent"}, std::pair{LaneCondition::paused, "paused"}}) {
        lanes_[static_cast<std::size_t>(condition)] =
            &metrics.gauge("lanes", fmt::format(R"(condition="{}")", name));
    }
}

void Counters::attempted(const AttemptResult& result) noexcept
{
    attempts_[static_cast<std::size_t>(result.cause)]->add();
    if (result.perhaps_delivered) perhaps_delivered_.add();
}

void Counters::recorded(DeliveryState state) noexcept
{
    switch (state) {
        case DeliveryState::delivered:
            delivered_.add();
            break;
        case DeliveryState::pending:
            retried_.add();
            break;
        case DeliveryState::parked:
            parked_.add();
            break;
        case DeliveryState::dropped:
            dropped_.add();
            break;
        case DeliveryState::unclaimed:
            break;  // nothing that is attempted becomes this
    }
}

void Counters::lane_changed(std::optional<LaneCondition> before,
                            std::optional<LaneCondition> after) noexcept
{
    if (before == after) return;
    if (before) lanes_[static_cast<std::size_t>(*before)]->subtract();
    if (after) lanes_[static_cast<std::size_t>(*after)]->add();
    if (!before) openings_.add();
    if (!after) revivals_.add();
}

void Counters::egress_down(std::size_t failing, std::size_t worked)
{
    const bool is_first = loops_without_egress_.value() == 0;
    loops_without_egress_.add();
    if (!is_first) return;
    spdlog::critical(
        "egress down: {} of the {} hosts that worked within the hour cannot be reached: "
        "nothing is sent but probes, and nothing is given up",
        failing, worked);
}

void Counters::egress_up()
{
    loops_without_egress_.subtract();
    if (loops_without_egress_.value() == 0) spdlog::warn("egress up: messages are sent again");
}

}  // namespace mysigfox::delivery
