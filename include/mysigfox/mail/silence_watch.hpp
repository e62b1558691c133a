// Which devices are silent for longer than they use to be. No clock and no I/O.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/device_id.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace mysigfox::mail {

/// Learns the usual interval of each device, from three on, and of all of them together. While
/// nothing is heard of anybody it is not the devices that are silent; nor are they for what they
/// could not say meanwhile. A lone device is never told from a broken intake.
///
/// Any loop may call heard(): a short lock. Knows what it heard since the start, of so many
/// devices at most.
class SilenceWatch {
public:
    /// times: a device is silent after so many times its usual interval; 0: never.
    explicit SilenceWatch(double times, std::size_t max_devices = 1'000'000)
        : times_(times), max_devices_(max_devices)
    {
    }

    bool is_on() const noexcept { return times_ > 0; }
    void heard(DeviceId device, Timestamp now);

    struct Silent {
        DeviceId device;
        Timestamp since;
    };
    /// Those that have become silent since the last call. Looks at every device: call it rarely.
    std::vector<Silent> due(Timestamp now);

private:
    struct Rhythm {
        Timestamp last;
        float usual = 0;  ///< seconds; smoothed
        std::uint8_t intervals = 0;
        bool is_told = false;

        /// A pause of the intake, or a silence that was told, is no interval to learn from.
        void beat(Timestamp now, Timestamp resumed);
    };

    bool has_stopped(const Rhythm& rhythm, Timestamp since, std::chrono::seconds least,
                     Timestamp now) const;

    const double times_;
    const std::size_t max_devices_;
    std::mutex mutex_;
    Rhythm intake_;                                 // guarded by mutex_
    Timestamp resumed_;                             // guarded by mutex_; the intake, after a pause
    std::unordered_map<DeviceId, Rhythm> rhythms_;  // guarded by mutex_
};

}  // namespace mysigfox::mail
