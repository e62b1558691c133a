#include "delivery/brake.hpp"

#include <algorithm>

namespace mysigfox::delivery {

void Brake::turned_away(Timestamp now) noexcept
{
    // What is full stays full: one that is still turned away every five seconds stays slow, and
    // one that is not is free again within the window.
    level_ = std::min(level(now) + 1, kMost + 1);
    at_ = now;
}

double Brake::level(Timestamp now) const noexcept
{
    if (level_ == 0) return 0;
    const double passed = static_cast<double>((now - at_).count());
    const double leaked = kMost * passed / static_cast<double>(kWindow.count());
    return std::max(level_ - std::max(leaked, 0.0), 0.0);
}

}  // namespace mysigfox::delivery
