// The body a customer's webhook gets.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/payload_format.hpp"
#include "mysigfox/domain/uplink.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace mysigfox::delivery {

/// The classic body, byte for byte as the original service wrote it:
/// {"device": "21DF4E", "snr": 16.21, "time": 1501568895, "data": "aabbccddeeff", "rssi": -135.0}
std::string classic_payload(const Uplink& uplink);

/// The same keys in the same order, every value a string; "" for what the Backend did not send:
/// {"device": "21DF4E", "snr": "16.21", "time": "1501568895", "data": "aa", "rssi": "-135.0"}
std::string strings_payload(const Uplink& uplink);

/// What the relay knows of a message beside what the Backend said.
struct PayloadFacts {
    Timestamp received;            ///< by us
    Timestamp sent;                ///< this attempt
    std::uint32_t duplicates = 0;  ///< further copies of it that have come by now, as far as known
};
/// Classic, and behind it "seqNumber" and "station" (null where the Backend sent none),
/// "duplicates", "id" (that of `webhook-id`), "receivedAt" and "sentAt" as
/// "2026-11-23T03:43:22.123Z".
std::string extended_payload(const Uplink& uplink, std::string_view id, const PayloadFacts& facts);

std::string payload(PayloadFormat format, const Uplink& uplink, std::string_view id,
                    const PayloadFacts& facts);

}  // namespace mysigfox::delivery
