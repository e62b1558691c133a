// What happens after an attempt: a pure decision over data.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/attempt.hpp"

#include <chrono>
#include <optional>
#include <string_view>
#include <variant>

namespace mysigfox::delivery {

struct Delivered {};
struct RetryAt {
    Timestamp due;
};
struct Park {};  ///< the schedule or the time is used up: kept, visible, replayable
using Decision = std::variant<Delivered, RetryAt, Park>;

/// The schedule of Standard Webhooks: 0, 5 s, 5 min, 30 min, 2, 5, 10, 14, 20, 24 h; each wait
/// times [0.9, 1.1], and none beyond give_up_after since reception: the attempt made then is
/// the last.
class RetryPolicy {
public:
    explicit RetryPolicy(std::chrono::milliseconds give_up_after) : give_up_after_(give_up_after) {}

    /// attempts: made so far, this one included (at least 1). chance: uniform in [0, 1).
    ///
    /// A Retry-After is never undercut: a last attempt may therefore come up to 24 h after
    /// give_up_after. An attempt that was cut counts for nothing: it may be made again at once.
    /// So may one after a 410, as soon as the webhook is resumed.
    Decision decide(const AttemptResult& result, int attempts, Timestamp received, Timestamp now,
                    double chance) const;

private:
    std::chrono::milliseconds give_up_after_;
};

/// 2xx, or the 302 of a Google Apps Script that has run.
bool is_success(const AttemptResult& result) noexcept;

/// What a 429 or 503 asks for with Retry-After, but no more than 24 h.
std::optional<Timestamp> asked_for(const AttemptResult& result, Timestamp now);

/// "120" or an HTTP date (RFC 9110, 10.2.3) as the time it means; nothing for anything else.
std::optional<Timestamp> parse_retry_after(std::string_view value, Timestamp now);

}  // namespace mysigfox::delivery
