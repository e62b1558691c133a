// An outbox in memory: what is pending, and every change that was recorded.
#pragma once

#include "mysigfox/storage/outbox.hpp"
#include "support/gate.hpp"

#include <map>
#include <stdexcept>
#include <vector>

namespace mysigfox::test {

/// Both sides of the outbox over the same rows, for one loop.
class FakeOutbox final : public storage::Outbox, public storage::OutboxReader {
public:
    struct Row {
        storage::Delivery delivery;
        storage::DeliveryState state = storage::DeliveryState::pending;
    };

    explicit FakeOutbox(Executor home) : gate(home) {}

    Gate gate;                                      ///< every record() waits here
    int refusals = 0;                               ///< so many record() will fail
    int broken_reads = 0;                           ///< so many find() will throw
    int reads = 0;                                  ///< find() calls so far
    std::map<DeliveryId, Row> rows;                 ///< what is on disk
    std::map<WebhookId, storage::LaneState> lanes;  ///< what was kept of them
    std::vector<storage::DeliveryUpdate> updates;   ///< what was recorded, in order
    bool was_cut = false;                           ///< attempts were cut

    Task<Result<void>> record(storage::DeliveryUpdate update) override
    {
        co_await gate.pass();
        if (refusals > 0) {
            --refusals;
            co_return make_error(Errc::storage_unavailable, "the disk is full");
        }
        updates.push_back(update);
        if (const auto row = rows.find(update.id); row != rows.end()) {
            row->second.state = update.state;
            row->second.delivery.pending.attempts = update.attempts;
            row->second.delivery.pending.due = update.due;
        }
        co_return Result<void>{};
    }

    Task<Result<void>> keep(storage::LaneState state) override
    {
        lanes[state.webhook] = state;
        co_return Result<void>{};
    }

    Task<Result<void>> forget(WebhookId webhook) override
    {
        lanes.erase(webhook);
        co_return Result<void>{};
    }

    void attempts_were_cut() noexcept override { was_cut = true; }

    std::vector<storage::LaneState> lane_states() override
    {
        std::vector<storage::LaneState> states;
        for (const auto& [id, state] : lanes) states.push_back(state);
        return states;
    }

    Task<Result<std::vector<storage::PendingDelivery>>> claim(DeviceId, CustomerId,
                                                              Timestamp) override
    {
        co_return std::vector<storage::PendingDelivery>{};
    }

    Task<Result<std::size_t>> drop_open(DeviceId, Timestamp) override { co_return std::size_t{0}; }

    Task<Result<std::size_t>> drop(std::vector<DeliveryId>, Timestamp) override
    {
        co_return std::size_t{0};
    }

    std::optional<storage::Delivery> find(DeliveryId id) override
    {
        ++reads;
        if (broken_reads > 0) {
            --broken_reads;
            throw std::runtime_error{"disk I/O error"};
        }
        return find_in(id, storage::DeliveryState::pending);
    }

    std::optional<storage::Delivery> find_parked(DeliveryId id) override
    {
        return find_in(id, storage::DeliveryState::parked);
    }

    void each_pending(const std::function<void(const storage::PendingDelivery&)>& visit) override
    {
        for (const auto& [id, row] : rows) {
            if (row.state == storage::DeliveryState::pending) visit(row.delivery.pending);
        }
    }

    std::vector<DeviceId> unclaimed_devices() override { return {}; }
    std::size_t count_unclaimed(DeviceId) override { return 0; }
    std::vector<UnknownDevice> unknown_devices(std::size_t) override { return {}; }
    storage::OutboxReader::Totals totals() override { return {}; }

private:
    std::optional<storage::Delivery> find_in(DeliveryId id, storage::DeliveryState state) const
    {
        const auto row = rows.find(id);
        if (row == rows.end() || row->second.state != state) return std::nullopt;
        return row->second.delivery;
    }
};

}  // namespace mysigfox::test
