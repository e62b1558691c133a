// The daemon's client without the daemon: for verbs that make a request or two.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/client/webhook_client.hpp"
#include "mysigfox/config/settings.hpp"
#include "mysigfox/net/resolver.hpp"
#include "mysigfox/net/sweep.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace mysigfox::app {

/// A loop with one client on it, guard included. Good for one run.
class LoneClient {
public:
    /// An error names the file of authorities that cannot be read.
    static Result<std::unique_ptr<LoneClient>> make(const config::Settings& settings,
                                                    const TargetPolicy& policy,
                                                    const client::ClientLimits& limits);

    client::WebhookClient& client() noexcept { return *client_; }
    const TargetPolicy& policy() const noexcept { return policy_; }

    /// Blocks until the work, which uses client(), has ended; what it throws is thrown here.
    void run(Task<void> work);

private:
    LoneClient(const config::Settings& settings, const TargetPolicy& policy,
               const client::ClientLimits& limits, boost::asio::ssl::context tls);

    boost::asio::io_context io_{1};  // first: all below lives on it
    Metrics metrics_;
    TargetPolicy policy_;
    boost::asio::ssl::context tls_;
    net::Sweep sweep_{io_.get_executor()};
    std::unique_ptr<net::Resolver> resolver_;
    std::unique_ptr<client::WebhookClient> client_;
};

}  // namespace mysigfox::app
