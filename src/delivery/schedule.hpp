// The lanes of one loop: whose turn it is, and when something is due. Pure: no clock, no I/O.
#pragma once

#include "delivery/outcome.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace mysigfox::delivery {

/// A lane that began to fail, was paused, works again, …
struct LaneChange {
    WebhookId webhook{};
    std::optional<storage::LaneCondition> before;
    std::optional<storage::LaneState> now;  ///< nothing: it works
    std::size_t waiting = 0;
};

/// The lanes of one loop. Round robin among those that have something due and a free slot, so
/// that nobody's backlog is in front of anybody else; at most `total` in flight, and at each
/// origin what that allows.
///
/// Every call costs O(log n) of lanes and of what waits in one lane, but for those that say so.
class Schedule {
public:
    Schedule(const LaneOptions& options, std::size_t total, Origins& origins)
        : options_(options), total_(total), origins_(origins)
    {
    }

    void restore(const storage::LaneState& state, Timestamp now);
    void add(WebhookId webhook, const Waiting& waiting, std::unique_ptr<storage::Delivery> fresh,
             Timestamp now);

    /// Nothing if nothing is due or all slots are taken.
    std::optional<Pick> take(Timestamp now, double chance);
    /// Gives the slot back, and draws the conclusions. True if that is the first failure of a
    /// webhook that worked.
    bool settle(const Pick& pick, const Outcome& outcome, Timestamp now, double chance);

    /// What was held back for this device waits as before.
    void reconsider(DeviceId device, Timestamp now);
    /// Where the messages of devices go now; a device that is not mentioned stays.
    using Moves = std::unordered_map<DeviceId, WebhookId>;
    struct Moved {
        WebhookId to{};
        Waiting waiting;
    };
    /// Takes out what waits in a lane that its device has left, oldest first. Looks at all that
    /// waits.
    std::vector<Moved> extract(const Moves& moves, Timestamp now);

    void pause(WebhookId webhook, Timestamp now);
    void resume(WebhookId webhook, Timestamp now);
    /// We could not reach anybody, and can again: who failed meanwhile is asked now. Looks at
    /// all lanes.
    void egress_came_back(Timestamp since, Timestamp now);

    /// Since it was asked last.
    std::vector<LaneChange> changes() { return std::exchange(changes_, {}); }

    /// When take() may have something, unless more is added or settled; nothing: not before.
    std::optional<Timestamp> next_due() const noexcept;

    /// When the message furthest behind was due, of the webhooks that work. Looks at all lanes.
    std::optional<Timestamp> first_due() const;

    std::size_t waiting() const noexcept { return waiting_ + held_count_; }
    std::size_t in_flight() const noexcept { return in_flight_; }
    std::size_t lanes() const noexcept { return places_.size(); }

private:
    struct Place;
    using Later = std::multimap<Timestamp, Place*>;

    /// A lane and where it stands: in ready_, in later_ at `turn`, in line for a place at its
    /// origin, or (it can have no use of a turn) nowhere.
    struct Place {
        Place(WebhookId id, const LaneOptions& options) : webhook(id), lane(options) {}
        WebhookId webhook;
        Lane lane;
        OriginId origin{};
        Timestamp not_before;  ///< the brake of its origin
        std::uint32_t version = 0;
        std::optional<storage::LaneCondition> condition;
        bool is_ready = false;
        bool is_at_origin = false;
        std::optional<Later::iterator> turn;
    };
    struct Held {
        WebhookId webhook{};
        std::vector<Waiting> deliveries;
    };

    Place& place_of(WebhookId webhook);
    std::optional<Pick> ask_first(Timestamp now, double chance);
    std::optional<Pick> take_from(Place& place, Timestamp now, double chance);
    bool may_start(Place& place, Timestamp now);
    void wake_next(OriginId origin, Timestamp now);
    void conclude(Place& place, const Pick& pick, const Outcome& outcome, Timestamp now,
                  double chance);
    void hold(WebhookId webhook, const Waiting& waiting);
    void file(Place& place, Timestamp now);
    void note_change(Place& place);
    void call_up(Timestamp now);

    /// Does something with the lane, and keeps the sums right.
    template <typename Deed>
    auto with_lane(Place& place, const Deed& deed);

    LaneOptions options_;
    std::size_t total_;
    Origins& origins_;
    std::unordered_map<WebhookId, Place> places_;
    std::deque<Place*> ready_;
    Later later_;
    std::unordered_map<DeviceId, Held> held_;
    std::vector<LaneChange> changes_;
    std::size_t waiting_ = 0;
    std::size_t held_count_ = 0;
    std::size_t in_flight_ = 0;
    std::size_t fresh_ = 0;
};

}  // namespace mysigfox::delivery
