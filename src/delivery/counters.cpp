#include "delivery/counters.hpp"

#include <fmt/format.h>

namespace mysigfox::delivery {

using storage::DeliveryState;

Counters::Counters(Metrics& metrics)
    : delivered_(metrics.counter("deliveries_total", R"(outcome="delivered")")),
      retried_(metrics.counter("deliveries_total", R"(outcome="retried")")),
      parked_(metrics.counter("deliveries_total", R"(outcome="parked")")),
      dropped_(metrics.counter("deliveries_total", R"(outcome="dropped")")),
      parked_total_(metrics.counter("deliveries_parked_total")),
      dropped_total_(metrics.counter("deliveries_dropped_total"))
{
    for (std::size_t i = 0; i < kCauses; ++i) {
        const std::string_view cause = to_string(static_cast<Cause>(i));
        attempts_[i] =
            &metrics.counter("delivery_attempts_total", fmt::format(R"(cause="{}")", cause));
    }
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
            parked_total_.add();
            break;
        case DeliveryState::dropped:
            dropped_.add();
            dropped_total_.add();
            break;
        case DeliveryState::unclaimed:
            break;  // nothing that is attempted becomes this
    }
}

}  // namespace mysigfox::delivery
