// The hosts and ports that the webhooks of one loop are at: a cap, a brake, and whether any works.
#pragma once

#include "delivery/brake.hpp"
#include "delivery/counters.hpp"
#include "delivery/egress_watch.hpp"
#include "mysigfox/delivery/egress_census.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/ids.hpp"

#include <cstdint>
#include <list>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace mysigfox::delivery {

/// A hash of WebhookUrl::origin(). 0: not known yet, or none.
enum class OriginId : std::uint64_t {};

inline constexpr OriginId kNoOrigin{0};

OriginId origin_id(std::string_view origin) noexcept;

/// Everybody's webhooks at one origin share its cap and its brake. One is remembered for an hour
/// after it was used last.
class Origins {
public:
    Origins(std::size_t cap, Counters& counters, EgressCensus& census)
        : cap_(cap), counters_(counters), census_(census), place_(census.join())
    {
    }

    /// When an attempt may start there: the past if it may now, nothing if all places are taken.
    std::optional<Timestamp> next_start(OriginId id, Timestamp now);
    /// An attempt starts, and takes a place.
    void enter(OriginId id, Timestamp now);
    void leave(OriginId id);

    /// This lane waits for a place; whoever leaves calls next_waiting() and wakes that lane.
    void wait(OriginId id, WebhookId lane);
    std::optional<WebhookId> next_waiting(OriginId id);

    /// What came of an attempt there.
    void note(OriginId id, const AttemptResult& result, Timestamp now);

    const EgressWatch& egress() const noexcept { return egress_; }
    void egress_probed(Timestamp now) noexcept { egress_.probed(now); }
    std::size_t size() const noexcept { return origins_.size(); }

private:
    struct Origin {
        std::size_t in_flight = 0;
        Brake brake;
        Timestamp used;
        Timestamp worked;  ///< last reached
        Timestamp failed;  ///< last not reached
        std::list<WebhookId> waiting;
    };

    void note_turned_away(Origin& origin, Timestamp now);
    EgressCensus::Count count(Timestamp now);
    void judge_egress(Timestamp now);
    void tidy(Timestamp now);

    std::size_t cap_;
    Counters& counters_;
    EgressCensus& census_;
    const std::size_t place_;  // of this loop in it
    std::unordered_map<OriginId, Origin> origins_;
    EgressWatch egress_;
    Timestamp next_count_;
    Timestamp next_tidy_;
};

}  // namespace mysigfox::delivery
