#include "delivery/waiting.hpp"

namespace mysigfox::delivery {
namespace {

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
