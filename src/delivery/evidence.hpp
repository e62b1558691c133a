// What the outcome of an attempt speaks of: the message, the receiver, the way there. Pure.
#pragma once

#include "mysigfox/domain/attempt.hpp"

#include <cstdint>

namespace mysigfox::delivery {

enum class Evidence : std::uint8_t {
    none,             ///< nothing was learned
    works,            ///< it was taken
    refuses_message,  ///< the receiver works, but does not want this message
    fails,            ///< of the receiver
    gone,             ///< the receiver wants nothing ever again
};

Evidence evidence_of(const AttemptResult& result) noexcept;

/// Was there a way to the origin?
enum class Reach : std::uint8_t { unknown, reached, not_reached };

Reach reach_of(Cause cause) noexcept;

/// An answer that, often repeated, gets our address banned for all customers.
bool is_turned_away(const AttemptResult& result) noexcept;

}  // namespace mysigfox::delivery
