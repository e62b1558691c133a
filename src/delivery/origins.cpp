#include "delivery/origins.hpp"

#include "delivery/evidence.hpp"

#include <functional>

namespace mysigfox::delivery {
namespace {

constexpr std::chrono::milliseconds kRemembered = EgressWatch::kWorked;
/// For the other loops, while all is well on this one.
constexpr std::chrono::milliseconds kTellOthersEvery = std::chrono::seconds{10};
constexpr std::chrono::milliseconds kTidyEvery = std::chrono::minutes{10};
/// So few may be counted after every failure.
constexpr std::size_t kFew = 256;

}  // namespace

OriginId origin_id(std::string_view origin) noexcept
{
    return OriginId{std::hash<std::string_view>{}(origin) | 1};
}

std::optional<Timestamp> Origins::next_start(OriginId id, Timestamp now)
{
    const auto place = origins_.find(id);
    if (place == origins_.end()) return Timestamp{};
    if (place->second.in_flight >= cap_) return std::nullopt;
    return place->second.brake.next_start(now);
}

void Origins::enter(OriginId id, Timestamp now)
{
    tidy(now);
    Origin& origin = origins_[id];
    ++origin.in_flight;
    origin.used = now;
    origin.brake.started(now);
}

void Origins::leave(OriginId id)
{
    const auto place = origins_.find(id);
    if (place != origins_.end()) --place->second.in_flight;
}

void Origins::wait(OriginId id, WebhookId lane)
{
    origins_[id].waiting.push_back(lane);
}

std::optional<WebhookId> Origins::next_waiting(OriginId id)
{
    const auto place = origins_.find(id);
    if (place == origins_.end() || place->second.waiting.empty()) return std::nullopt;
    const WebhookId lane = place->second.waiting.front();
    place->second.waiting.pop_front();
    return lane;
}

void Origins::note(OriginId id, const AttemptResult& result, Timestamp now)
{
    Origin& origin = origins_[id];
    origin.used = now;
    if (is_turned_away(result)) note_turned_away(origin, now);
    const Reach reach = reach_of(result.cause);
    if (reach == Reach::reached) {
        origin.worked = now;
        if (egress_.reached()) counters_.egress_up();
        if (now >= next_count_) census_.put(place_, count(now), now);
    }
    if (reach == Reach::not_reached) {
        origin.failed = now;
        const bool may_count = origins_.size() <= kFew || egress_.wants_count(now);
        if (may_count) judge_egress(now);
    }
}

void Origins::note_turned_away(Origin& origin, Timestamp now)
{
    const bool was_on = origin.brake.is_on(now);
    origin.brake.turned_away(now);
    if (!was_on && origin.brake.is_on(now)) counters_.braked();
}

EgressCensus::Count Origins::count(Timestamp now)
{
    next_count_ = now + kTellOthersEvery;
    EgressCensus::Count count;
    for (const auto& [id, origin] : origins_) {
        if (origin.worked + EgressWatch::kWorked < now) continue;
        ++count.worked;
        const bool fails = origin.failed >= origin.worked;
        if (fails && origin.failed + EgressWatch::kFailed >= now) ++count.failing;
    }
    return count;
}

void Origins::judge_egress(Timestamp now)
{
    census_.put(place_, count(now), now);
    const auto [worked, failing] = census_.total(now - EgressWatch::kFailed);
    if (egress_.count(worked, failing, now)) counters_.egress_down(failing, worked);
}

void Origins::tidy(Timestamp now)
{
    if (now < next_tidy_) return;
    next_tidy_ = now + kTidyEvery;
    std::erase_if(origins_, [now](const auto& entry) {
        const Origin& origin = entry.second;
        const bool is_free = origin.in_flight == 0 && origin.waiting.empty();
        return is_free && origin.used + kRemembered < now;
    });
}

}  // namespace mysigfox::delivery
