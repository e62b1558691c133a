// One loop, one client, one request.
#include "app/webhook_trial.hpp"

#include "app/lone_client.hpp"
#include "mysigfox/delivery/trials.hpp"
#include "mysigfox_generated/version.hpp"

#include <optional>
#include <string>

namespace mysigfox::app {
namespace {

constexpr DeviceId kTestDevice = DeviceId::from_value(0x7E57);

Task<void> run_once(LoneClient& lone, const WebhookUrl& url, std::optional<Trial>& into)
{
    const SystemClock clock;
    const delivery::TrialRooms rooms{clock, lone.client(), lone.policy()};
    delivery::Trials trials{rooms, std::string{"MySigfox/"} + kVersion};
    storage::Target target;
    Trial trial = co_await trials.run(kTestDevice, url, std::move(target));
    into.emplace(std::move(trial));
}

}  // namespace

Result<Trial> try_webhook(const config::Settings& settings, const TargetPolicy& policy,
                          const WebhookUrl& url)
{
    client::ClientLimits limits;
    limits.total = settings.delivery.total_timeout;
    const auto lone = LoneClient::make(settings, policy, limits);
    if (!lone) return lone.error();
    std::optional<Trial> trial;
    (*lone)->run(run_once(**lone, url, trial));
    return std::move(*trial);
}

}  // namespace mysigfox::app
