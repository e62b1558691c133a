// Rows of the attempt log: added at the end, taken from the front or with their delivery.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/storage/attempt_log.hpp"
#include "storage/sqlite.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace mysigfox::storage {

/// Where an attempt stands in the log; grows.
enum class AttemptPlace : std::int64_t {};

struct AttemptLimits {
    std::chrono::hours keep;
    std::uint64_t max_size;  ///< bytes: what was written before the last so many goes
};

/// Confined to the commit thread.
class AttemptTable {
public:
    AttemptTable(Database& db, const AttemptLimits& limits);

    /// previous: of the same delivery.
    AttemptPlace add(const AttemptRecord& attempt, std::optional<AttemptPlace> previous,
                     bool may_repeat);
    /// All attempts of a delivery, from its last one backwards.
    void remove(DeliveryId delivery, std::optional<AttemptPlace> last);

    void batch_begins() noexcept { end_before_batch_ = end_; }
    void batch_was_rolled_back() noexcept { end_ = end_before_batch_; }

    /// Takes at most `rows` that are too old from the front, in a transaction of its own; true:
    /// there are more.
    bool tidy(Timestamp now, std::size_t rows);

private:
    Database& db_;
    const AttemptLimits limits_;
    const Statement insert_, previous_, remove_, remove_front_;
    std::int64_t end_;  // place of the next one
    std::int64_t end_before_batch_;
    Timestamp next_look_{};
};

}  // namespace mysigfox::storage
