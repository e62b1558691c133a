// Slows attempts at an origin that keeps turning us away. Pure.
#pragma once

#include "mysigfox/base/clock.hpp"

#include <chrono>

namespace mysigfox::delivery {

/// Some hosts ban the address of whoever gets 401, 403 or 429 too often, and ours is everybody's:
/// after a hundred of those in ten minutes only one attempt in five seconds goes there, until
/// they have become fewer.
class Brake {
public:
    static constexpr double kMost = 100;
    static constexpr std::chrono::milliseconds kWindow = std::chrono::minutes{10};
    static constexpr std::chrono::milliseconds kPause = std::chrono::seconds{5};

    void turned_away(Timestamp now) noexcept;
    bool is_on(Timestamp now) const noexcept { return level(now) >= kMost; }

    /// When the next attempt may start; the past if it may now.
    Timestamp next_start(Timestamp now) const noexcept { return is_on(now) ? next_ : Timestamp{}; }
    void started(Timestamp now) noexcept { next_ = now + kPause; }

private:
    /// Of a bucket that leaks as much in a window as it holds.
    double level(Timestamp now) const noexcept;

    double level_ = 0;
    Timestamp at_;
    Timestamp next_;
};

}  // namespace mysigfox::delivery
