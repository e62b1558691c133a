#include "delivery/waiting.hpp"

namespace mysigfox::delivery {
namespace {

constexpr std::uint64_t kMax48 = (1ULL << 48) - 1;

std::uint32_t age_at(Timestamp due, Timestamp received) noexcept
{
    const auto age = std::chrono::floor<std::chrono::seconds>(due - received).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(age, 0, Waiting::kMaxAge));
}

}  // namespace

void Waiting::put_off(Timestamp to) noexcept
{
    age = age_at(to, received()) & kMaxAge;
    due = to;
}

KeptWaiting::KeptWaiting(const Waiting& waiting) noexcept
    : id(static_cast<std::uint64_t>(waiting.id) & kMax48),
      due(static_cast<std::uint64_t>(to_milliseconds(waiting.due)) & kMax48),
      device(waiting.device.value()),
      attempts(waiting.attempts),
      is_refused(waiting.is_refused),
      is_replay(waiting.is_replay),
      age(waiting.age)
{
}

Waiting KeptWaiting::waiting() const noexcept
{
    Waiting waiting{DeliveryId{static_cast<std::int64_t>(id)},
                    from_milliseconds(static_cast<std::int64_t>(due)),
                    DeviceId::from_value(device)};
    waiting.attempts = attempts;
    waiting.is_refused = is_refused;
    waiting.is_replay = is_replay;
    waiting.age = age;
    return waiting;
}

Waiting waiting_for(const storage::PendingDelivery& pending) noexcept
{
    Waiting waiting{pending.id, pending.due, pending.device};
    waiting.attempts =
        std::min<std::uint32_t>(pending.attempts, Waiting::kMaxAttempts) & Waiting::kMaxAttempts;
    waiting.is_replay = pending.is_replay ? 1 : 0;
    waiting.age = age_at(pending.due, pending.received) & Waiting::kMaxAge;
    return waiting;
}

}  // namespace mysigfox::delivery
