#include "delivery/egress_watch.hpp"

#include <utility>

namespace mysigfox::delivery {
namespace {

constexpr std::chrono::milliseconds kCountEvery = std::chrono::seconds{1};

}  // namespace

bool EgressWatch::reached() noexcept
{
    return std::exchange(is_down_, false);
}

bool EgressWatch::count(std::size_t worked, std::size_t failing, Timestamp now) noexcept
{
    next_count_ = now + kCountEvery;
    if (is_down_ || failing < kLeast || 2 * failing <= worked) return false;
    is_down_ = true;
    down_since_ = now;
    next_probe_ = now + kProbeEvery;
    probes_ = 0;
    return true;
}

void EgressWatch::probed(Timestamp now) noexcept
{
    if (++probes_ < kProbesAtOnce) return;
    probes_ = 0;
    next_probe_ = now + kProbeEvery;
}

}  // namespace mysigfox::delivery
