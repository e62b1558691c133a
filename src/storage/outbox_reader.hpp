// Deliveries read from messages.db on a connection that cannot write.
#pragma once

#include "mysigfox/storage/outbox.hpp"
#include "storage/sqlite.hpp"

#include <filesystem>

namespace mysigfox::storage {

class SqliteOutboxReader final : public OutboxReader {
public:
    explicit SqliteOutboxReader(const std::filesystem::path& file);

    std::optional<Delivery> find(DeliveryId id) override;
    std::optional<Delivery> find_parked(DeliveryId id) override;
    void each_pending(const std::function<void(const PendingDelivery&)>& visit) override;
    std::vector<LaneState> lane_states() override;
    std::vector<DeviceId> unclaimed_devices() override;
    std::size_t count_unclaimed(DeviceId device) override;
    std::vector<UnknownDevice> unknown_devices(std::size_t limit) override;
    Totals totals() override;

private:
    std::optional<Delivery> find(DeliveryId id, DeliveryState state) const;

    Database db_;
    const Statement find_, pending_, unclaimed_, count_unclaimed_, unknown_, totals_, lanes_;
};

}  // namespace mysigfox::storage
