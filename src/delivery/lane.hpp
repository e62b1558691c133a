// One webhook's waiting deliveries. Pure: no clock, no I/O.
#pragma once

#include "delivery/breaker.hpp"
#include "delivery/order.hpp"
#include "delivery/waiting.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace mysigfox::delivery {

struct LaneOptions {
    std::size_t slots = 4;
    std::chrono::milliseconds order_window{std::chrono::minutes{15}};
    std::chrono::milliseconds give_up_after{std::chrono::hours{76}};
};

/// What a delivery was taken for.
enum class Errand : std::uint8_t {
    attempt,
    probe,    ///< asks whether the receiver works; spends no attempt
    revive,   ///< the same with a message that was given up, since nothing else waits
    give_up,  ///< its time has run out while the receiver did not work
};

constexpr bool is_probe(Errand errand) noexcept
{
    return errand == Errand::probe || errand == Errand::revive;
}

/// The way out, as far as all lanes share it.
enum class Egress : std::uint8_t { up, down };

/// One webhook's waiting deliveries. While it works: first tries before retries, what was said
/// just now before what was asked for again, each when it is due, the messages of a device in
/// order, at most `slots` in flight. While it does not: everything waits in the order of
/// arrival, probes apart, and goes in that order afterwards. Whoever takes one gives the slot
/// back with release().
class Lane {
public:
    /// So many messages that were just committed are kept whole, to spare the read.
    static constexpr std::size_t kMaxFresh = 64;

    explicit Lane(const LaneOptions& options);

    void add(const Waiting& waiting, std::unique_ptr<storage::Delivery> fresh, Timestamp now);

    struct Taken {
        Waiting waiting;
        std::unique_ptr<storage::Delivery> fresh;  ///< null: read it from disk
        Errand errand = Errand::attempt;
    };
    /// The next delivery, its slot taken; nothing if none is due or no slot is free. A second
    /// entry of a delivery that is in flight is forgotten: the first one goes on. While egress
    /// is down all that goes is a probe.
    std::optional<Taken> take(Timestamp now, double chance, Egress egress = Egress::up);

    /// It was taken, and is to be tried again when it is due. Before release().
    void put_back(const Waiting& waiting, Timestamp now);
    /// It was taken, and nothing was tried: it waits as before. Before release().
    void untake(const Waiting& waiting, Timestamp now);
    /// The slot is free. What was not put back is done with.
    void release(DeliveryId id, Timestamp now);

    /// Takes out what waits of devices that moved away; goes(device) says which.
    template <typename Question>
    std::vector<Waiting> extract(const Question& goes)
    {
        const auto question = [&goes](const Waiting& waiting) { return goes(waiting.device); };
        std::vector<Waiting> gone = order_.extract(goes);
        const auto take_over = [&gone](const std::vector<Waiting>& more) {
            gone.insert(gone.end(), more.begin(), more.end());
        };
        take_over(backlog_.extract(question));
        for (DueQueue* const queue : {&live_, &late_, &retries_}) {
            take_over(queue->extract(question));
        }
        return gone;
    }

    /// To be told what was seen of the receiver; what follows for the messages is seen to here.
    template <typename Change>
    void tell(const Change& change)
    {
        change(breaker_);
        if (breaker_.trouble()) gather();
    }
    /// Its owner says that it works: it is asked now, and what waited for another try goes now.
    /// What was refused for its own sake, and what a receiver wants to be spared, still waits.
    void confirmed(Timestamp now);
    const Breaker& breaker() const noexcept { return breaker_; }

    /// When take() may have something; nothing if only release() or add() changes that.
    std::optional<Timestamp> next_due() const;
    /// When the message that is furthest behind was due, were the receiver at work; nothing while
    /// it is not, or if nothing waits.
    std::optional<Timestamp> first_due() const;
    bool is_idle() const noexcept;
    std::size_t waiting() const noexcept;
    std::size_t fresh() const noexcept { return fresh_.size(); }

private:
    struct Flight {
        DeliveryId id;
        DeviceId device;
        bool comes_back = false;
        bool is_probe = false;
    };

    std::optional<Taken> take_regular(Timestamp now, Egress egress);
    std::optional<Taken> take_in_trouble(Timestamp now, double chance, Egress egress);
    std::optional<Taken> take_probe(Timestamp now, double chance);
    std::optional<Waiting> pop_due(Timestamp now);
    void set_aside(Timestamp now);
    Waiting pop_oldest();
    std::optional<Waiting> oldest() const noexcept;
    Timestamp end_of(const Waiting& waiting) const noexcept;
    Taken taken(const Waiting& waiting, Errand errand);
    void file(const Waiting& waiting, Timestamp now);
    void gather();
    std::unique_ptr<storage::Delivery> take_fresh(DeliveryId id);
    Flight* flight_of(DeliveryId id) noexcept;
    bool is_busy(DeviceId device) const noexcept;
    bool is_probing() const noexcept;

    LaneOptions options_;
    Breaker breaker_;
    Order order_;
    ArrivalQueue backlog_;  // what waited while it did not work
    DueQueue live_;         // first tries
    DueQueue late_;         // first tries of what was received long before it became due
    DueQueue retries_;
    std::vector<std::unique_ptr<storage::Delivery>> fresh_;  // in the order of arrival
    std::vector<Flight> in_flight_;
};

}  // namespace mysigfox::delivery
