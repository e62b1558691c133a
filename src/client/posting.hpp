// One POST from its URL to its result: the steps, their limits, and what stopped it.
#pragma once

#include "client/answer.hpp"
#include "client/connection.hpp"
#include "client/exchange.hpp"
#include "client/pool.hpp"
#include "client/session_cache.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mysigfox::client {

/// What all posts of one client share.
struct Rooms {
    Executor home;
    net::Sweep& sweep;
    net::Resolver& resolver;
    boost::asio::ssl::context& tls;
    const TargetPolicy& policy;
    const ClientLimits& limits;
    Pool& pool;
    SessionCache& sessions;
    Counter& opened;
    Counter& reused;
    Counter& redials;
};

/// Awaited where it stands; request and rooms outlive it.
class Posting {
public:
    Posting(const Rooms& rooms, const WebhookRequest& request);

    /// Throws if it is cancelled; result() is meaningful even then.
    Task<void> run();

    /// What came of it, taken out.
    AttemptResult result();

private:
    Task<std::vector<IpAddress>> find_addresses();
    Task<bool> dial(const std::vector<IpAddress>& addresses);
    Task<bool> connect(const IpAddress& address, std::chrono::milliseconds limit);
    Task<bool> secure();
    /// False if the connection ended before any answer, so that a kept one may be redialled.
    Task<bool> talk(const std::string& bytes);

    void fail(Cause cause, const std::string& what);
    void refuse_connect(const IpAddress& address, const boost::system::error_code& error);
    void conclude(Exchange& done);
    /// Checks the total limit, and says so in the result if it has passed.
    bool note_if_late();

    const Rooms& rooms_;
    const WebhookRequest& request_;
    const std::string place_;
    std::unique_ptr<Connection> connection_;
    AttemptResult result_;
    Exchange done_;  // the last one
    Phases phases_;
    std::optional<Connection::Facts> facts_;  ///< of the connection used last
    bool is_fresh_ = false;
    bool was_redialled_ = false;
    bool perhaps_delivered_ = false;
    net::Limit total_;  // both close the connection
    net::Limit phase_;
};

}  // namespace mysigfox::client
