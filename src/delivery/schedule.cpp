#include "delivery/schedule.hpp"

#include <algorithm>

namespace mysigfox::delivery {
namespace {

/// Whole messages kept in memory by all lanes of a loop: about 3 MB.
constexpr std::size_t kMaxFreshTotal = 8'192;
/// In one call, at lanes that turn out to have nothing.
constexpr int kMostLanesAsked = 64;

}  // namespace

template <typename Deed>
auto Schedule::with_lane(Place& place, const Deed& deed)
{
    waiting_ -= place.lane.waiting();
    fresh_ -= place.lane.fresh();
    auto result = deed(place.lane);
    waiting_ += place.lane.waiting();
    fresh_ += place.lane.fresh();
    return result;
}

void Schedule::restore(const storage::LaneState& state, Timestamp now)
{
    Place& place = place_of(state.webhook);
    place.lane.tell([&state](Breaker& breaker) { breaker.restore(state); });
    place.condition = state.condition;
    file(place, now);
}

void Schedule::add(WebhookId webhook, const Waiting& waiting,
                   std::unique_ptr<storage::Delivery> fresh, Timestamp now)
{
    Place& place = place_of(webhook);
    if (fresh_ >= kMaxFreshTotal) fresh.reset();
    with_lane(place, [&](Lane& lane) {
        lane.add(waiting, std::move(fresh), now);
        return 0;
    });
    file(place, now);
}

std::optional<Pick> Schedule::take(Timestamp now, double chance)
{
    const bool is_down = origins_.egress().is_down();
    if (is_down && now < origins_.egress().next_probe()) return std::nullopt;
    call_up(now);
    for (int look = 0; look < kMostLanesAsked; ++look) {
        if (in_flight_ >= total_ || ready_.empty()) return std::nullopt;
        if (is_down) origins_.egress_probed(now);
        std::optional<Pick> pick = ask_first(now, chance);
        if (pick || is_down) return pick;
    }
    return std::nullopt;
}

std::optional<Pick> Schedule::ask_first(Timestamp now, double chance)
{
    Place& place = *ready_.front();
    ready_.pop_front();
    place.is_ready = false;
    std::optional<Pick> pick;
    if (may_start(place, now)) pick = take_from(place, now, chance);
    const OriginId origin = place.is_at_origin ? kNoOrigin : place.origin;
    file(place, now);
    if (!pick) wake_next(origin, now);  // the place that this lane did not take
    return pick;
}

std::optional<Pick> Schedule::take_from(Place& place, Timestamp now, double chance)
{
    const Egress egress = origins_.egress().is_down() ? Egress::down : Egress::up;
    auto taken = with_lane(place, [&](Lane& lane) { return lane.take(now, chance, egress); });
    if (!taken) return std::nullopt;
    ++in_flight_;
    Pick pick{place.webhook, taken->waiting, std::move(taken->fresh), taken->errand};
    pick.was_paused = place.lane.breaker().was_paused();
    if (place.origin == kNoOrigin || pick.errand == Errand::give_up) return pick;
    pick.origin = place.origin;
    origins_.enter(pick.origin, now);
    return pick;
}

/// False: it stands where it will be called from when it may.
bool Schedule::may_start(Place& place, Timestamp now)
{
    if (place.origin == kNoOrigin) return true;
    const std::optional<Timestamp> start = origins_.next_start(place.origin, now);
    if (!start) {
        place.is_at_origin = true;
        origins_.wait(place.origin, place.webhook);
        return false;
    }
    place.not_before = *start;
    return *start <= now;
}

/// A place at the origin is free, for all that is known.
void Schedule::wake_next(OriginId origin, Timestamp now)
{
    if (origin == kNoOrigin) return;
    while (const auto webhook = origins_.next_waiting(origin)) {
        const auto found = places_.find(*webhook);
        if (found == places_.end() || !found->second.is_at_origin) continue;
        Place& place = found->second;
        place.is_at_origin = false;
        const std::optional<Timestamp> due = place.lane.next_due();
        file(place, now);
        if (due && *due <= now) return;
    }
}

bool Schedule::settle(const Pick& pick, const Outcome& outcome, Timestamp now, double chance)
{
    Place& place = place_of(pick.webhook);
    const bool was_fine = place.lane.breaker().is_fine();
    if (outcome.origin != kNoOrigin) place.origin = outcome.origin;
    with_lane(place, [&](Lane& lane) {
        conclude(place, pick, outcome, now, chance);
        if (outcome.next == Outcome::Next::again) lane.put_back(outcome.waiting, now);
        if (outcome.next == Outcome::Next::untried) lane.untake(outcome.waiting, now);
        lane.release(pick.waiting.id, now);
        return 0;
    });
    if (outcome.next == Outcome::Next::hold) hold(pick.webhook, outcome.waiting);
    --in_flight_;
    file(place, now);
    if (pick.origin != kNoOrigin) origins_.leave(pick.origin);
    wake_next(pick.origin, now);
    return was_fine && outcome.evidence == Evidence::fails;
}

/// What the outcome says of the webhook.
void Schedule::conclude(Place& place, const Pick& pick, const Outcome& outcome, Timestamp now,
                        double chance)
{
    place.lane.tell([&](Breaker& breaker) {
        switch (outcome.evidence) {
            case Evidence::works:
            case Evidence::refuses_message:
                return breaker.works();
            case Evidence::gone:
                return breaker.gone(now);
            case Evidence::fails:
                if (!is_probe(pick.errand)) return breaker.fails(now, outcome.asked, chance);
                return breaker.probe_fails(now, outcome.asked, chance);
            case Evidence::none:
                break;
        }
        if (outcome.postpone) breaker.postpone(*outcome.postpone);
        if (outcome.next == Outcome::Next::given_up) breaker.gave_up(pick.waiting.id);
        if (outcome.next == Outcome::Next::lost) breaker.abandon();
    });
}

void Schedule::hold(WebhookId webhook, const Waiting& waiting)
{
    Held& held = held_[waiting.device];
    held.webhook = webhook;
    held.deliveries.push_back(waiting);
    ++held_count_;
}

void Schedule::reconsider(DeviceId device, Timestamp now)
{
    const auto held = held_.extract(device);
    if (held.empty()) return;
    held_count_ -= held.mapped().deliveries.size();
    for (const Waiting& waiting : held.mapped().deliveries) {
        add(held.mapped().webhook, waiting, nullptr, now);
    }
}

std::vector<Schedule::Moved> Schedule::extract(const Moves& moves, Timestamp now)
{
    std::vector<Moved> moved;
    std::vector<WebhookId> left;
    for (auto& [webhook, place] : places_) {
        const auto has_left = [&moves, here = webhook](DeviceId device) {
            const auto move = moves.find(device);
            return move != moves.end() && move->second != here;
        };
        const std::vector<Waiting> gone =
            with_lane(place, [&](Lane& lane) { return lane.extract(has_left); });
        for (const Waiting& waiting : gone) moved.push_back({moves.at(waiting.device), waiting});
        if (!gone.empty()) left.push_back(webhook);
    }
    for (const WebhookId webhook : left) file(place_of(webhook), now);
    std::ranges::sort(moved, {}, [](const Moved& one) { return one.waiting.id; });
    return moved;
}

void Schedule::pause(WebhookId webhook, Timestamp now)
{
    Place& place = place_of(webhook);
    with_lane(place, [now](Lane& lane) {
        lane.tell([now](Breaker& breaker) { breaker.pause(now); });
        return 0;
    });
    file(place, now);
}

void Schedule::resume(WebhookId webhook, Timestamp now)
{
    const auto found = places_.find(webhook);
    if (found == places_.end()) return;
    found->second.lane.confirmed(now);
    file(found->second, now);
}

void Schedule::egress_came_back(Timestamp since, Timestamp now)
{
    for (auto& [webhook, place] : places_) {
        const auto& trouble = place.lane.breaker().trouble();
        const bool is_suspect = trouble && trouble->since >= since &&
                                trouble->condition == storage::LaneCondition::failing;
        if (!is_suspect) continue;
        place.lane.tell([now](Breaker& breaker) { breaker.resume(now); });
        file(place, now);
    }
}

std::optional<Timestamp> Schedule::first_due() const
{
    std::optional<Timestamp> first;
    for (const auto& [webhook, place] : places_) {
        const std::optional<Timestamp> due = place.lane.first_due();
        if (due && (!first || *due < *first)) first = due;
    }
    return first;
}

std::optional<Timestamp> Schedule::next_due() const noexcept
{
    if (in_flight_ >= total_) return std::nullopt;
    if (ready_.empty() && later_.empty()) return std::nullopt;
    const Timestamp due = ready_.empty() ? later_.begin()->first : Timestamp::min();
    if (!origins_.egress().is_down()) return due;
    return std::max(due, origins_.egress().next_probe());
}

Schedule::Place& Schedule::place_of(WebhookId webhook)
{
    return places_.try_emplace(webhook, webhook, options_).first->second;
}

/// Puts a lane that changed where it belongs. One that stands in ready_ keeps its turn.
void Schedule::file(Place& place, Timestamp now)
{
    note_change(place);
    if (place.is_ready || place.is_at_origin) return;
    std::optional<Timestamp> due = place.lane.next_due();
    if (due && *due < place.not_before) due = place.not_before;
    const bool is_due = due && *due <= now;
    if (place.turn && !is_due && (*place.turn)->first == due) return;

    if (place.turn) later_.erase(*std::exchange(place.turn, std::nullopt));
    if (is_due) {
        place.is_ready = true;
        ready_.push_back(&place);
    } else if (due) {
        place.turn = later_.emplace(*due, &place);
    } else if (place.lane.is_idle()) {
        places_.erase(place.webhook);
    }
}

void Schedule::note_change(Place& place)
{
    const Breaker& breaker = place.lane.breaker();
    if (place.version == breaker.version()) return;
    place.version = breaker.version();
    std::optional<storage::LaneState> state = breaker.trouble();
    if (!state && !place.condition) return;
    if (state) state->webhook = place.webhook;
    changes_.push_back({place.webhook, place.condition, state, place.lane.waiting()});
    place.condition.reset();
    if (state) place.condition = state->condition;
}

void Schedule::call_up(Timestamp now)
{
    while (!later_.empty() && later_.begin()->first <= now) file(*later_.begin()->second, now);
}

}  // namespace mysigfox::delivery
