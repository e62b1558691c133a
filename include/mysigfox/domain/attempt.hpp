// What came of one POST to a webhook.
#pragma once

#include "mysigfox/domain/ip_address.hpp"

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

/// Does a redirect to this place say that a Google Apps Script is not open to anyone?
bool is_sign_in_page(std::string_view location) noexcept;

/// How long each phase took; nothing for one that was not reached or not needed.
struct Phases {
    std::optional<std::chrono::microseconds> dns;
    std::optional<std::chrono::microseconds> connect;
    std::optional<std::chrono::microseconds> tls;
    std::optional<std::chrono::microseconds> first_byte;  ///< from the request to its answer
};

enum class TlsVersion : std::uint8_t { none = 0, v1_2 = 1, v1_3 = 2 };

/// The outcome of one attempt, as the client reports it.
struct AttemptResult {
    Cause cause = Cause::timeout;
    int status = 0;                          ///< HTTP status; 0 if none came
    std::optional<std::string> retry_after;  ///< the field as sent
    std::string location;                    ///< of a 3xx, without query, for the hint
    std::string detail;                      ///< for the log: no secret, no URL query
    std::chrono::milliseconds elapsed{0};
    bool perhaps_delivered = false;  ///< sent whole, but the answer never came
    Phases phases;
    std::optional<IpAddress> peer;  ///< connected to; nothing if none was, or for our own inbox
    TlsVersion tls = TlsVersion::none;
    bool was_redialled = false;  ///< a kept connection died before any answer
    std::string answer;          ///< the first bytes of the body, as many as the client keeps
    /// When the receiver's certificate ends; nothing without TLS.
    std::optional<std::chrono::sys_seconds> certificate_ends;
};

/// So much of the body of a webhook's answer is kept for people to see.
inline constexpr std::size_t kKeptAnswerSize = 1'024;

}  // namespace mysigfox
