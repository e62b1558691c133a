// One loop, one client, one request.
#include "app/webhook_trial.hpp"

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/delivery/trials.hpp"
#include "mysigfox/net/resolver.hpp"
#include "mysigfox/net/sweep.hpp"
#include "mysigfox/net/tls.hpp"
#include "mysigfox_generated/version.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace mysigfox::app {
namespace {

namespace asio = boost::asio;

constexpr DeviceId kTestDevice = DeviceId::from_value(0x7E57);

/// What a request needs around it, in the order of need.
struct Rig {
    asio::io_context io{1};
    SystemClock clock;
    Metrics metrics;
    TargetPolicy policy;
    asio::ssl::context tls;
    net::Sweep sweep{io.get_executor()};
    std::unique_ptr<net::Resolver> resolver;
    std::unique_ptr<client::WebhookClient> client;
};

Task<void> run_once(Rig& rig, const WebhookUrl& url, std::optional<Trial>& into)
{
    const delivery::TrialRooms rooms{rig.clock, *rig.client, rig.policy};
    delivery::Trials trials{rooms, std::string{"MySigfox/"} + kVersion};
    storage::Target target;
    Trial trial = co_await trials.run(kTestDevice, url, std::move(target));
    into.emplace(std::move(trial));
    rig.client->stop();
    rig.resolver->stop();
    rig.sweep.stop();
}

}  // namespace

Result<Trial> try_webhook(const config::Settings& settings, const TargetPolicy& policy,
                          const WebhookUrl& url)
{
    auto tls = net::make_client_tls(settings.delivery.extra_authorities);
    if (!tls) return tls.error();
    Rig rig{.policy = policy, .tls = std::move(*tls), .resolver = {}, .client = {}};
    net::ResolverOptions options;
    options.servers = settings.delivery.dns_servers;
    const Executor home = rig.io.get_executor();
    rig.resolver = net::make_resolver(home, options);
    client::ClientLimits limits;
    limits.total = settings.delivery.total_timeout;
    rig.client = client::make_webhook_client(home, rig.sweep, *rig.resolver, rig.tls, rig.policy,
                                             limits, rig.metrics);
    rig.sweep.start();
    std::optional<Trial> trial;
    std::exception_ptr failure;
    asio::co_spawn(rig.io, run_once(rig, url, trial),
                   [&failure](std::exception_ptr thrown) { failure = std::move(thrown); });
    rig.io.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*trial);
}

}  // namespace mysigfox::app
