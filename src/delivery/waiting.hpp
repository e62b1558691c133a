// What memory holds of a waiting delivery, and queues of such. Pure.
#pragma once

#include "mysigfox/storage/outbox.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

namespace mysigfox::delivery {

/// What memory holds of a waiting delivery: the rest is read from disk when it is sent.
struct Waiting {
    static constexpr std::uint32_t kMaxAttempts = (1U << 6) - 1;
    static constexpr std::uint32_t kMaxAge = (1U << 24) - 1;

    DeliveryId id{};
    Timestamp due;
    DeviceId device = DeviceId::from_value(0);
    std::uint32_t attempts : 6 = 0;
    std::uint32_t is_refused : 1 = 0;  ///< the receiver works, but did not want this message
    std::uint32_t is_replay : 1 = 0;   ///< its owner asked for it: live ones go before it
    std::uint32_t age : 24 = 0;        ///< seconds from reception to `due`

    /// A second exact, and never earlier than it was.
    Timestamp received() const noexcept { return due - std::chrono::seconds{age}; }
    void put_off(Timestamp to) noexcept;
};

/// The same as a queue keeps it, since there may be a million: 48 bits do for ids and for times
/// since 1970.
struct [[gnu::packed, gnu::aligned(4)]] KeptWaiting
{
    std::uint64_t id : 48;
    std::uint64_t due : 48;
    std::uint32_t device;
    std::uint32_t attempts : 6;
    std::uint32_t is_refused : 1;
    std::uint32_t is_replay : 1;
    std::uint32_t age : 24;

    explicit KeptWaiting(const Waiting& waiting) noexcept;
    Waiting waiting() const noexcept;
};
static_assert(sizeof(KeptWaiting) == 20);

Waiting waiting_for(const storage::PendingDelivery& pending) noexcept;

/// What is due first comes first; of what is due at once, what arrived first.
struct ByTime {
    static bool comes_later(const Waiting& a, const Waiting& b) noexcept
    {
        return std::tie(a.due, a.id) > std::tie(b.due, b.id);
    }
};
/// What arrived first comes first.
struct ByArrival {
    static bool comes_later(const Waiting& a, const Waiting& b) noexcept { return a.id > b.id; }
};

/// A heap that wastes little memory.
template <typename Order>
class Queue {
public:
    void push(const Waiting& waiting)
    {
        // Doubling, as vectors do, would cost up to 40 bytes a delivery.
        if (heap_.size() == heap_.capacity()) resize_for(heap_.size() + 1);
        heap_.emplace_back(waiting);
        std::push_heap(heap_.begin(), heap_.end(), comes_later);
    }

    Waiting pop()
    {
        std::pop_heap(heap_.begin(), heap_.end(), comes_later);
        const Waiting first = heap_.back().waiting();
        heap_.pop_back();
        const bool is_wasteful = heap_.capacity() > kKeptCapacity;
        if (is_wasteful && heap_.size() < heap_.capacity() / 2) resize_for(heap_.size());
        return first;
    }

    Waiting front() const noexcept { return heap_.front().waiting(); }
    bool empty() const noexcept { return heap_.empty(); }
    std::size_t size() const noexcept { return heap_.size(); }
    std::size_t capacity() const noexcept { return heap_.capacity(); }

    /// Everything, in no order, and its memory with it.
    std::vector<KeptWaiting> take_all() { return std::exchange(heap_, {}); }
    /// What another queue held; an empty queue takes its memory over.
    void adopt(std::vector<KeptWaiting> more)
    {
        if (!heap_.empty()) {
            for (const KeptWaiting& kept : more) push(kept.waiting());
            return;
        }
        heap_ = std::move(more);
        std::make_heap(heap_.begin(), heap_.end(), comes_later);
    }

    /// Takes out whatever the question is answered with true for, in no order.
    template <typename Question>
    std::vector<Waiting> extract(const Question& goes)
    {
        const auto stays = [&goes](const KeptWaiting& kept) { return !goes(kept.waiting()); };
        const auto first = std::partition(heap_.begin(), heap_.end(), stays);
        std::vector<Waiting> gone;
        for (auto kept = first; kept != heap_.end(); ++kept) gone.push_back(kept->waiting());
        if (gone.empty()) return gone;
        heap_.erase(first, heap_.end());
        std::make_heap(heap_.begin(), heap_.end(), comes_later);
        return gone;
    }

private:
    /// Memory of a queue that has run empty is kept for the next ones up to this many.
    static constexpr std::size_t kKeptCapacity = 1'024;

    static bool comes_later(const KeptWaiting& a, const KeptWaiting& b) noexcept
    {
        return Order::comes_later(a.waiting(), b.waiting());
    }

    void resize_for(std::size_t size)
    {
        std::vector<KeptWaiting> fitting;
        fitting.reserve(size + size / 8);
        fitting.assign(heap_.begin(), heap_.end());
        heap_.swap(fitting);
    }

    std::vector<KeptWaiting> heap_;
};

using DueQueue = Queue<ByTime>;
using ArrivalQueue = Queue<ByArrival>;

}  // namespace mysigfox::delivery
