// One webhook's waiting deliveries. Pure: no clock, no I/O.
#pragma once

#include "mysigfox/storage/outbox.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace mysigfox::delivery {

/// What memory holds of a waiting delivery, since there may be a million: the rest is read from
/// disk when it is sent.
struct Waiting {
    DeliveryId id{};
    Timestamp due;
    DeviceId device = DeviceId::from_value(0);
    std::uint16_t attempts = 0;
};
static_assert(sizeof(Waiting) == 24);

Waiting waiting_for(const storage::PendingDelivery& pending) noexcept;

/// What is due first comes first; of what is due at once, what arrived first.
class DueQueue {
public:
    void push(const Waiting& waiting);
    Waiting pop();
    const Waiting& front() const noexcept { return heap_.front(); }
    bool empty() const noexcept { return heap_.empty(); }
    std::size_t size() const noexcept { return heap_.size(); }
    /// Entries there is memory for: at most a quarter (and one) more than there ever were.
    std::size_t capacity() const noexcept { return heap_.capacity(); }

private:
    std::vector<Waiting> heap_;
};

/// One webhook's waiting deliveries: first tries before retries, each when it is due, at most
/// `slots` in flight. Whoever takes one gives the slot back with release().
class Lane {
public:
    /// So many messages that were just committed are kept whole, to spare the read.
    static constexpr std::size_t kMaxFresh = 64;

    explicit Lane(std::size_t slots) : slots_(slots) {}

    void add(const Waiting& waiting, std::unique_ptr<storage::Delivery> fresh);

    struct Taken {
        Waiting waiting;
        std::unique_ptr<storage::Delivery> fresh;  ///< null: read it from disk
    };
    /// The next delivery, its slot taken; nothing if none is due or no slot is free. A second
    /// entry of a delivery that is in flight is forgotten: the first one goes on.
    std::optional<Taken> take(Timestamp now);
    void release(DeliveryId id);

    /// When something is due; nothing if nothing waits or no slot is free.
    std::optional<Timestamp> next_due() const noexcept;
    bool is_idle() const noexcept { return waiting() == 0 && in_flight_.empty(); }

    std::size_t waiting() const noexcept { return first_tries_.size() + retries_.size(); }
    std::size_t fresh() const noexcept { return fresh_.size(); }

private:
    DueQueue* due_queue(Timestamp now) noexcept;
    std::unique_ptr<storage::Delivery> take_fresh(DeliveryId id);
    bool is_in_flight(DeliveryId id) const noexcept;

    std::size_t slots_;
    DueQueue first_tries_;
    DueQueue retries_;
    std::vector<std::unique_ptr<storage::Delivery>> fresh_;  // in the order of arrival
    std::vector<DeliveryId> in_flight_;
};

}  // namespace mysigfox::delivery
