#include "delivery/schedule.hpp"

#include <utility>

namespace mysigfox::delivery {
namespace {

/// Whole messages kept in memory by all lanes of a loop: about 3 MB.
constexpr std::size_t kMaxFreshTotal = 8'192;

}  // namespace

void Schedule::add(WebhookId webhook, const Waiting& waiting,
                   std::unique_ptr<storage::Delivery> fresh, Timestamp now)
{
    Place& place = place_of(webhook);
    if (fresh_ >= kMaxFreshTotal) fresh.reset();
    fresh_ -= place.lane.fresh();
    place.lane.add(waiting, std::move(fresh));
    fresh_ += place.lane.fresh();
    ++waiting_;
    file(place, now);
}

std::optional<Pick> Schedule::take(Timestamp now)
{
    call_up(now);
    while (in_flight_ < total_ && !ready_.empty()) {
        Place& place = *ready_.front();
        ready_.pop_front();
        place.is_ready = false;

        const WebhookId webhook = place.webhook;
        const std::size_t waiting_before = place.lane.waiting();
        fresh_ -= place.lane.fresh();
        std::optional<Lane::Taken> taken = place.lane.take(now);
        fresh_ += place.lane.fresh();
        waiting_ -= waiting_before - place.lane.waiting();
        file(place, now);
        if (!taken) continue;
        ++in_flight_;
        return Pick{webhook, taken->waiting, std::move(taken->fresh)};
    }
    return std::nullopt;
}

void Schedule::release(WebhookId webhook, DeliveryId id, Timestamp now)
{
    Place& place = place_of(webhook);
    place.lane.release(id);
    --in_flight_;
    file(place, now);
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

bool Schedule::note_health(WebhookId webhook, bool works)
{
    return std::exchange(place_of(webhook).works, works) != works;
}

std::optional<Timestamp> Schedule::next_due() const noexcept
{
    if (in_flight_ >= total_) return std::nullopt;
    if (!ready_.empty()) return Timestamp::min();
    if (later_.empty()) return std::nullopt;
    return later_.begin()->first;
}

Schedule::Place& Schedule::place_of(WebhookId webhook)
{
    return places_.try_emplace(webhook, webhook, slots_per_lane_).first->second;
}

/// Puts a lane that changed where it belongs. One that stands in ready_ keeps its turn.
void Schedule::file(Place& place, Timestamp now)
{
    if (place.is_ready) return;
    const std::optional<Timestamp> due = place.lane.next_due();
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

void Schedule::call_up(Timestamp now)
{
    while (!later_.empty() && later_.begin()->first <= now) file(*later_.begin()->second, now);
}

}  // namespace mysigfox::delivery
