#include "mysigfox/delivery/retry_policy.hpp"

#include "delivery/jitter.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace mysigfox::delivery {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

/// How long after the n-th attempt the next one is made; the first is made at once.
constexpr std::array<milliseconds, 10> kRetryWaits{0s, 5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
constexpr milliseconds kLongestRetryAfter = 24h;
constexpr int kGone = 410;
constexpr int kTooManyRequests = 429;
constexpr int kUnavailable = 503;

}  // namespace

Decision RetryPolicy::decide(const AttemptResult& result, int attempts, Timestamp received,
                             Timestamp now, double chance) const
{
    if (is_success(result)) return Delivered{};
    if (result.cause == Cause::cut) return RetryAt{now};
    if (result.cause == Cause::status && result.status == kGone) return RetryAt{now};

    const auto made = static_cast<std::size_t>(std::max(attempts, 1));
    const Timestamp end = received + give_up_after_;
    if (made >= kRetryWaits.size() || now >= end) return Park{};

    const Timestamp planned = std::min(now + jittered(kRetryWaits[made], chance), end);
    return RetryAt{std::max(planned, asked_for(result, now).value_or(planned))};
}

bool is_success(const AttemptResult& result) noexcept
{
    if (result.cause == Cause::delivered) return true;
    return result.cause == Cause::status && result.status >= 200 && result.status <= 299;
}

std::optional<Timestamp> asked_for(const AttemptResult& result, Timestamp now)
{
    const bool may_ask = result.status == kTooManyRequests || result.status == kUnavailable;
    if (!may_ask || !result.retry_after) return std::nullopt;
    const std::optional<Timestamp> asked = parse_retry_after(*result.retry_after, now);
    if (!asked) return std::nullopt;
    return std::min(*asked, now + kLongestRetryAfter);
}

}  // namespace mysigfox::delivery
