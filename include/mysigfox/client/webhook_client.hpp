// POSTs to webhooks: resolve, guard, connect, verify, exchange, all within bounds.
#pragma once

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/net/resolver.hpp"
#include "mysigfox/net/sweep.hpp"

#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::client {

struct WebhookRequest {
    WebhookUrl url;
    /// In this order, after Host; values without controls. Content-Length is added.
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    std::string_view method = "POST";  ///< a literal; GET has no body
};

/// The client of one loop. Confined to it.
class WebhookClient {
public:
    virtual ~WebhookClient() = default;

    /// With the method of the request. Completes within `total` of ClientLimits, whatever the other
    /// side does. Never follows a redirect. The status decides: what becomes of the answer's body
    /// does not matter. Cancelled (terminal), it completes with Cause::cut; by then awaiting
    /// anything else throws.
    virtual Task<AttemptResult> post(WebhookRequest request) = 0;

    /// Closes idle connections. Called once, before the loop ends.
    virtual void stop() = 0;
};

struct ClientLimits {
    std::chrono::milliseconds dns{5'000};
    std::chrono::milliseconds connect{5'000};  ///< shared by the addresses that are tried
    std::chrono::milliseconds tls{5'000};
    std::chrono::milliseconds first_byte{30'000};  ///< of the answer, from the request's start
    std::chrono::milliseconds total{30'000};
    std::chrono::milliseconds drain{5'000};  ///< for the rest of an answer whose status is known
    std::chrono::milliseconds keep_idle{20'000};  ///< how long an idle connection is kept
    std::size_t idle_per_origin = 4;
    std::size_t idle_total = 256;
    std::size_t tls_sessions = 1'024;  ///< kept to resume, one an origin
    std::size_t header_bytes = std::size_t{16} * 1024;
    std::size_t body_bytes = std::size_t{64} * 1024;  ///< read; then the connection is closed
    std::size_t kept_answer = kKeptAnswerSize;        ///< so much of a body is in the result
};

/// All that is passed by reference must outlive the client; the policy may be assigned to by
/// reload on the client's loop. Counts webhook_connections_opened_total, _reused_total and
/// webhook_redials_total.
std::unique_ptr<WebhookClient> make_webhook_client(Executor home, net::Sweep& sweep,
                                                   net::Resolver& resolver,
                                                   boost::asio::ssl::context& tls,
                                                   const TargetPolicy& policy,
                                                   const ClientLimits& limits, Metrics& metrics);

}  // namespace mysigfox::client
