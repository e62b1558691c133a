// What came of one POST to a webhook.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mysigfox {

/// Why an attempt ended as it did: a closed set that logs, counters and pages share.
enum class Cause : std::uint8_t {
    delivered = 0,        ///< 2xx, or the 302 of a Google Apps Script that has run
    status = 1,           ///< the receiver answered, and it was no success
    redirect = 2,         ///< any 3xx else: never followed
    name_not_found = 3,   ///< DNS knows no such name, or no address of it
    name_failed = 4,      ///< DNS did not answer in time, or failed
    address_refused = 5,  ///< an address of it is not on the public internet
    connect_refused = 6,
    connect_timeout = 7,
    connect_failed = 8,  ///< no route, network down
    tls_expired = 9,
    tls_wrong_name = 10,
    tls_self_signed = 11,
    tls_untrusted = 12,  ///< chain incomplete or unknown authority
    tls_failed = 13,     ///< any other failure of the handshake
    closed = 14,         ///< the connection ended before an answer was complete
    timeout = 15,        ///< no complete answer within the total limit
    bad_answer = 16,     ///< not HTTP, or over our limits
    url_refused = 17,    ///< the stored URL no longer passes the rules
    cut = 18,            ///< we stopped: no attempt spent
    inbox_gone = 19,     ///< the built-in inbox does not exist (any more)
};

std::string_view to_string(Cause cause) noexcept;

/// The outcome of one attempt, as the client reports it.
struct AttemptResult {
    Cause cause = Cause::timeout;
    int status = 0;                          ///< HTTP status; 0 if none came
    std::optional<std::string> retry_after;  ///< the field as sent
    std::string location;                    ///< of a 3xx, without query, for the hint
    std::string detail;                      ///< for the log: no secret, no URL query
    std::chrono::milliseconds elapsed{0};
    bool perhaps_delivered = false;  ///< sent whole, but the answer never came
};

}  // namespace mysigfox
