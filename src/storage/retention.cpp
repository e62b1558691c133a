#include "storage/retention.hpp"

#include "mysigfox/storage/outbox.hpp"

#include <algorithm>

namespace mysigfox::storage {
namespace {

constexpr std::chrono::minutes kBetweenSweeps{1};

constexpr std::string_view kColumns =
    "SELECT id, message, device, received, state, last_attempt FROM delivery ";

bool is_state(std::int64_t state, DeliveryState expected)
{
    return state == static_cast<std::int64_t>(expected);
}

std::string select(std::string_view condition)
{
    return std::string(kColumns) + std::string(condition);
}

}  // namespace

Retention::Retention(Database& db, AttemptTable& attempts, const RetentionLimits& limits)
    : db_(db),
      attempts_(attempts),
      limits_(limits),
      page_count_(db.prepare("PRAGMA page_count")),
      free_count_(db.prepare("PRAGMA freelist_count")),
      page_size_(number(db.prepare("PRAGMA page_size"))),
      after_(db.prepare(select("WHERE id > ? ORDER BY id LIMIT ?"))),
      oldest_parked_(db.prepare(select("INDEXED BY parked WHERE state = 3 ORDER BY id LIMIT ?"))),
      oldest_unknown_(
          db.prepare(select("WHERE id IN (SELECT delivery FROM unclaimed INDEXED BY unknown"
                            " WHERE is_known = 0 ORDER BY delivery LIMIT ?) ORDER BY id"))),
      known_(db.prepare("SELECT is_known FROM unclaimed WHERE device = ? AND delivery = ?")),
      one_(db.prepare(select("WHERE id = ?"))),
      remove_message_(db.prepare("DELETE FROM message WHERE id = ?")),
      remove_delivery_(db.prepare("DELETE FROM delivery WHERE id = ?")),
      remove_unclaimed_(db.prepare("DELETE FROM unclaimed WHERE device = ? AND delivery = ?")),
      unknown_(static_cast<std::size_t>(
          number(db.prepare("SELECT count(*) FROM unclaimed WHERE is_known = 0"))))
{
}

Retention::Rows Retention::all(Cursor cursor)
{
    Rows rows;
    while (cursor.next()) {
        rows.push_back({cursor.integer(0),
                        cursor.integer(1),
                        cursor.integer(2),
                        cursor.integer(3),
                        cursor.integer(4),
                        {}});
        if (const auto last = cursor.optional_integer(5)) {
            rows.back().last_attempt = AttemptPlace{*last};
        }
    }
    return rows;
}

bool Retention::tidy(Timestamp now, std::size_t rows)
{
    const bool more_unknown = sweep_unknown(now, rows);
    const bool more_old = sweep_old(now, rows);
    const bool more_for_space = sweep_for_space(rows);
    return more_unknown || more_old || more_for_space;
}

bool Retention::sweep_unknown(Timestamp now, std::size_t rows)
{
    if (unknown_ == 0) return false;
    const std::int64_t too_old = to_milliseconds(now - limits_.keep_unknown);
    const std::size_t over = unknown_ - std::min(unknown_, limits_.max_unknown);
    Rows oldest = all(oldest_unknown_.query(std::max(over > 0 ? rows : 1, std::size_t{1})));
    if (over == 0 && (oldest.empty() || oldest.front().received >= too_old)) return false;
    if (over == 0) oldest = all(oldest_unknown_.query(rows));
    std::size_t count = 0;
    while (count < oldest.size() && (count < over || oldest[count].received < too_old)) ++count;
    oldest.resize(count);
    remove(oldest);
    unknown_ -= count;
    return count == rows;
}

/// Once a minute from the oldest on, past what is pending, to the first that is young enough.
bool Retention::sweep_old(Timestamp now, std::size_t rows)
{
    if (old_cursor_ == 0 && now < next_old_sweep_) return false;
    const std::int64_t too_old = to_milliseconds(now - limits_.keep_messages);
    const Rows found = all(after_.query(old_cursor_, rows));
    Rows leaving;
    for (const Row& row : found) {
        if (row.received >= too_old || is_state(row.state, DeliveryState::pending)) continue;
        if (is_state(row.state, DeliveryState::unclaimed) && !is_known(row)) continue;
        leaving.push_back(row);
    }
    remove(leaving);
    const bool is_over = found.size() < rows || found.back().received >= too_old;
    old_cursor_ = is_over ? 0 : found.back().delivery;
    if (is_over) next_old_sweep_ = now + kBetweenSweeps;
    return !is_over;
}

/// Over max_size the oldest finished go first, then the oldest parked; what waits never goes.
bool Retention::sweep_for_space(std::size_t rows)
{
    if (grown_ < room_) return false;
    grown_ = 0;
    room_ = limits_.max_size - std::min(size(), limits_.max_size);
    is_exhausted_ = false;
    if (room_ > 0) return false;
    const Rows found = all(after_.query(space_cursor_, rows));
    Rows leaving;
    for (const Row& row : found) {
        if (is_state(row.state, DeliveryState::delivered) ||
            is_state(row.state, DeliveryState::dropped)) {
            leaving.push_back(row);
        }
    }
    const bool is_end = found.size() < rows;
    if (is_end && leaving.empty()) leaving = all(oldest_parked_.query(rows));
    remove(leaving);
    if (!found.empty()) space_cursor_ = found.back().delivery;
    is_exhausted_ = is_end && leaving.empty();
    return !is_exhausted_;
}

void Retention::may_go(DeliveryId id) noexcept
{
    space_cursor_ = std::min(space_cursor_, static_cast<std::int64_t>(id) - 1);
}

void Retention::erase(DeliveryId id)
{
    for (const Row& row : all(one_.query(id))) remove_one(row);
}

void Retention::unknown_came()
{
    ++unknown_;
    if (unknown_ <= limits_.max_unknown) return;
    for (const Row& row : all(oldest_unknown_.query(1))) {
        remove_one(row);
        --unknown_;
    }
}

bool Retention::is_known(const Row& row) const
{
    Cursor found = known_.query(row.device, row.delivery);
    return !found.next() || found.integer(0) != 0;
}

std::uint64_t Retention::size() const
{
    return static_cast<std::uint64_t>((number(page_count_) - number(free_count_)) * page_size_);
}

void Retention::remove(const Rows& rows)
{
    if (rows.empty()) return;
    db_.set_durability(Durability::normal);  // what comes back after a power cut goes again
    Transaction transaction{db_};
    for (const Row& row : rows) remove_one(row);
    transaction.commit();
}

void Retention::remove_one(const Row& row)
{
    attempts_.remove(DeliveryId{row.delivery}, row.last_attempt);
    remove_delivery_.run(row.delivery);
    remove_message_.run(row.message);
    if (is_state(row.state, DeliveryState::unclaimed)) {
        remove_unclaimed_.run(row.device, row.delivery);
    }
}

}  // namespace mysigfox::storage
