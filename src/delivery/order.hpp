// Keeps the messages of each device in order. Pure.
#pragma once

#include "delivery/waiting.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

namespace mysigfox::delivery {

/// The devices of one lane that have a message waiting behind another one.
///
/// A message waits while another one of its device is in flight, and while one before it waits
/// for its retry, unless that one was stored longer ago than the window. Devices of which
/// nothing waits like that cost nothing. Every call costs O(log n).
class Order {
public:
    /// window: 0 turns it off.
    explicit Order(std::chrono::milliseconds window) : window_(window) {}

    /// True if it may go now. Otherwise it is kept, until next() or expire() gives it back.
    /// is_busy: another one of its device is in flight.
    bool admit(const Waiting& waiting, bool is_busy, Timestamp now);

    /// It waits for its retry: later ones of its device wait for it.
    void hold(const Waiting& waiting, Timestamp now);

    /// Nobody waits for this one any more.
    void done(DeviceId device, DeliveryId id);

    /// None of this device is in flight now: the one that waits next, if it may go.
    std::optional<Waiting> next(DeviceId device, Timestamp now);

    /// The same after somebody's window is over; to be called until it gives nothing.
    std::optional<Waiting> expire(Timestamp now);
    std::optional<Timestamp> next_expiry() const;

    /// Gives back all that waits, and forgets why.
    std::vector<Waiting> dissolve()
    {
        return extract([](DeviceId) { return true; });
    }
    /// The same for the devices of which goes(device) is true.
    template <typename Question>
    std::vector<Waiting> extract(const Question& goes)
    {
        std::vector<Waiting> gone;
        for (auto& [device, line] : lines_) {
            if (!goes(device)) continue;
            const auto all = [](const Waiting&) { return true; };
            const std::vector<Waiting> behind = line.behind.extract(all);
            gone.insert(gone.end(), behind.begin(), behind.end());
        }
        std::erase_if(lines_, [&goes](const auto& line) { return goes(line.first); });
        waiting_ -= gone.size();
        return gone;
    }

    std::size_t waiting() const noexcept { return waiting_; }

private:
    struct Holder {
        DeliveryId id;
        Timestamp until;
    };
    struct Line {
        std::vector<Holder> holders;  ///< that wait for their retries
        ArrivalQueue behind;
        DeliveryId next{};      ///< was given back, and comes to admit() again; 0: none
        bool is_timed = false;  ///< something of it stands in expiries_
    };
    using Lines = std::unordered_map<DeviceId, Line>;
    struct Expiry {
        Timestamp at;
        DeviceId device;
        friend bool operator>(const Expiry& a, const Expiry& b) noexcept { return a.at > b.at; }
    };

    std::optional<Timestamp> held_until(const Line& line, DeliveryId id, Timestamp now) const;
    void time(Line& line, DeviceId device, Timestamp at);
    void keep(Line& line, const Waiting& waiting);
    void tidy(Lines::iterator place);

    std::chrono::milliseconds window_;
    Lines lines_;
    std::priority_queue<Expiry, std::vector<Expiry>, std::greater<>> expiries_;
    std::size_t waiting_ = 0;
};

}  // namespace mysigfox::delivery
