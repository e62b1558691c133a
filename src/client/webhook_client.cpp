#include "mysigfox/client/webhook_client.hpp"

#include "client/pool.hpp"
#include "client/posting.hpp"

#include <boost/system/system_error.hpp>

namespace mysigfox::client {
namespace {

namespace asio = boost::asio;
using SteadyClock = std::chrono::steady_clock;

class PooledClient final : public WebhookClient {
public:
    PooledClient(Executor home, net::Sweep& sweep, net::Resolver& resolver, asio::ssl::context& tls,
                 const TargetPolicy& policy, const ClientLimits& limits, Metrics& metrics)
        : limits_(limits),
          pool_(sweep, limits_),
          sessions_(limits_.tls_sessions),
          rooms_{home,
                 sweep,
                 resolver,
                 tls,
                 policy,
                 limits_,
                 pool_,
                 sessions_,
                 metrics.counter("webhook_connections_opened_total"),
                 metrics.counter("webhook_connections_reused_total"),
                 metrics.counter("webhook_redials_total")}
    {
    }

    Task<AttemptResult> post(WebhookRequest request) override
    {
        const SteadyClock::time_point begun = SteadyClock::now();
        const bool throwing = co_await asio::this_coro::throw_if_cancelled();
        co_await asio::this_coro::throw_if_cancelled(true);
        Posting posting{rooms_, request};
        try {
            co_await posting.run();
        } catch (const boost::system::system_error& error) {
            if (error.code() != asio::error::operation_aborted) throw;
        }
        const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
        co_await asio::this_coro::throw_if_cancelled(throwing);

        AttemptResult result = posting.result();
        const bool was_cancelled = state.cancelled() != asio::cancellation_type::none;
        if (was_cancelled && result.status == 0) {
            result.cause = Cause::cut;
            result.detail = place_of(request.url) + " was not waited for: we are stopping";
        }
        result.elapsed =
            std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - begun);
        co_return result;
    }

    void stop() override { pool_.stop(); }

private:
    const ClientLimits limits_;
    Pool pool_;
    SessionCache sessions_;
    const Rooms rooms_;
};

}  // namespace

std::unique_ptr<WebhookClient> make_webhook_client(Executor home, net::Sweep& sweep,
                                                   net::Resolver& resolver, asio::ssl::context& tls,
                                                   const TargetPolicy& policy,
                                                   const ClientLimits& limits, Metrics& metrics)
{
    return std::make_unique<PooledClient>(home, sweep, resolver, tls, policy, limits, metrics);
}

}  // namespace mysigfox::client
