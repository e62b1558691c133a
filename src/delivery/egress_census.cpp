#include "mysigfox/delivery/egress_census.hpp"

namespace mysigfox::delivery {

std::size_t EgressCensus::join()
{
    places_.emplace_back();
    return places_.size() - 1;
}

void EgressCensus::put(std::size_t place, Count count, Timestamp now) noexcept
{
    Place& own = places_[place];
    own.worked.store(count.worked, std::memory_order_relaxed);
    own.failing.store(count.failing, std::memory_order_relaxed);
    own.counted.store(to_milliseconds(now), std::memory_order_relaxed);
}

EgressCensus::Count EgressCensus::total(Timestamp since) const noexcept
{
    Count all;
    for (const Place& place : places_) {
        all.worked += place.worked.load(std::memory_order_relaxed);
        const bool is_over = place.counted.load(std::memory_order_relaxed) < to_milliseconds(since);
        if (!is_over) all.failing += place.failing.load(std::memory_order_relaxed);
    }
    return all;
}

}  // namespace mysigfox::delivery
