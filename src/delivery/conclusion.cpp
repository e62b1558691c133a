#include "delivery/conclusion.hpp"

namespace mysigfox::delivery {
namespace {

using storage::DeliveryState;

/// A client that cuts unasked is being stopped: no reason to hurry.
constexpr std::chrono::milliseconds kAfterCut = std::chrono::seconds{1};

bool spends_attempt(const Pick& pick, Evidence evidence, bool is_ours)
{
    if (is_ours || evidence == Evidence::none) return false;
    // A probe that is answered for its message's sake was an attempt like any other.
    if (pick.errand == Errand::probe) return evidence == Evidence::refuses_message;
    return pick.errand == Errand::attempt;
}

/// An attempt that was spent: delivered, again at, or parked.
void decide(Conclusion& made, const Decision& decision)
{
    storage::DeliveryUpdate& update = made.update;
    ++update.attempts;
    if (std::holds_alternative<Delivered>(decision)) update.state = DeliveryState::delivered;
    if (std::holds_alternative<Park>(decision)) update.state = DeliveryState::parked;
    if (const auto* retry = std::get_if<RetryAt>(&decision)) update.due = retry->due;
}

void judge_unspent(Conclusion& made, const Pick& pick, Evidence evidence)
{
    if (pick.errand == Errand::revive) made.update.state = DeliveryState::parked;
    if (evidence == Evidence::works) made.update.state = DeliveryState::delivered;
}

/// What its lane does with it now.
void route(Conclusion& made, const Pick& pick, const storage::PendingDelivery& pending,
           Evidence evidence)
{
    Outcome& outcome = made.outcome;
    if (made.update.state == DeliveryState::parked && made.is_spent) {
        outcome.next = Outcome::Next::given_up;
    }
    if (made.update.state != DeliveryState::pending) return;
    outcome.next = Outcome::Next::again;
    outcome.waiting = pick.waiting;
    if (!made.is_spent) return;
    storage::PendingDelivery left = pending;
    left.attempts = made.update.attempts;
    left.due = made.update.due;
    outcome.waiting = waiting_for(left);
    outcome.waiting.is_refused = evidence == Evidence::refuses_message ? 1 : 0;
}

}  // namespace

Conclusion conclude(const RetryPolicy& policy, const Pick& pick,
                    const storage::PendingDelivery& pending, const AttemptResult& result,
                    bool is_ours, Timestamp now, double chance)
{
    const Evidence evidence = evidence_of(result);
    Conclusion made;
    made.is_spent = spends_attempt(pick, evidence, is_ours);
    made.update.id = pending.id;
    made.update.attempts = pending.attempts;
    made.update.due = pending.due;
    made.update.at = now;
    made.update.cause = result.cause;
    made.update.status = result.status;
    if (made.is_spent) {
        // Time during which the webhook was paused does not count.
        const Timestamp received = pending.received + pick.was_paused;
        decide(made, policy.decide(result, made.update.attempts + 1, received, now, chance));
    } else {
        judge_unspent(made, pick, evidence);
    }
    route(made, pick, pending, evidence);
    if (!is_ours) made.outcome.evidence = evidence;
    made.outcome.asked = asked_for(result, now);
    if (result.cause == Cause::cut) {
        made.outcome.postpone = now + kAfterCut;
        made.outcome.waiting.put_off(now + kAfterCut);
        made.is_recorded = result.perhaps_delivered;
    }
    return made;
}

}  // namespace mysigfox::delivery
