// Messages that somebody chose: sent again, not sent after all, taken out of the file.
#include "storage/message_writer.hpp"

namespace mysigfox::storage {

Result<std::vector<PendingDelivery>> MessageWriter::replay(const std::vector<DeliveryId>& ids,
                                                           CustomerId owner, Timestamp now)
{
    std::vector<PendingDelivery> pending;
    for (const DeliveryId id : ids) {
        {
            Cursor row = finished_.query(id, owner);
            if (!row.next()) continue;
            pending.push_back(
                {.id = id,
                 .device = DeviceId::from_value(static_cast<std::uint32_t>(row.integer(0))),
                 .owner = owner,
                 .attempts = 0,
                 .due = now,
                 .received = from_milliseconds(row.integer(1)),
                 .is_replay = true});
        }
        touched_.push_back(pending.back().device);
        replay_.run(to_milliseconds(now), id);
    }
    return pending;
}

Result<std::size_t> MessageWriter::drop(const std::vector<DeliveryId>& ids, Timestamp now)
{
    std::size_t dropped = 0;
    for (const DeliveryId id : ids) {
        const auto stored = find(id);
        if (!stored || stored->state != DeliveryState::pending) continue;
        touched_.push_back(stored->device);
        drop_.run(to_milliseconds(now), id);
        retention_.may_go(id);
        ++dropped;
    }
    return dropped;
}

namespace {

/// What is deleted while this lives is overwritten as well. Messages and attempts never move from
/// the page they were written to, so nothing of them is left.
class Overwriting {
public:
    explicit Overwriting(Database& db) : db_(db) { db_.execute("PRAGMA secure_delete = ON"); }
    Overwriting(const Overwriting&) = delete;
    Overwriting& operator=(const Overwriting&) = delete;
    ~Overwriting()
    {
        try {
            db_.execute("PRAGMA secure_delete = OFF");
        } catch (const SqliteError&) {  // it costs some time, no more
        }
    }

private:
    Database& db_;
};

}  // namespace

Result<std::size_t> MessageWriter::erase(const std::vector<DeliveryId>& ids, CustomerId owner)
{
    const Overwriting overwriting{db_};
    std::size_t erased = 0;
    for (const DeliveryId id : ids) {
        bool is_his = false;
        {
            Cursor row = owner_of_.query(id);
            is_his = row.next() && CustomerId{row.integer(0)} == owner;
        }
        if (!is_his) continue;
        retention_.erase(id);
        ++erased;
    }
    return erased;
}

Result<DeliveryId> MessageWriter::erase(DeviceId device, CustomerId owner, DeliveryId from,
                                        std::size_t rows)
{
    const Overwriting overwriting{db_};
    DeliveryId next = from;
    for (std::size_t i = 0; i < rows && next != DeliveryId{}; ++i) {
        const DeliveryId id = next;
        bool is_his = false;
        {
            Cursor row = link_.query(id, device.value());
            if (!row.next()) return DeliveryId{};
            is_his = CustomerId{row.integer(0)} == owner;
            next = DeliveryId{row.integer(1)};
        }
        if (next >= id) next = DeliveryId{};  // a damaged link leads nowhere
        if (is_his) retention_.erase(id);
    }
    return next;
}

}  // namespace mysigfox::storage
