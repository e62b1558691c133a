// Test deliveries: the request that a message would make, with a message of our own.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/client/webhook_client.hpp"
#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/trial.hpp"
#include "mysigfox/storage/inbox_store.hpp"
#include "mysigfox/storage/registry.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace mysigfox::delivery {

class Signer;

struct TrialRooms {
    const Clock& clock;
    client::WebhookClient& client;  ///< of this loop
    const TargetPolicy& policy;     ///< of this loop
    /// Null where only URLs outside of the relay are tried.
    storage::RegistryReader* registry = nullptr;
    storage::InboxStore* inbox = nullptr;
};

/// They carry `webhook-test: true`, are never counted as messages, stand in no log of attempts,
/// and say nothing about a lane. Confined to one loop.
class Trials {
public:
    /// Somebody waits for a page meanwhile.
    static constexpr std::chrono::milliseconds kPatience{10'000};
    static constexpr std::size_t kMostAtOnce = 16;

    Trials(const TrialRooms& rooms, std::string user_agent,
           std::chrono::milliseconds patience = kPatience);
    ~Trials();

    /// To the webhook of the device. not_found if it has none; overloaded if there are too many
    /// at this moment. A URL that is refused by now is a result.
    Task<Result<Trial>> run(DeviceId device);
    /// To this URL, which is no inbox of ours unless the rooms have them.
    Task<Trial> run(DeviceId device, WebhookUrl url, storage::Target target);

private:
    const TrialRooms rooms_;
    const std::string user_agent_;
    const std::chrono::milliseconds patience_;
    const std::unique_ptr<Signer> signer_;
    std::size_t under_way_ = 0;
};

}  // namespace mysigfox::delivery
