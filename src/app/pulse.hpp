// Who was heard of last when. Pure: the time is an argument.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::app {

/// The threads that must get on, in a fixed order. Confined to whoever listens.
class Pulse {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;

    /// At the start everybody counts as just heard of.
    Pulse(std::vector<std::string> names, Time now)
        : names_(std::move(names)), heard_(names_.size(), now)
    {
    }

    void heard(std::size_t who, Time now) { heard_[who] = now; }

    /// Of the one that was heard of longest ago.
    Duration longest_silence(Time now) const { return now - std::ranges::min(heard_); }

    /// Whoever was not heard of for longer than `limit`.
    std::vector<std::string> silent(Time now, Duration limit) const
    {
        std::vector<std::string> silent;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (now - heard_[i] > limit) silent.push_back(names_[i]);
        }
        return silent;
    }

private:
    std::vector<std::string> names_;
    std::vector<Time> heard_;
};

}  // namespace mysigfox::app
