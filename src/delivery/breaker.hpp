// Does a webhook work, and when is it asked again? Pure.
#pragma once

#include "mysigfox/storage/lane_state.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace mysigfox::delivery {

/// Opens after five failures in a row that speak of the receiver, or after one that asks for a
/// time to wait. Then its messages wait without spending attempts, and one probe at a time asks
/// whether it works again: after 5 s, 1, 5, 15 minutes, then every 30 (each times [0.9, 1.1]).
/// When one succeeds it closes, and lets more and more go at once: 1, 2, 4, … A failure before
/// that is over opens it again, and the probes go on where they were.
///
/// chance: uniform in [0, 1).
class Breaker {
public:
    static constexpr int kFailuresToOpen = 5;

    /// slots: how many may be in flight when all is well.
    explicit Breaker(std::size_t slots) : slots_(slots), allowance_(slots) {}

    /// What a restart must not forget; nothing while it is closed.
    const std::optional<storage::LaneState>& trouble() const noexcept { return trouble_; }
    bool is_paused() const noexcept;
    std::size_t allowance() const noexcept { return allowance_; }
    /// Nothing that was seen last speaks against the receiver.
    bool is_fine() const noexcept { return !trouble_ && failures_ == 0; }
    /// give_up_after stands still for so long.
    std::chrono::milliseconds was_paused() const noexcept;
    /// Changes whenever trouble() does.
    std::uint32_t version() const noexcept { return version_; }

    void restore(const storage::LaneState& state);

    /// Of any attempt, probe or not.
    void works();
    /// Of an attempt that was no probe. asked: the Retry-After, never undercut.
    void fails(Timestamp now, std::optional<Timestamp> asked, double chance);
    void probe_fails(Timestamp now, std::optional<Timestamp> asked, double chance);
    /// It answered 410.
    void gone(Timestamp now);

    void pause(Timestamp now);
    /// Ends a pause, and asks at once, unless the receiver itself asked for a time to wait.
    void resume(Timestamp now);
    /// Asks no earlier than this.
    void postpone(Timestamp to);
    /// The last thing that waited was given up: it is the one that a spent lane's probe carries.
    void gave_up(DeliveryId id);
    /// Nothing waits any more: one probe a day with what was given up, if there is something.
    void run_out(Timestamp now, double chance);
    /// Something waits again: asked at once if it was one probe a day.
    void message_came(Timestamp now);
    /// What was given up is no more: nothing is left to ask with.
    void abandon();

private:
    void open(storage::LaneCondition condition, Timestamp now);
    void close();
    storage::LaneState& changed();

    std::size_t slots_;
    std::size_t allowance_;
    int failures_ = 0;
    std::uint8_t step_ = 0;  ///< of the probes, kept until it works for sure
    std::uint32_t version_ = 0;
    Timestamp asked_;  ///< to wait until then
    std::chrono::milliseconds was_paused_{0};
    std::optional<storage::LaneState> trouble_;
};

}  // namespace mysigfox::delivery
