// What came of a delivery that was taken from its lane.
#pragma once

#include "delivery/evidence.hpp"
#include "delivery/lane.hpp"
#include "delivery/origins.hpp"

#include <memory>
#include <optional>
#include <string>

namespace mysigfox::delivery {

/// A delivery to be seen to now, its slot taken.
struct Pick {
    WebhookId webhook{};
    Waiting waiting;
    std::unique_ptr<storage::Delivery> fresh;  ///< null: read it from disk
    Errand errand = Errand::attempt;
    OriginId origin{};  ///< where it has a place; 0: not known before it is looked up
    std::chrono::milliseconds was_paused{0};  ///< the webhook: give_up_after stood still
};

/// What its lane has to do with it afterwards.
struct Outcome {
    enum class Next : std::uint8_t {
        nothing,  ///< it is done with, or another lane's now
        again,    ///< `waiting` goes back into its lane
        untried,  ///< the same, and nothing happened: no place at the origin
        hold,     ///< `waiting` waits until its device is reconsidered
        given_up,
        lost,  ///< there was nothing to revive it with
    };
    Next next = Next::nothing;
    Waiting waiting;
    Evidence evidence = Evidence::none;
    std::optional<Timestamp> asked;     ///< Retry-After: the whole lane waits
    std::optional<Timestamp> postpone;  ///< we failed: not even a probe before that
    OriginId origin{};                  ///< of the webhook, if it was looked up
    std::string seen;                   ///< the evidence in words, if it does not work
    Cause cause = Cause::delivered;     ///< the same for who counts
    int status = 0;
};

}  // namespace mysigfox::delivery
