#include "mysigfox/base/metrics.hpp"

namespace mysigfox {

Counter& Metrics::counter(const std::string& name, const std::string& labels)
{
    const std::lock_guard lock{mutex_};
    std::unique_ptr<Counter>& place = counters_[{name, labels}];
    if (!place) place = std::make_unique<Counter>();
    return *place;
}

std::vector<Metrics::Sample> Metrics::snapshot() const
{
    const std::lock_guard lock{mutex_};
    std::vector<Sample> samples;
    for (const auto& [key, counter] : counters_) {
        samples.push_back({key.first, key.second, counter->value()});
    }
    return samples;
}

}  // namespace mysigfox
