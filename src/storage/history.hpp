// The history of a device: the commit thread knows where it begins, a loop of its own reads it.
#pragma once

#include "mysigfox/storage/history.hpp"
#include "storage/history_reader.hpp"
#include "storage/message_writer.hpp"

#include <filesystem>

namespace mysigfox::storage {

class SqliteHistory final : public History {
public:
    SqliteHistory(const std::filesystem::path& file, MessageWriter& writer, CommitThread& thread,
                  Executor reading)
        : reader_(file), writer_(writer), thread_(thread), reading_(reading)
    {
    }

    Task<Result<HistoryPage>> page(HistoryQuestion question) override;
    Task<Result<Outline>> outline(DeviceId device, CustomerId owner, Timestamp since,
                                  std::chrono::steady_clock::time_point until) override;
    Task<Result<ParkedPage>> parked(ParkedQuestion question) override;
    Task<Result<std::optional<PastDelivery>>> find(MessageId message) override;
    Task<Result<std::optional<LaneState>>> lane(WebhookId webhook) override;
    Task<Result<std::vector<PendingDelivery>>> replay(std::vector<DeliveryId> ids, CustomerId owner,
                                                      Timestamp now) override;
    Task<Result<void>> erase(DeviceId device, CustomerId owner) override;
    Task<Result<std::size_t>> erase_all(CustomerId owner) override;

private:
    Task<Result<DeliveryId>> newest(DeviceId device);
    Task<Result<std::size_t>> erase_these(std::vector<DeliveryId> ids, CustomerId owner);

    HistoryReader reader_;  // touched on reading_ alone
    MessageWriter& writer_;
    CommitThread& thread_;
    Executor reading_;
};

}  // namespace mysigfox::storage
