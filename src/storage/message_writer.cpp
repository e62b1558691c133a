#include "storage/message_writer.hpp"

#include "storage/message_rows.hpp"
#include "storage/message_schema.hpp"
#include "storage/schema.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace mysigfox::storage {
namespace {

// The Backend repeats a callback within minutes; some networks deliver hours late.
constexpr std::chrono::minutes kRememberFirst{15};
constexpr std::chrono::hours kRemember{6};
constexpr std::size_t kLoadRows = 10'000;
/// Of which copies came: a megabyte or two. Others of them are counted anew.
constexpr std::size_t kCountedMessages = 16'384;

const Clock& required(const Clock* clock)
{
    if (!clock) throw std::logic_error("a message store needs a clock");
    return *clock;
}

}  // namespace

MessageWriter::MessageWriter(const MessageStoreOptions& options)
    : clock_(required(options.clock)),
      bell_(options.bell),
      db_(open_writer(options.file, Durability::full, kMessageSchema)),
      session_(db_, clock_.now()),
      insert_message_(db_.prepare(
          "INSERT INTO message(device, received, time, has_own_time, sequence, data, snr, rssi,"
          " account, station) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      insert_delivery_(
          db_.prepare("INSERT INTO delivery(message, device, owner, state, attempts, due, received,"
                      " previous) VALUES(?1, ?2, ?3, ?4, 0, ?5, ?5, nullif(?6, 0))")),
      insert_unclaimed_(
          db_.prepare("INSERT INTO unclaimed(device, delivery, is_known) VALUES(?, ?, ?)")),
      find_(db_.prepare("SELECT state, due, last_attempt, device FROM delivery WHERE id = ?")),
      record_(db_.prepare("UPDATE delivery SET state = ?1, attempts = ?2, due = ?3, at = ?4,"
                          " cause = coalesce(?5, cause), status = iif(?5 IS NULL, status, ?6),"
                          " last_attempt = ?7 WHERE id = ?8")),
      wait_for_claim_(db_.prepare("INSERT OR IGNORE INTO unclaimed(device, delivery, is_known)"
                                  " SELECT device, id, 1 FROM delivery WHERE id = ?")),
      keep_lane_(db_.prepare("INSERT OR REPLACE INTO lane(webhook, condition, since, step,"
                             " next_probe, parked, was_paused) VALUES(?, ?, ?, ?, ?, ?, ?)")),
      forget_lane_(db_.prepare("DELETE FROM lane WHERE webhook = ?")),
      waiting_for_(db_.prepare(
          "SELECT delivery.id, delivery.device, owner, attempts, due, received FROM unclaimed"
          " JOIN delivery ON delivery.id = unclaimed.delivery WHERE unclaimed.device = ?"
          " ORDER BY unclaimed.delivery")),
      count_unknown_of_(
          db_.prepare("SELECT count(*) FROM unclaimed WHERE device = ? AND is_known = 0")),
      claim_(db_.prepare("UPDATE delivery SET state = 0, owner = ?, due = ?, at = ? WHERE id = ?")),
      forget_unclaimed_(db_.prepare("DELETE FROM unclaimed WHERE device = ?")),
      open_of_(db_.prepare("SELECT id FROM delivery INDEXED BY pending WHERE state = 0"
                           " AND device = ?1 UNION ALL"
                           " SELECT delivery FROM unclaimed WHERE device = ?1")),
      drop_(db_.prepare("UPDATE delivery SET state = 4, at = ? WHERE id = ?")),
      before_(
          db_.prepare("SELECT id, received, has_own_time, device, time, sequence, data,"
                      " snr, rssi, station FROM message WHERE id < ? ORDER BY id DESC LIMIT ?")),
      finished_(db_.prepare("SELECT device, received FROM delivery WHERE id = ?1 AND owner = ?2"
                            " AND state IN (2, 3, 4)")),
      replay_(db_.prepare("UPDATE delivery SET state = 0, attempts = 0, due = ?1, at = ?1"
                          " WHERE id = ?2")),
      link_(db_.prepare("SELECT owner, previous FROM delivery WHERE id = ? AND device = ?")),
      owner_of_(db_.prepare("SELECT owner FROM delivery WHERE id = ?")),
      attempts_(db_, {options.keep_attempts, options.max_attempts_size}),
      retention_(db_, attempts_,
                 {options.keep_messages, options.keep_unknown, options.max_unknown_messages,
                  options.max_size}),
      trail_(db_),
      recent_(options.dedup_memory),
      copies_(kCountedMessages),
      earliest_remembered_(std::numeric_limits<std::int64_t>::max()),
      remember_since_(clock_.now() - kRemember)
{
    while (remember_earlier(clock_.now() - kRememberFirst, kLoadRows)) {
    }
}

void MessageWriter::batch_begins()
{
    uncommitted_.clear();
    touched_.clear();
    trail_.batch_begins();
    attempts_.batch_begins();
    retention_.batch_begins();
}

void MessageWriter::batch_was_rolled_back() noexcept
{
    // What is not stored must not be taken for stored when it comes again.
    for (const std::uint64_t fingerprint : uncommitted_) recent_.forget(fingerprint);
    uncommitted_.clear();
    trail_.batch_was_rolled_back();
    attempts_.batch_was_rolled_back();
    retention_.batch_was_rolled_back();
}

/// Collected whether anybody listens or not: who begins to in this very moment hears it.
void MessageWriter::batch_was_committed() noexcept
{
    if (bell_ == nullptr || !bell_->is_heard()) return;
    std::ranges::sort(touched_);
    const auto twice = std::ranges::unique(touched_);
    touched_.erase(twice.begin(), twice.end());
    for (const DeviceId device : touched_) bell_->ring(device_topic(device));
}

/// Left as after a kill, whoever opens it next marks what may go out twice.
void MessageWriter::closes()
{
    trail_.save();
    if (!attempts_were_cut_) session_.end();
}

bool MessageWriter::tidy(std::size_t rows)
{
    const Timestamp now = clock_.now();
    const bool more_attempts = attempts_.tidy(now, rows);
    const bool more_to_remove = retention_.tidy(now, rows);
    const bool more_to_save = trail_.tidy(rows);
    if (has_history_) has_history_ = remember_earlier(remember_since_, rows);
    return more_attempts || more_to_remove || more_to_save || has_history_;
}

Result<Stored> MessageWriter::append(const Arrival& arrival)
{
    const Uplink& uplink = arrival.uplink;
    if (retention_.is_exhausted()) {
        return make_error(Errc::overloaded,
                          "messages.db has the size that retention.max_size allows, and all that"
                          " is in it still waits");
    }
    if (uplink.has_own_time && is_copy(uplink)) {
        copies_.add(uplink);
        return Stored{{}, {}, true};
    }

    std::optional<std::string_view> station;
    if (!uplink.station.empty()) station = uplink.station;
    insert_message_.run(uplink.device.value(), to_milliseconds(arrival.received),
                        std::int64_t{uplink.time.time_since_epoch().count()}, uplink.has_own_time,
                        uplink.sequence, std::string_view{uplink.data}, uplink.snr, uplink.rssi,
                        std::string_view{arrival.account}, station);
    const MessageId message{db_.last_insert_rowid()};
    retention_.row_came();
    const auto state = arrival.has_webhook ? DeliveryState::pending : DeliveryState::unclaimed;
    insert_delivery_.run(message, uplink.device.value(), arrival.owner, state,
                         to_milliseconds(arrival.received), trail_.last(uplink.device));
    const DeliveryId delivery{db_.last_insert_rowid()};
    trail_.add(uplink.device, delivery);
    touched_.push_back(uplink.device);
    if (state == DeliveryState::unclaimed) {
        insert_unclaimed_.run(uplink.device.value(), delivery, arrival.is_known_device);
        if (!arrival.is_known_device) retention_.unknown_came();
    }
    return Stored{message, delivery, false};
}

bool MessageWriter::is_copy(const Uplink& uplink)
{
    const std::uint64_t fingerprint = fingerprint_(uplink);
    // Listed first: should memory run out in between, nothing is remembered that is not stored.
    uncommitted_.push_back(fingerprint);
    if (recent_.remember(fingerprint)) return false;
    uncommitted_.pop_back();
    return true;
}

Result<void> MessageWriter::record(const DeliveryUpdate& update)
{
    auto stored = find(update.id);
    if (!stored) return {};
    touched_.push_back(stored->device);
    if (update.attempt) {
        const bool may_repeat = stored->due <= session_.lost_before();
        stored->last_attempt = attempts_.add(*update.attempt, stored->last_attempt, may_repeat);
    }
    // Dropped meanwhile, and that is final.
    const bool is_dropped = stored->state == DeliveryState::dropped;
    const DeliveryState state = is_dropped ? DeliveryState::dropped : update.state;
    retention_.row_came();
    record_.run(state, update.attempts, to_milliseconds(update.due), to_milliseconds(update.at),
                update.cause, update.status, stored->last_attempt, update.id);
    if (state == DeliveryState::unclaimed) wait_for_claim_.run(update.id);
    if (state >= DeliveryState::delivered) retention_.may_go(update.id);
    return {};
}

std::optional<MessageWriter::StoredDelivery> MessageWriter::find(DeliveryId id) const
{
    Cursor row = find_.query(id);
    if (!row.next()) return std::nullopt;
    StoredDelivery found{
        .state = static_cast<DeliveryState>(row.integer(0)),
        .due = from_milliseconds(row.integer(1)),
        .last_attempt = {},
        .device = DeviceId::from_value(static_cast<std::uint32_t>(row.integer(3)))};
    if (const auto last = row.optional_integer(2)) found.last_attempt = AttemptPlace{*last};
    return found;
}

Result<void> MessageWriter::keep(const LaneState& state)
{
    keep_lane_.run(state.webhook, state.condition, to_milliseconds(state.since), state.step,
                   to_milliseconds(state.next_probe), state.parked, state.was_paused.count());
    return {};
}

Result<void> MessageWriter::forget(WebhookId webhook)
{
    forget_lane_.run(webhook);
    return {};
}

Result<std::vector<PendingDelivery>> MessageWriter::claim(DeviceId device, CustomerId owner,
                                                          Timestamp now)
{
    std::vector<PendingDelivery> waiting;
    for (Cursor row = waiting_for_.query(device.value()); row.next();) {
        waiting.push_back(read_pending(row));
    }
    if (waiting.empty()) return waiting;
    touched_.push_back(device);
    std::vector<PendingDelivery> claimed;
    for (PendingDelivery& one : waiting) {
        // One that was meant for another customer slipped in while he was leaving.
        if (one.owner != kNobody && one.owner != owner) {
            drop_.run(to_milliseconds(now), one.id);
            retention_.may_go(one.id);
            continue;
        }
        claim_.run(owner, to_milliseconds(now), to_milliseconds(now), one.id);
        one.owner = owner;
        one.due = now;
        claimed.push_back(one);
    }
    forget_waiting(device);
    return claimed;
}

Result<std::size_t> MessageWriter::drop_open(DeviceId device, Timestamp now)
{
    touched_.push_back(device);
    std::vector<DeliveryId> open;
    for (Cursor row = open_of_.query(device.value()); row.next();) {
        open.push_back(DeliveryId{row.integer(0)});
    }
    for (const DeliveryId id : open) {
        drop_.run(to_milliseconds(now), id);
        retention_.may_go(id);
    }
    forget_waiting(device);
    return open.size();
}

void MessageWriter::forget_waiting(DeviceId device)
{
    Cursor unknown = count_unknown_of_.query(device.value());
    unknown.next();
    retention_.unknown_left(static_cast<std::size_t>(unknown.integer(0)));
    forget_unclaimed_.run(device.value());
}

/// Reads messages of the time before the start, backwards; false when all are remembered.
bool MessageWriter::remember_earlier(Timestamp since, std::size_t rows)
{
    Cursor row = before_.query(earliest_remembered_, rows);
    for (std::size_t i = 0; i < rows; ++i) {
        if (!row.next() || row.integer(1) < to_milliseconds(since)) return false;
        if (row.integer(2) != 0) {
            if (!recent_.remember_older(fingerprint_(read_uplink(row, 2)))) return false;
        }
        earliest_remembered_ = row.integer(0);
    }
    return true;
}

}  // namespace mysigfox::storage
