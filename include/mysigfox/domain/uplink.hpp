// What a device said.
#pragma once

#include "mysigfox/domain/device_id.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace mysigfox {

/// What a device said, as the Sigfox Backend reports it. Uplink and bidir are one kind.
struct Uplink {
    DeviceId device;
    std::chrono::sys_seconds time;          ///< of reception by the network, or by us
    bool has_own_time = true;               ///< false: the Backend sent none, `time` is ours
    std::optional<std::uint16_t> sequence;  ///< 0-4095
    std::string data;                       ///< lower-case hex, 0-24 digits, an even number
    std::optional<double> snr;              ///< dB
    std::optional<double> rssi;             ///< dBm
    std::string station{};                  ///< that heard it best: hexadecimal; empty: not said

    friend bool operator==(const Uplink&, const Uplink&) = default;
};

}  // namespace mysigfox
