// Walks from a device's last delivery backwards.
#include "storage/history_reader.hpp"

#include "storage/message_rows.hpp"

#include <algorithm>

namespace mysigfox::storage {

bool is_failed(DeliveryState state, const std::optional<Cause>& cause) noexcept
{
    if (state == DeliveryState::parked) return true;
    return state == DeliveryState::pending && cause && *cause != Cause::delivered;
}

namespace {

/// A device may speak 140 times a day: more than a month of it.
constexpr std::size_t kMostHops = 5'000;
constexpr std::size_t kHopsAtOnce = 64;  // between two looks at the clock
/// Parked rows looked at in one question: they are anybody's.
constexpr std::size_t kMostParked = 20'000;

/// All that is read here belongs together, and each statement alone would take locks.
class ReadTransaction {
public:
    explicit ReadTransaction(Database& db) : db_(db) { db_.execute("BEGIN"); }
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;
    ~ReadTransaction()
    {
        try {
            if (db_.is_in_transaction()) db_.execute("COMMIT");
        } catch (const SqliteError&) {
            // Nothing was written; the next BEGIN finds out what is wrong.
        }
    }

private:
    Database& db_;
};

}  // namespace

struct HistoryReader::Hop {
    PendingDelivery pending;
    MessageId message{};
    DeliveryState state{};
    std::optional<Timestamp> at;
    std::optional<Cause> cause;
    int status = 0;
    DeliveryId previous{};
};

HistoryReader::HistoryReader(const std::filesystem::path& file)
    : db_(file, Database::Mode::read_only),
      attempts_(file),
      hop_(db_.prepare("SELECT id, device, owner, attempts, due, received, message, state, at,"
                       " cause, status, previous FROM delivery WHERE id = ? AND device = ?")),
      message_(db_.prepare("SELECT has_own_time, device, time, sequence, data, snr, rssi, station"
                           " FROM message WHERE id = ?")),
      time_(db_.prepare("SELECT time FROM message WHERE id = ?")),
      device_(db_.prepare("SELECT device FROM message WHERE id = ?")),
      parked_(db_.prepare("SELECT id, owner, device, received FROM delivery INDEXED BY parked"
                          " WHERE state = 3 AND id > ? ORDER BY id LIMIT ?")),
      lane_(db_.prepare("SELECT condition, since, step, next_probe, parked, was_paused FROM lane"
                        " WHERE webhook = ?")),
      owners_(db_.prepare("SELECT id, owner FROM delivery WHERE id > ? ORDER BY id LIMIT ?"))
{
}

bool HistoryReader::is_asked_for(const Hop& hop, const HistoryQuestion& question) const
{
    if (question.failed_only && !is_failed(hop.state, hop.cause)) return false;
    if (!question.since && !question.until) return true;
    const Timestamp time = time_of(hop, question.by_device_time);
    return (!question.since || time >= *question.since) &&
           (!question.until || time < *question.until);
}

HistoryPage HistoryReader::page(const HistoryQuestion& question, DeliveryId newest)
{
    const ReadTransaction transaction{db_};
    HistoryPage page;
    bool is_over = false;
    const auto visit = [&](const Hop& hop) {
        if (page.deliveries.size() == question.limit) return false;
        // The network may have kept it for hours, so its own time is no reason to stop.
        is_over =
            question.since && !question.by_device_time && hop.pending.received < *question.since;
        if (is_over) return false;
        if (is_asked_for(hop, question)) {
            page.deliveries.push_back(delivery_of(hop, question.with_attempts));
        }
        return true;
    };
    const auto next = walk(question.device, question.owner, question.from.value_or(newest), visit);
    if (!is_over) page.next = next;
    return page;
}

Outline HistoryReader::outline(DeviceId device, CustomerId owner, const Reach& reach,
                               DeliveryId newest)
{
    const ReadTransaction transaction{db_};
    Outline outline;
    const auto visit = [&](const Hop& hop) {
        if (hop.pending.received < reach.since) return false;
        const bool looks_at_clock = outline.points.size() % kHopsAtOnce == kHopsAtOnce - 1;
        outline.is_whole = !looks_at_clock || std::chrono::steady_clock::now() < reach.until;
        if (!outline.is_whole) return false;
        HistoryPoint point{hop.pending.received,
                           {},
                           is_failed(hop.state, hop.cause),
                           hop.state == DeliveryState::parked};
        if (hop.state == DeliveryState::delivered && hop.at) {
            point.delay = std::max(*hop.at - hop.pending.received, std::chrono::milliseconds{0});
        }
        outline.points.push_back(point);
        return true;
    };
    walk(device, owner, newest, visit);
    return outline;
}

ParkedPage HistoryReader::parked(const ParkedQuestion& question)
{
    ParkedPage page;
    std::size_t seen = 0;
    DeliveryId last = question.after;
    for (Cursor row = parked_.query(question.after, kMostParked); row.next(); ++seen) {
        if (page.ids.size() == question.limit) break;
        last = DeliveryId{row.integer(0)};
        if (CustomerId{row.integer(1)} != question.owner) continue;
        if (question.device && question.device->value() != row.integer(2)) continue;
        if (from_milliseconds(row.integer(3)) >= question.since) page.ids.push_back(last);
    }
    if (seen == kMostParked || page.ids.size() == question.limit) page.next = last;
    return page;
}

OwnedPage HistoryReader::owned(CustomerId owner, DeliveryId after, std::size_t rows)
{
    OwnedPage page;
    DeliveryId last{};
    std::size_t seen = 0;
    for (Cursor row = owners_.query(after, rows); row.next(); ++seen) {
        last = DeliveryId{row.integer(0)};
        if (CustomerId{row.integer(1)} == owner) page.ids.push_back(last);
    }
    if (seen == rows) page.next = last;
    return page;
}

std::optional<DeviceId> HistoryReader::device_of(MessageId message)
{
    Cursor row = device_.query(message);
    if (!row.next()) return std::nullopt;
    return DeviceId::from_value(static_cast<std::uint32_t>(row.integer(0)));
}

std::optional<PastDelivery> HistoryReader::find(MessageId message, DeviceId device,
                                                DeliveryId newest)
{
    const ReadTransaction transaction{db_};
    std::optional<PastDelivery> found;
    const auto visit = [&](const Hop& hop) {
        if (hop.message == message) found = delivery_of(hop, /*with_attempts=*/true);
        return hop.message > message;
    };
    walk(device, kNobody, newest, visit);
    return found;
}

std::optional<LaneState> HistoryReader::lane(WebhookId webhook)
{
    Cursor row = lane_.query(webhook);
    if (!row.next()) return std::nullopt;
    return LaneState{.webhook = webhook,
                     .condition = static_cast<LaneCondition>(row.integer(0)),
                     .since = from_milliseconds(row.integer(1)),
                     .step = static_cast<std::uint8_t>(row.integer(2)),
                     .next_probe = from_milliseconds(row.integer(3)),
                     .parked = DeliveryId{row.integer(4)},
                     .was_paused = std::chrono::milliseconds{row.integer(5)}};
}

std::optional<DeliveryId> HistoryReader::walk(DeviceId device, CustomerId owner, DeliveryId newest,
                                              const std::function<bool(const Hop&)>& visit)
{
    DeliveryId id = newest;
    for (std::size_t i = 0; i < kMostHops; ++i) {
        if (id == DeliveryId{}) return std::nullopt;
        const std::optional<Hop> found = hop(id, device);
        if (!found) return std::nullopt;  // those before it went before it
        const bool is_asked_for = owner == kNobody || found->pending.owner == owner;
        if (is_asked_for && !visit(*found)) return id;
        if (found->previous >= id) return std::nullopt;  // a damaged link leads nowhere
        id = found->previous;
    }
    return id;
}

std::optional<HistoryReader::Hop> HistoryReader::hop(DeliveryId id, DeviceId device) const
{
    Cursor row = hop_.query(id, device.value());
    if (!row.next()) return std::nullopt;
    Hop found{.pending = read_pending(row),
              .message = MessageId{row.integer(6)},
              .state = static_cast<DeliveryState>(row.integer(7)),
              .at = {},
              .cause = {},
              .status = static_cast<int>(row.integer(10)),
              .previous = DeliveryId{row.integer(11)}};
    if (const auto at = row.optional_integer(8)) found.at = from_milliseconds(*at);
    if (const auto cause = row.optional_integer(9)) found.cause = static_cast<Cause>(*cause);
    return found;
}

Timestamp HistoryReader::time_of(const Hop& hop, bool by_device_time) const
{
    if (!by_device_time) return hop.pending.received;
    Cursor row = time_.query(hop.message);
    return row.next() ? from_milliseconds(row.integer(0) * 1'000) : hop.pending.received;
}

PastDelivery HistoryReader::delivery_of(const Hop& hop, bool with_attempts)
{
    Uplink uplink{.device = hop.pending.device, .time = {}, .data = {}, .snr = {}, .rssi = {}};
    if (Cursor row = message_.query(hop.message); row.next()) uplink = read_uplink(row, 0);
    PastDelivery past{.delivery = {hop.pending, hop.message, std::move(uplink)},
                      .state = hop.state,
                      .at = hop.at,
                      .cause = hop.cause,
                      .status = hop.status,
                      .attempts = {}};
    if (with_attempts) past.attempts = attempts_.attempts(hop.pending.id);
    return past;
}

}  // namespace mysigfox::storage
