// When a letter that was not taken is tried again. Pure.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace mysigfox::mail {

/// tries: made already, at least one.
constexpr Timestamp next_try(int tries, Timestamp now)
{
    using namespace std::chrono_literals;
    constexpr std::array<std::chrono::milliseconds, 6> kWaits{15s, 1min, 5min, 15min, 1h, 4h};
    const auto step = static_cast<std::size_t>(std::max(tries, 1)) - 1;
    return now + kWaits.at(std::min(step, kWaits.size() - 1));
}

}  // namespace mysigfox::mail
