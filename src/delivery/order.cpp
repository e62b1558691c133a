#include "delivery/order.hpp"

#include <algorithm>

namespace mysigfox::delivery {
namespace {

/// Does something older than this one wait in the line itself?
template <typename Line>
bool is_overtaking(const Line& line, DeliveryId id)
{
    if (line.next != DeliveryId{} && line.next < id) return true;
    return !line.behind.empty() && line.behind.front().id < id;
}

}  // namespace

bool Order::admit(const Waiting& waiting, bool is_busy, Timestamp now)
{
    if (window_.count() == 0) return true;
    auto place = lines_.find(waiting.device);
    if (place == lines_.end()) {
        if (!is_busy) return true;
        place = lines_.try_emplace(waiting.device).first;
    }
    Line& line = place->second;
    if (line.next == waiting.id) line.next = DeliveryId{};
    const std::optional<Timestamp> held = held_until(line, waiting.id, now);
    if (!is_busy && !held && !is_overtaking(line, waiting.id)) {
        tidy(place);
        return true;
    }
    keep(line, waiting);
    if (held) time(line, waiting.device, *held);
    return false;
}

void Order::hold(const Waiting& waiting, Timestamp now)
{
    const Timestamp until = waiting.received() + window_;
    if (until <= now) return done(waiting.device, waiting.id);
    std::vector<Holder>& holders = lines_[waiting.device].holders;
    const auto is_it = [&](const Holder& holder) { return holder.id == waiting.id; };
    if (std::ranges::none_of(holders, is_it)) holders.push_back({waiting.id, until});
}

void Order::done(DeviceId device, DeliveryId id)
{
    if (lines_.empty()) return;
    const auto place = lines_.find(device);
    if (place == lines_.end()) return;
    Line& line = place->second;
    std::erase_if(line.holders, [id](const Holder& holder) { return holder.id == id; });
    if (line.next == id) line.next = DeliveryId{};
    tidy(place);
}

std::optional<Waiting> Order::next(DeviceId device, Timestamp now)
{
    if (lines_.empty()) return std::nullopt;
    const auto place = lines_.find(device);
    if (place == lines_.end()) return std::nullopt;
    Line& line = place->second;
    std::erase_if(line.holders, [now](const Holder& holder) { return holder.until <= now; });
    if (line.next != DeliveryId{}) return std::nullopt;
    if (line.behind.empty()) {
        tidy(place);
        return std::nullopt;
    }
    if (const auto held = held_until(line, line.behind.front().id, now)) {
        time(line, device, *held);
        return std::nullopt;
    }
    --waiting_;
    const Waiting first = line.behind.pop();
    line.next = first.id;
    return first;
}

std::optional<Waiting> Order::expire(Timestamp now)
{
    while (!expiries_.empty() && expiries_.top().at <= now) {
        const DeviceId device = expiries_.top().device;
        expiries_.pop();
        const auto place = lines_.find(device);
        if (place == lines_.end()) continue;
        place->second.is_timed = false;
        if (const auto first = next(device, now)) return first;
    }
    return std::nullopt;
}

std::optional<Timestamp> Order::next_expiry() const
{
    if (expiries_.empty()) return std::nullopt;
    return expiries_.top().at;
}

std::optional<Timestamp> Order::held_until(const Line& line, DeliveryId id, Timestamp now) const
{
    std::optional<Timestamp> until;
    for (const Holder& holder : line.holders) {
        if (holder.id >= id || holder.until <= now) continue;
        until = until ? std::min(*until, holder.until) : holder.until;
    }
    return until;
}

void Order::time(Line& line, DeviceId device, Timestamp at)
{
    if (line.is_timed) return;
    line.is_timed = true;
    expiries_.push({at, device});
}

void Order::keep(Line& line, const Waiting& waiting)
{
    line.behind.push(waiting);
    ++waiting_;
}

void Order::tidy(Lines::iterator place)
{
    const Line& line = place->second;
    if (line.holders.empty() && line.behind.empty() && line.next == DeliveryId{}) {
        lines_.erase(place);
    }
}

}  // namespace mysigfox::delivery
