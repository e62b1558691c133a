// One request out and one answer in, within bounds.
#pragma once

#include "client/answer.hpp"
#include "client/connection.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mysigfox::client {

enum class Ending {
    answered,  ///< the status is known
    silent,    ///< the connection ended before the first byte of an answer
    broken,    ///< it ended inside the head of the answer
    bad,       ///< what came is not HTTP, or over the limits
};

struct Exchange {
    Ending ending = Ending::silent;
    Answer answer;             ///< if answered
    bool sent = false;         ///< the request was written whole
    bool was_late = false;     ///< silent because the limit for the first byte had passed
    bool is_reusable = false;  ///< the answer was whole and allows another request
    std::string what;          ///< of broken and bad: a few words
    std::chrono::steady_clock::time_point begun;
    std::optional<std::chrono::steady_clock::time_point> first_byte;  ///< of an answer
};

/// Sends the request and reads the answer to its end. `phase` is set, and so may close the
/// connection, until the first byte comes, and again once only the body is missing. Ends early if
/// the connection is closed meanwhile, throws if it is cancelled: `done` says even then whether the
/// request was sent.
Task<void> exchange(Connection& connection, const std::string& request, const ClientLimits& limits,
                    net::Limit& phase, Exchange& done);

}  // namespace mysigfox::client
