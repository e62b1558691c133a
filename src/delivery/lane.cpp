#include "delivery/lane.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::delivery {
namespace {

/// In one call: whoever wants more calls again, and others get their turn in between.
constexpr int kMostLooks = 64;

bool is_late(const Waiting& waiting, std::chrono::milliseconds window) noexcept
{
    if (waiting.attempts != 0) return false;
    return waiting.is_replay != 0 || waiting.received() + window < waiting.due;
}

void keep_earlier(std::optional<Timestamp>& time, Timestamp other)
{
    time = time ? std::min(*time, other) : other;
}

}  // namespace

Lane::Lane(const LaneOptions& options)
    : options_(options), breaker_(options.slots), order_(options.order_window)
{
}

void Lane::add(const Waiting& waiting, std::unique_ptr<storage::Delivery> fresh, Timestamp now)
{
    if (breaker_.trouble()) {
        breaker_.message_came(now);
    } else if (fresh && fresh_.size() < kMaxFresh) {
        fresh_.push_back(std::move(fresh));
    }
    file(waiting, now);
}

std::optional<Lane::Taken> Lane::take(Timestamp now, double chance, Egress egress)
{
    if (breaker_.trouble()) return take_in_trouble(now, chance, egress);
    return take_regular(now, egress);
}

std::optional<Lane::Taken> Lane::take_regular(Timestamp now, Egress egress)
{
    if (in_flight_.size() >= breaker_.allowance()) return std::nullopt;
    while (const auto next = order_.expire(now)) file(*next, now);
    for (int look = 0; look < kMostLooks; ++look) {
        const std::optional<Waiting> waiting = pop_due(now);
        if (!waiting) return std::nullopt;
        if (flight_of(waiting->id) != nullptr) {
            take_fresh(waiting->id);
            order_.done(waiting->device, waiting->id);
            continue;
        }
        if (!order_.admit(*waiting, is_busy(waiting->device), now)) continue;
        return taken(*waiting, egress == Egress::up ? Errand::attempt : Errand::probe);
    }
    return std::nullopt;
}

std::optional<Lane::Taken> Lane::take_in_trouble(Timestamp now, double chance, Egress egress)
{
    if (breaker_.is_paused() || is_probing()) return std::nullopt;
    if (egress == Egress::down) {
        if (!in_flight_.empty() || !oldest()) return std::nullopt;
        return taken(pop_oldest(), Errand::probe);
    }
    if (breaker_.trouble()->next_probe <= now) {
        if (!in_flight_.empty()) return std::nullopt;
        return take_probe(now, chance);
    }
    const std::optional<Waiting> first = oldest();
    if (!first || now < end_of(*first)) return std::nullopt;
    if (in_flight_.size() >= options_.slots) return std::nullopt;
    return taken(pop_oldest(), Errand::give_up);
}

std::optional<Lane::Taken> Lane::take_probe(Timestamp now, double chance)
{
    set_aside(now);
    if (oldest()) return taken(pop_oldest(), Errand::probe);
    const storage::LaneState& state = *breaker_.trouble();
    if (state.condition != storage::LaneCondition::spent) {
        breaker_.run_out(now, chance);
        return std::nullopt;
    }
    Waiting given_up;
    given_up.id = state.parked;
    return taken(given_up, Errand::revive);
}

void Lane::put_back(const Waiting& waiting, Timestamp now)
{
    if (Flight* const flight = flight_of(waiting.id)) flight->comes_back = true;
    if (breaker_.trouble()) return backlog_.push(waiting);
    retries_.push(waiting);
    order_.hold(waiting, now);
}

void Lane::untake(const Waiting& waiting, Timestamp now)
{
    if (Flight* const flight = flight_of(waiting.id)) flight->comes_back = true;
    file(waiting, now);
}

void Lane::release(DeliveryId id, Timestamp now)
{
    Flight* const flight = flight_of(id);
    if (flight == nullptr) return;
    const Flight ended = *flight;
    *flight = in_flight_.back();
    in_flight_.pop_back();
    if (!ended.comes_back) order_.done(ended.device, id);
    if (const auto next = order_.next(ended.device, now)) file(*next, now);
}

void Lane::confirmed(Timestamp now)
{
    breaker_.resume(now);
    if (!retries_.empty()) gather();
}

std::optional<Timestamp> Lane::first_due() const
{
    std::optional<Timestamp> first;
    if (breaker_.trouble()) return first;
    for (const DueQueue* const queue : {&live_, &late_, &retries_}) {
        if (!queue->empty()) keep_earlier(first, queue->front().due);
    }
    return first;
}

std::optional<Timestamp> Lane::next_due() const
{
    std::optional<Timestamp> due;
    if (const auto& trouble = breaker_.trouble()) {
        if (breaker_.is_paused() || is_probing()) return std::nullopt;
        if (in_flight_.empty()) due = trouble->next_probe;
        const std::optional<Waiting> first = oldest();
        if (first && in_flight_.size() < options_.slots) keep_earlier(due, end_of(*first));
        return due;
    }
    if (in_flight_.size() >= breaker_.allowance()) return std::nullopt;
    if (!backlog_.empty()) return Timestamp::min();
    due = order_.next_expiry();
    for (const DueQueue* const queue : {&live_, &late_, &retries_}) {
        if (!queue->empty()) keep_earlier(due, queue->front().due);
    }
    return due;
}

bool Lane::is_idle() const noexcept
{
    return waiting() == 0 && in_flight_.empty() && !breaker_.trouble();
}

std::size_t Lane::waiting() const noexcept
{
    return backlog_.size() + live_.size() + late_.size() + retries_.size() + order_.waiting();
}

std::optional<Waiting> Lane::pop_due(Timestamp now)
{
    set_aside(now);
    if (!backlog_.empty()) return backlog_.pop();
    for (DueQueue* const queue : {&live_, &late_, &retries_}) {
        if (!queue->empty() && queue->front().due <= now) return queue->pop();
    }
    return std::nullopt;
}

/// What was refused for its own sake waits for its time, whatever became of the receiver.
void Lane::set_aside(Timestamp now)
{
    while (!backlog_.empty() && backlog_.front().is_refused != 0 && backlog_.front().due > now) {
        const Waiting waiting = backlog_.pop();
        retries_.push(waiting);
        order_.hold(waiting, now);
    }
}

/// That of oldest().
Waiting Lane::pop_oldest()
{
    if (!backlog_.empty()) return backlog_.pop();
    return late_.empty() ? retries_.pop() : late_.pop();
}

std::optional<Waiting> Lane::oldest() const noexcept
{
    if (!backlog_.empty()) return backlog_.front();
    if (!late_.empty()) return late_.front();
    if (!retries_.empty()) return retries_.front();
    return std::nullopt;
}

/// When its time runs out.
Timestamp Lane::end_of(const Waiting& waiting) const noexcept
{
    return waiting.received() + options_.give_up_after + breaker_.was_paused();
}

Lane::Taken Lane::taken(const Waiting& waiting, Errand errand)
{
    in_flight_.push_back({waiting.id, waiting.device, false, is_probe(errand)});
    return {waiting, take_fresh(waiting.id), errand};
}

void Lane::file(const Waiting& waiting, Timestamp now)
{
    const bool is_first_try = waiting.attempts == 0;
    const bool joins_backlog = breaker_.trouble() || !backlog_.empty();
    if (is_late(waiting, options_.order_window)) {
        late_.push(waiting);
    } else if (joins_backlog) {
        backlog_.push(waiting);
    } else if (is_first_try) {
        live_.push(waiting);
    } else {
        retries_.push(waiting);
        order_.hold(waiting, now);
    }
}

/// All that waits, whatever for, waits in one line.
void Lane::gather()
{
    fresh_.clear();
    backlog_.adopt(live_.take_all());
    backlog_.adopt(retries_.take_all());
    for (const Waiting& waiting : order_.dissolve()) backlog_.push(waiting);
}

std::unique_ptr<storage::Delivery> Lane::take_fresh(DeliveryId id)
{
    // First tries leave in the order in which they came, so this is nearly always the first.
    const auto is_it = [id](const auto& delivery) { return delivery->pending.id == id; };
    const auto place = std::ranges::find_if(fresh_, is_it);
    if (place == fresh_.end()) return nullptr;
    std::unique_ptr<storage::Delivery> fresh = std::move(*place);
    fresh_.erase(place);
    return fresh;
}

Lane::Flight* Lane::flight_of(DeliveryId id) noexcept
{
    const auto place = std::ranges::find(in_flight_, id, &Flight::id);
    return place == in_flight_.end() ? nullptr : &*place;
}

bool Lane::is_busy(DeviceId device) const noexcept
{
    return std::ranges::find(in_flight_, device, &Flight::device) != in_flight_.end();
}

bool Lane::is_probing() const noexcept
{
    return std::ranges::find(in_flight_, true, &Flight::is_probe) != in_flight_.end();
}

}  // namespace mysigfox::delivery
