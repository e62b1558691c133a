#include "storage/outbox_reader.hpp"

#include "storage/message_rows.hpp"

namespace mysigfox::storage {

SqliteOutboxReader::SqliteOutboxReader(const std::filesystem::path& file)
    : db_(file, Database::Mode::read_only),
      find_(db_.prepare(
          "SELECT d.id, d.device, d.owner, d.attempts, d.due, d.received, m.id,"
          " m.has_own_time, m.device, m.time, m.sequence, m.data, m.snr, m.rssi, m.station"
          " FROM delivery d JOIN message m ON m.id = d.message"
          " WHERE d.id = ? AND d.state = ?")),
      pending_(db_.prepare("SELECT id, device, owner, attempts, due, received"
                           " FROM delivery INDEXED BY pending WHERE state = 0 ORDER BY id")),
      unclaimed_(db_.prepare("SELECT DISTINCT device FROM unclaimed ORDER BY device")),
      count_unclaimed_(db_.prepare("SELECT count(*) FROM unclaimed WHERE device = ?")),
      unknown_(db_.prepare(
          "SELECT m.device, count(*), max(m.received), m.account FROM unclaimed u"
          " JOIN delivery d ON d.id = u.delivery JOIN message m ON m.id = d.message"
          " WHERE u.is_known = 0 GROUP BY m.device ORDER BY max(m.received) DESC LIMIT ?")),
      totals_(
          db_.prepare("SELECT (SELECT count(*) FROM delivery INDEXED BY pending WHERE state = 0),"
                      " (SELECT count(*) FROM unclaimed),"
                      " (SELECT count(*) FROM delivery INDEXED BY parked WHERE state = 3)")),
      lanes_(db_.prepare("SELECT webhook, condition, since, step, next_probe, parked, was_paused"
                         " FROM lane ORDER BY webhook"))
{
}

std::optional<Delivery> SqliteOutboxReader::find(DeliveryId id)
{
    return find(id, DeliveryState::pending);
}

std::optional<Delivery> SqliteOutboxReader::find_parked(DeliveryId id)
{
    return find(id, DeliveryState::parked);
}

std::optional<Delivery> SqliteOutboxReader::find(DeliveryId id, DeliveryState state) const
{
    Cursor row = find_.query(id, state);
    if (!row.next()) return std::nullopt;
    return Delivery{read_pending(row), MessageId{row.integer(6)}, read_uplink(row, 7)};
}

void SqliteOutboxReader::each_pending(const std::function<void(const PendingDelivery&)>& visit)
{
    for (Cursor row = pending_.query(); row.next();) visit(read_pending(row));
    db_.execute("PRAGMA shrink_memory");  // pages that nobody will look at again
}

std::vector<LaneState> SqliteOutboxReader::lane_states()
{
    std::vector<LaneState> states;
    for (Cursor row = lanes_.query(); row.next();) {
        states.push_back({.webhook = WebhookId{row.integer(0)},
                          .condition = static_cast<LaneCondition>(row.integer(1)),
                          .since = from_milliseconds(row.integer(2)),
                          .step = static_cast<std::uint8_t>(row.integer(3)),
                          .next_probe = from_milliseconds(row.integer(4)),
                          .parked = DeliveryId{row.integer(5)},
                          .was_paused = std::chrono::milliseconds{row.integer(6)}});
    }
    return states;
}

std::vector<DeviceId> SqliteOutboxReader::unclaimed_devices()
{
    std::vector<DeviceId> devices;
    for (Cursor row = unclaimed_.query(); row.next();) {
        devices.push_back(DeviceId::from_value(static_cast<std::uint32_t>(row.integer(0))));
    }
    return devices;
}

std::size_t SqliteOutboxReader::count_unclaimed(DeviceId device)
{
    Cursor row = count_unclaimed_.query(device.value());
    row.next();
    return static_cast<std::size_t>(row.integer(0));
}

std::vector<OutboxReader::UnknownDevice> SqliteOutboxReader::unknown_devices(std::size_t limit)
{
    std::vector<UnknownDevice> devices;
    for (Cursor row = unknown_.query(limit); row.next();) {
        devices.push_back(
            {.device = DeviceId::from_value(static_cast<std::uint32_t>(row.integer(0))),
             .messages = static_cast<std::size_t>(row.integer(1)),
             .last = from_milliseconds(row.integer(2)),
             .account = std::string{row.text(3)}});
    }
    return devices;
}

OutboxReader::Totals SqliteOutboxReader::totals()
{
    Cursor row = totals_.query();
    row.next();
    return {.pending = static_cast<std::uint64_t>(row.integer(0)),
            .unclaimed = static_cast<std::uint64_t>(row.integer(1)),
            .parked = static_cast<std::uint64_t>(row.integer(2))};
}

}  // namespace mysigfox::storage
