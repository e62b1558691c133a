// A wait made a little longer or shorter, so that what failed together does not return together.
#pragma once

#include <chrono>
#include <cmath>

namespace mysigfox::delivery {

/// Times [0.9, 1.1) for a chance in [0, 1).
inline std::chrono::milliseconds jittered(std::chrono::milliseconds wait, double chance)
{
    const double factor = 0.9 + 0.2 * chance;
    return std::chrono::milliseconds{std::llround(static_cast<double>(wait.count()) * factor)};
}

}  // namespace mysigfox::delivery
