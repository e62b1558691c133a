#include "mysigfox/base/metrics.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace mysigfox {

using namespace std::chrono_literals;

const std::array<Histogram::Duration, Histogram::kBoundCount> Histogram::kBounds{
    100us, 250us,  500us, 1ms, 2500us, 5ms,  10ms, 25ms,  50ms, 100ms, 250ms, 500ms,
    1s,    2500ms, 5s,    10s, 30s,    1min, 5min, 30min, 2h,   10h,   24h,   168h};

std::uint64_t Histogram::Value::count() const noexcept
{
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void Histogram::add(Duration taken) noexcept
{
    const Duration time = std::max(taken, Duration{0});
    const auto bucket = std::ranges::lower_bound(kBounds, time) - kBounds.begin();
    counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(time.count(), std::memory_order_relaxed);
}

Histogram::Value Histogram::value() const noexcept
{
    Value value;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        value.counts[i] = counts_[i].load(std::memory_order_relaxed);
    }
    value.sum = Duration{sum_.load(std::memory_order_relaxed)};
    return value;
}

Counter& Metrics::counter(const std::string& name, const std::string& labels)
{
    return look_up<Counter>(name, labels);
}

Gauge& Metrics::gauge(const std::string& name, const std::string& labels)
{
    return look_up<Gauge>(name, labels);
}

Histogram& Metrics::histogram(const std::string& name, const std::string& labels)
{
    return look_up<Histogram>(name, labels);
}

template <typename Kind>
Kind& Metrics::look_up(const std::string& name, const std::string& labels)
{
    const std::lock_guard lock{mutex_};
    const auto place = all_.try_emplace(std::pair{name, labels}, std::in_place_type<Kind>).first;
    if (auto* found = std::get_if<Kind>(&place->second)) return *found;
    throw std::logic_error("metric " + name + " is of another kind");
}

std::vector<Metrics::Sample> Metrics::snapshot() const
{
    const std::lock_guard lock{mutex_};
    std::vector<Sample> samples;
    samples.reserve(all_.size());
    for (const auto& [key, any] : all_) {
        Sample sample{key.first, key.second, {}};
        std::visit([&sample](const auto& one) { sample.value = one.value(); }, any);
        samples.push_back(std::move(sample));
    }
    return samples;
}

}  // namespace mysigfox
