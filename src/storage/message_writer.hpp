// Every change to messages.db, as the commit thread makes it.
#pragma once

#include "mysigfox/storage/message_store.hpp"
#include "storage/attempt_table.hpp"
#include "storage/commit_thread.hpp"
#include "storage/copy_table.hpp"
#include "storage/device_trail.hpp"
#include "storage/recent_messages.hpp"
#include "storage/retention.hpp"
#include "storage/session.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

namespace mysigfox::storage {

/// Statements and memory behind MessageLog and Outbox. Confined to the commit thread, once that
/// runs.
class MessageWriter final : public Writer {
public:
    /// Opens the file; messages of the last minutes are remembered when it returns.
    explicit MessageWriter(const MessageStoreOptions& options);

    Result<Stored> append(const Arrival& arrival);
    Result<void> record(const DeliveryUpdate& update);
    Result<void> keep(const LaneState& state);
    Result<void> forget(WebhookId webhook);
    Result<std::vector<PendingDelivery>> claim(DeviceId device, CustomerId owner, Timestamp now);
    Result<std::size_t> drop_open(DeviceId device, Timestamp now);

    // message_replay.cpp
    Result<std::size_t> drop(const std::vector<DeliveryId>& ids, Timestamp now);
    Result<std::vector<PendingDelivery>> replay(const std::vector<DeliveryId>& ids,
                                                CustomerId owner, Timestamp now);
    /// DeliveryId{}: none is known.
    Result<DeliveryId> newest(DeviceId device) const { return trail_.last(device); }
    /// Removes what was the owner's among `rows` deliveries of the device, from this one
    /// backwards; where the next step begins, DeliveryId{} at the end.
    Result<DeliveryId> erase(DeviceId device, CustomerId owner, DeliveryId from, std::size_t rows);

    /// Those of them that are the owner's; how many that were.
    Result<std::size_t> erase(const std::vector<DeliveryId>& ids, CustomerId owner);

    Database& database() override { return db_; }
    void batch_begins() override;
    void batch_was_rolled_back() noexcept override;
    void batch_was_committed() noexcept override;
    bool tidy(std::size_t rows) override;
    void closes() override;
    /// From any thread, as the next.
    const CopyCounts& copies() const noexcept { return copies_; }
    void attempts_were_cut() noexcept { attempts_were_cut_ = true; }

private:
    struct StoredDelivery {
        DeliveryState state;
        Timestamp due;
        std::optional<AttemptPlace> last_attempt;
        DeviceId device = DeviceId::from_value(0);
    };

    std::optional<StoredDelivery> find(DeliveryId id) const;
    bool is_copy(const Uplink& uplink);
    void forget_waiting(DeviceId device);
    bool remember_earlier(Timestamp since, std::size_t rows);

    const Clock& clock_;
    Bell* const bell_;
    Database db_;
    Session session_;
    std::atomic<bool> attempts_were_cut_ = false;
    const Statement insert_message_, insert_delivery_, insert_unclaimed_;
    const Statement find_, record_, wait_for_claim_;
    const Statement keep_lane_, forget_lane_;
    const Statement waiting_for_, count_unknown_of_, claim_, forget_unclaimed_;
    const Statement open_of_, drop_;
    const Statement before_;
    const Statement finished_, replay_, link_, owner_of_;
    AttemptTable attempts_;
    Retention retention_;
    DeviceTrail trail_;
    Fingerprinter fingerprint_;
    RecentMessages recent_;
    CopyTable copies_;
    std::vector<std::uint64_t> uncommitted_;  // fingerprints of this batch
    std::vector<DeviceId> touched_;           // likewise; those who watch are told
    std::int64_t earliest_remembered_;        // rows before this id are not in recent_ yet
    Timestamp remember_since_;
    bool has_history_ = true;
};

}  // namespace mysigfox::storage
