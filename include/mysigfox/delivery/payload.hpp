// The body a customer's webhook gets.
#pragma once

#include "mysigfox/domain/uplink.hpp"

#include <string>

namespace mysigfox::delivery {

/// The classic body, byte for byte as the original service wrote it:
/// {"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "aabbccddeeff", "rssi": -135.0}
std::string classic_payload(const Uplink& uplink);

}  // namespace mysigfox::delivery
