// Looks the histograms up, and fills them.
#include "delivery/latencies.hpp"

namespace mysigfox::delivery {
namespace {

constexpr const char* kPhase = "delivery_attempt_phase_seconds";

void add(Histogram& histogram, const std::optional<std::chrono::microseconds>& taken) noexcept
{
    if (taken) histogram.add(*taken);
}

}  // namespace

Latencies::Latencies(Metrics& metrics)
    : callback_to_delivery_(metrics.histogram("delivery_seconds")),
      attempt_(metrics.histogram("delivery_attempt_seconds")),
      dns_(metrics.histogram(kPhase, R"(phase="dns")")),
      connect_(metrics.histogram(kPhase, R"(phase="connect")")),
      tls_(metrics.histogram(kPhase, R"(phase="tls")")),
      first_byte_(metrics.histogram(kPhase, R"(phase="first_byte")"))
{
}

void Latencies::attempted(const AttemptResult& result) noexcept
{
    attempt_.add(result.elapsed);
    add(dns_, result.phases.dns);
    add(connect_, result.phases.connect);
    add(tls_, result.phases.tls);
    add(first_byte_, result.phases.first_byte);
}

}  // namespace mysigfox::delivery
