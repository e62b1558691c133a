// The lanes of one loop: whose turn it is, and when something is due. Pure: no clock, no I/O.
#pragma once

#include "delivery/lane.hpp"
#include "mysigfox/domain/ids.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace mysigfox::delivery {

/// A delivery to be sent now, its slot taken.
struct Pick {
    WebhookId webhook{};
    Waiting waiting;
    std::unique_ptr<storage::Delivery> fresh;  ///< null: read it from disk
};

/// The lanes of one loop. Round robin among those that have something due and a free slot, so
/// that nobody's backlog is in front of anybody else; at most `total` in flight.
///
/// Every call costs O(log n) of lanes and of what waits in one lane.
class Schedule {
public:
    Schedule(std::size_t slots_per_lane, std::size_t total)
        : slots_per_lane_(slots_per_lane), total_(total)
    {
    }

    void add(WebhookId webhook, const Waiting& waiting, std::unique_ptr<storage::Delivery> fresh,
             Timestamp now);

    /// Nothing if nothing is due or all slots are taken.
    std::optional<Pick> take(Timestamp now);
    /// Gives the slot back. Before that, what is to be tried again is added or held.
    void release(WebhookId webhook, DeliveryId id, Timestamp now);

    /// Waits for no time, but for reconsider() of its device.
    void hold(WebhookId webhook, const Waiting& waiting);
    void reconsider(DeviceId device, Timestamp now);

    /// True if that is a change. A lane that ran empty is forgotten, its health too: it works.
    bool note_health(WebhookId webhook, bool works);

    /// When take() may have something, unless more is added or released; nothing: not before.
    std::optional<Timestamp> next_due() const noexcept;

    std::size_t waiting() const noexcept { return waiting_ + held_count_; }
    std::size_t in_flight() const noexcept { return in_flight_; }
    std::size_t lanes() const noexcept { return places_.size(); }

private:
    struct Place;
    using Later = std::multimap<Timestamp, Place*>;

    /// A lane and where it stands: in ready_, in later_ at `turn`, or (no slot free) in neither.
    struct Place {
        Place(WebhookId id, std::size_t slots) : webhook(id), lane(slots) {}
        WebhookId webhook;
        Lane lane;
        bool is_ready = false;
        bool works = true;
        std::optional<Later::iterator> turn;
    };
    struct Held {
        WebhookId webhook{};
        std::vector<Waiting> deliveries;
    };

    Place& place_of(WebhookId webhook);
    void file(Place& place, Timestamp now);
    void call_up(Timestamp now);

    std::size_t slots_per_lane_;
    std::size_t total_;
    std::unordered_map<WebhookId, Place> places_;
    std::deque<Place*> ready_;
    Later later_;
    std::unordered_map<DeviceId, Held> held_;
    std::size_t waiting_ = 0;
    std::size_t held_count_ = 0;
    std::size_t in_flight_ = 0;
    std::size_t fresh_ = 0;
};

}  // namespace mysigfox::delivery
