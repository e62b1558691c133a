#include "app/lone_client.hpp"

#include "mysigfox/net/tls.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <utility>

namespace mysigfox::app {

namespace asio = boost::asio;

Result<std::unique_ptr<LoneClient>> LoneClient::make(const config::Settings& settings,
                                                     const TargetPolicy& policy,
                                                     const client::ClientLimits& limits)
{
    auto tls = net::make_client_tls(settings.delivery.extra_authorities);
    if (!tls) return tls.error();
    return std::unique_ptr<LoneClient>{new LoneClient{settings, policy, limits, std::move(*tls)}};
}

LoneClient::LoneClient(const config::Settings& settings, const TargetPolicy& policy,
                       const client::ClientLimits& limits, asio::ssl::context tls)
    : policy_(policy), tls_(std::move(tls))
{
    net::ResolverOptions options;
    options.servers = settings.delivery.dns_servers;
    const Executor home = io_.get_executor();
    resolver_ = net::make_resolver(home, options);
    client_ =
        client::make_webhook_client(home, sweep_, *resolver_, tls_, policy_, limits, metrics_);
}

void LoneClient::run(Task<void> work)
{
    sweep_.start();
    std::exception_ptr failure;
    asio::co_spawn(io_, std::move(work), [this, &failure](std::exception_ptr thrown) {
        failure = std::move(thrown);
        client_->stop();
        resolver_->stop();
        sweep_.stop();
    });
    io_.run();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace mysigfox::app
