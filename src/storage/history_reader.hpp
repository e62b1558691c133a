// A device's deliveries read from messages.db, each leading to the one before it.
#pragma once

#include "mysigfox/storage/history.hpp"
#include "storage/attempt_reader.hpp"
#include "storage/sqlite.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace mysigfox::storage {

/// Deliveries of one customer among those of everybody.
struct OwnedPage {
    std::vector<DeliveryId> ids;
    std::optional<DeliveryId> next;  ///< none: that was the end
};

/// Confined to one thread.
class HistoryReader {
public:
    explicit HistoryReader(const std::filesystem::path& file);

    /// newest: where the walk begins, DeliveryId{} for nowhere.
    HistoryPage page(const HistoryQuestion& question, DeliveryId newest);
    struct Reach {
        Timestamp since;
        std::chrono::steady_clock::time_point until;  ///< when it stops, wherever it is
    };
    Outline outline(DeviceId device, CustomerId owner, const Reach& reach, DeliveryId newest);
    ParkedPage parked(const ParkedQuestion& question);
    std::optional<DeviceId> device_of(MessageId message);
    std::optional<PastDelivery> find(MessageId message, DeviceId device, DeliveryId newest);
    std::optional<LaneState> lane(WebhookId webhook);
    /// Among the next `rows` deliveries after this one.
    OwnedPage owned(CustomerId owner, DeliveryId after, std::size_t rows);

private:
    struct Hop;
    /// From the newest backwards, what is the owner's, until `visit` says false. Where it would go
    /// on; nothing at the end.
    std::optional<DeliveryId> walk(DeviceId device, CustomerId owner, DeliveryId newest,
                                   const std::function<bool(const Hop&)>& visit);
    std::optional<Hop> hop(DeliveryId id, DeviceId device) const;
    PastDelivery delivery_of(const Hop& hop, bool with_attempts);
    Timestamp time_of(const Hop& hop, bool by_device_time) const;
    bool is_asked_for(const Hop& hop, const HistoryQuestion& question) const;

    Database db_;
    SqliteAttemptLogReader attempts_;
    const Statement hop_, message_, time_, device_, parked_, lane_, owners_;
};

}  // namespace mysigfox::storage
