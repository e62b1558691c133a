#include "delivery/lane.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace mysigfox::delivery {
namespace {

/// Memory of a queue that has run empty is kept for the next ones up to this many.
constexpr std::size_t kKeptCapacity = 1024;

bool comes_later(const Waiting& a, const Waiting& b) noexcept
{
    return std::tie(a.due, a.id) > std::tie(b.due, b.id);
}

}  // namespace

Waiting waiting_for(const storage::PendingDelivery& pending) noexcept
{
    return {pending.id, pending.due, pending.device, pending.attempts};
}

void DueQueue::push(const Waiting& waiting)
{
    // Doubling, as vectors do, would cost up to 48 bytes a delivery.
    if (heap_.size() == heap_.capacity()) heap_.reserve(heap_.size() + heap_.size() / 4 + 1);
    heap_.push_back(waiting);
    std::push_heap(heap_.begin(), heap_.end(), comes_later);
}

Waiting DueQueue::pop()
{
    std::pop_heap(heap_.begin(), heap_.end(), comes_later);
    const Waiting first = heap_.back();
    heap_.pop_back();
    if (heap_.empty() && heap_.capacity() > kKeptCapacity) std::vector<Waiting>{}.swap(heap_);
    return first;
}

void Lane::add(const Waiting& waiting, std::unique_ptr<storage::Delivery> fresh)
{
    DueQueue& queue = waiting.attempts == 0 ? first_tries_ : retries_;
    queue.push(waiting);
    if (fresh && fresh_.size() < kMaxFresh) fresh_.push_back(std::move(fresh));
}

std::optional<Lane::Taken> Lane::take(Timestamp now)
{
    if (in_flight_.size() >= slots_) return std::nullopt;
    while (DueQueue* const queue = due_queue(now)) {
        const Waiting waiting = queue->pop();
        auto fresh = take_fresh(waiting.id);
        if (is_in_flight(waiting.id)) continue;
        in_flight_.push_back(waiting.id);
        return Taken{waiting, std::move(fresh)};
    }
    return std::nullopt;
}

void Lane::release(DeliveryId id)
{
    const auto place = std::find(in_flight_.begin(), in_flight_.end(), id);
    if (place != in_flight_.end()) in_flight_.erase(place);
}

std::optional<Timestamp> Lane::next_due() const noexcept
{
    if (waiting() == 0 || in_flight_.size() >= slots_) return std::nullopt;
    if (first_tries_.empty()) return retries_.front().due;
    if (retries_.empty()) return first_tries_.front().due;
    return std::min(first_tries_.front().due, retries_.front().due);
}

DueQueue* Lane::due_queue(Timestamp now) noexcept
{
    for (DueQueue* const queue : {&first_tries_, &retries_}) {
        if (!queue->empty() && queue->front().due <= now) return queue;
    }
    return nullptr;
}

std::unique_ptr<storage::Delivery> Lane::take_fresh(DeliveryId id)
{
    // First tries leave in the order in which they came, so this is nearly always the first.
    const auto is_it = [id](const auto& delivery) { return delivery->pending.id == id; };
    const auto place = std::find_if(fresh_.begin(), fresh_.end(), is_it);
    if (place == fresh_.end()) return nullptr;
    std::unique_ptr<storage::Delivery> fresh = std::move(*place);
    fresh_.erase(place);
    return fresh;
}

bool Lane::is_in_flight(DeliveryId id) const noexcept
{
    return std::find(in_flight_.begin(), in_flight_.end(), id) != in_flight_.end();
}

}  // namespace mysigfox::delivery
