#include "delivery/breaker.hpp"

#include "delivery/jitter.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace mysigfox::delivery {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using storage::LaneCondition;

/// How long after the opening, and after each probe, the next one goes.
constexpr std::array<milliseconds, 5> kProbeWaits{5s, 1min, 5min, 15min, 30min};
constexpr milliseconds kWaitWhenSpent = 24h;
/// A restored probe that is farther away was asked for by the receiver.
constexpr milliseconds kLongestWait = 33min;

milliseconds wait_at(std::uint8_t step, double chance)
{
    return jittered(kProbeWaits.at(std::min<std::size_t>(step, kProbeWaits.size() - 1)), chance);
}

}  // namespace

bool Breaker::is_paused() const noexcept
{
    if (!trouble_) return false;
    return trouble_->condition == LaneCondition::paused ||
           trouble_->condition == LaneCondition::paused_gone;
}

milliseconds Breaker::was_paused() const noexcept
{
    return trouble_ ? trouble_->was_paused : was_paused_;
}

void Breaker::restore(const storage::LaneState& state)
{
    trouble_ = state;
    step_ = state.step;
    const bool was_asked = state.next_probe > state.since + kLongestWait &&
                           state.condition == LaneCondition::failing && state.step == 0;
    if (was_asked) asked_ = state.next_probe;
}

void Breaker::works()
{
    failures_ = 0;
    if (is_paused()) return;  // said by somebody who was under way when it was paused
    if (trouble_) return close();
    if (allowance_ < slots_) ++allowance_;
    if (allowance_ == slots_) step_ = 0;
}

void Breaker::fails(Timestamp now, std::optional<Timestamp> asked, double chance)
{
    asked_ = std::max(asked_, asked.value_or(asked_));
    if (trouble_) {
        if (!is_paused() && trouble_->next_probe < asked_) changed().next_probe = asked_;
        return;
    }
    ++failures_;
    const bool is_recovering = allowance_ < slots_;
    if (!asked && !is_recovering && failures_ < kFailuresToOpen) return;
    open(LaneCondition::failing, now);
    trouble_->next_probe = std::max(now + wait_at(step_, chance), asked_);
}

void Breaker::probe_fails(Timestamp now, std::optional<Timestamp> asked, double chance)
{
    if (!trouble_) return fails(now, asked, chance);
    if (is_paused()) return;
    asked_ = std::max(asked_, asked.value_or(asked_));
    storage::LaneState& state = changed();
    if (state.condition == LaneCondition::spent) {
        state.next_probe = now + jittered(kWaitWhenSpent, chance);
        return;
    }
    const auto last = static_cast<std::uint8_t>(kProbeWaits.size() - 1);
    step_ = std::min<std::uint8_t>(static_cast<std::uint8_t>(state.step + 1), last);
    state.step = step_;
    state.next_probe = std::max(now + wait_at(step_, chance), asked_);
}

void Breaker::gone(Timestamp now)
{
    if (!is_paused()) open(LaneCondition::paused_gone, now);
}

void Breaker::pause(Timestamp now)
{
    if (!is_paused()) open(LaneCondition::paused, now);
}

void Breaker::resume(Timestamp now)
{
    if (!trouble_) return;
    const bool was_stopped = is_paused();
    storage::LaneState& state = changed();
    if (was_stopped) {
        state.was_paused += std::max(now - state.since, milliseconds{0});
        state.condition = LaneCondition::failing;
        state.since = now;
        state.step = step_ = 0;
        state.next_probe = now;
    }
    state.next_probe = std::max(std::min(state.next_probe, now), asked_);
}

void Breaker::postpone(Timestamp to)
{
    if (trouble_ && trouble_->next_probe < to) changed().next_probe = to;
}

void Breaker::gave_up(DeliveryId id)
{
    if (trouble_) changed().parked = id;
}

void Breaker::run_out(Timestamp now, double chance)
{
    if (!trouble_ || trouble_->condition != LaneCondition::failing) return;
    if (trouble_->parked == DeliveryId{}) {
        close();
        return;
    }
    open(LaneCondition::spent, now);
    trouble_->next_probe = now + jittered(kWaitWhenSpent, chance);
}

void Breaker::message_came(Timestamp now)
{
    if (!trouble_ || trouble_->condition != LaneCondition::spent) return;
    open(LaneCondition::failing, now);
    trouble_->next_probe = now;
}

void Breaker::abandon()
{
    if (trouble_ && trouble_->condition == LaneCondition::spent) close();
}

void Breaker::open(LaneCondition condition, Timestamp now)
{
    storage::LaneState state = trouble_.value_or(storage::LaneState{});
    state.condition = condition;
    state.since = now;
    state.step = step_;
    state.next_probe = Timestamp{};
    state.was_paused = was_paused();
    trouble_ = state;
    failures_ = 0;
    ++version_;
}

/// One at a time at first: it may have been down because it cannot take many at once.
void Breaker::close()
{
    was_paused_ = was_paused();
    trouble_.reset();
    asked_ = Timestamp{};
    allowance_ = std::min<std::size_t>(1, slots_);
    ++version_;
}

storage::LaneState& Breaker::changed()
{
    ++version_;
    return *trouble_;
}

}  // namespace mysigfox::delivery
