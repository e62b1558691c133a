#include "mysigfox/storage/message_store.hpp"

#include "storage/attempt_reader.hpp"
#include "storage/history.hpp"
#include "storage/message_writer.hpp"
#include "storage/outbox_reader.hpp"

namespace mysigfox::storage {
namespace {

class SqliteMessageStore final : public MessageStore, MessageLog, Outbox {
public:
    explicit SqliteMessageStore(const MessageStoreOptions& options)
        : file_(options.file),
          writer_(options),
          thread_(writer_,
                  {options.max_waiting, Durability::full, options.on_failure, 0, options.meter})
    {
    }

    MessageLog& log() override { return *this; }
    Outbox& outbox() override { return *this; }
    std::unique_ptr<OutboxReader> make_reader() override
    {
        return std::make_unique<SqliteOutboxReader>(file_);
    }

    std::unique_ptr<AttemptLogReader> make_attempt_reader() override
    {
        return std::make_unique<SqliteAttemptLogReader>(file_);
    }

    std::unique_ptr<History> make_history(Executor reading) override
    {
        return std::make_unique<SqliteHistory>(file_, writer_, thread_, reading);
    }

    const CopyCounts& copies() const override { return writer_.copies(); }

    Task<Result<Stored>> append(Arrival arrival) override
    {
        auto change = [this, arrival = std::move(arrival)] { return writer_.append(arrival); };
        return thread_.commit(std::move(change));
    }

    Task<Result<void>> record(DeliveryUpdate update) override
    {
        auto change = [this, update = std::move(update)] { return writer_.record(update); };
        return thread_.commit(std::move(change));
    }

    Task<Result<void>> keep(LaneState state) override
    {
        auto change = [this, state] { return writer_.keep(state); };
        return thread_.commit(change);
    }

    Task<Result<void>> forget(WebhookId webhook) override
    {
        auto change = [this, webhook] { return writer_.forget(webhook); };
        return thread_.commit(change);
    }

    Task<Result<std::vector<PendingDelivery>>> claim(DeviceId device, CustomerId owner,
                                                     Timestamp now) override
    {
        auto change = [this, device, owner, now] { return writer_.claim(device, owner, now); };
        return thread_.commit(change);
    }

    Task<Result<std::size_t>> drop_open(DeviceId device, Timestamp now) override
    {
        auto change = [this, device, now] { return writer_.drop_open(device, now); };
        return thread_.commit(change);
    }

    Task<Result<std::size_t>> drop(std::vector<DeliveryId> ids, Timestamp now) override
    {
        auto change = [this, ids = std::move(ids), now] { return writer_.drop(ids, now); };
        return thread_.commit(std::move(change));
    }

    void lend(const std::function<void(Database&)>& work) override { thread_.lend(work); }

    void attempts_were_cut() noexcept override { writer_.attempts_were_cut(); }

private:
    const std::filesystem::path file_;
    MessageWriter writer_;
    CommitThread thread_;  // last: joined before what it writes to is gone
};

}  // namespace

std::string device_topic(DeviceId device)
{
    return "device " + device.str();
}

std::unique_ptr<MessageStore> open_message_store(const MessageStoreOptions& options)
{
    return std::make_unique<SqliteMessageStore>(options);
}

}  // namespace mysigfox::storage
