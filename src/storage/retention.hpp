// What leaves messages.db, and when.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/ids.hpp"
#include "storage/attempt_table.hpp"
#include "storage/sqlite.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace mysigfox::storage {

struct RetentionLimits {
    std::chrono::hours keep_messages;
    std::chrono::hours keep_unknown;
    std::size_t max_unknown;
    std::uint64_t max_size;
};

/// Removes what is over age, over number or over size, in small steps.
///
/// What waits to be delivered never goes. Pages that become free are used again: the file stops
/// growing, and never shrinks. Confined to the commit thread.
class Retention {
public:
    Retention(Database& db, AttemptTable& attempts, const RetentionLimits& limits);

    /// Looks at about `rows` rows, in transactions of its own; true: there is more to do.
    bool tidy(Timestamp now, std::size_t rows);

    /// The file holds max_size, and nothing in it may go.
    bool is_exhausted() const noexcept { return is_exhausted_; }
    /// A message or an outcome was written.
    void row_came() noexcept { grown_ += kMostBytesARow; }
    /// This one is finished now: it may go when space is needed.
    void may_go(DeliveryId id) noexcept;

    /// A delivery and what belongs to it, inside the transaction of a batch.
    void erase(DeliveryId id);

    /// Messages of unknown devices, inside the transaction of a batch: over max_unknown the
    /// oldest goes at once.
    void unknown_came();
    void unknown_left(std::size_t count) noexcept { unknown_ -= count; }
    void batch_begins() noexcept { unknown_before_batch_ = unknown_; }
    void batch_was_rolled_back() noexcept { unknown_ = unknown_before_batch_; }

private:
    struct Row {
        std::int64_t delivery;
        std::int64_t message;
        std::int64_t device;
        std::int64_t received;
        std::int64_t state;
        std::optional<AttemptPlace> last_attempt;
    };
    using Rows = std::vector<Row>;

    /// With its part of indexes and half-empty pages.
    static constexpr std::uint64_t kMostBytesARow = std::uint64_t{8} << 10;

    static Rows all(Cursor cursor);

    bool sweep_unknown(Timestamp now, std::size_t rows);
    bool sweep_old(Timestamp now, std::size_t rows);
    bool sweep_for_space(std::size_t rows);
    bool is_known(const Row& row) const;
    std::uint64_t size() const;
    void remove(const Rows& rows);
    void remove_one(const Row& row);

    Database& db_;
    AttemptTable& attempts_;
    const RetentionLimits limits_;
    const Statement page_count_, free_count_;
    const std::int64_t page_size_;
    const Statement after_, oldest_parked_, oldest_unknown_, known_, one_;
    const Statement remove_message_, remove_delivery_, remove_unclaimed_;

    std::size_t unknown_ = 0;
    std::size_t unknown_before_batch_ = 0;
    std::int64_t old_cursor_ = 0;  // everything up to here was looked at in this sweep
    Timestamp next_old_sweep_{};
    std::int64_t space_cursor_ = 0;  // up to here nothing is finished
    bool is_exhausted_ = false;
    std::uint64_t room_ = 0;   // when size() was asked last
    std::uint64_t grown_ = 0;  // since then, at most
};

}  // namespace mysigfox::storage
