// Connections kept for the next message: few an origin, few in all, not for long.
#pragma once

#include "mysigfox/client/webhook_client.hpp"

#include "client/connection.hpp"

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mysigfox::client {

/// The idle connections of one client. Confined to its loop.
class Pool {
public:
    Pool(net::Sweep& sweep, const ClientLimits& limits);

    /// One of this origin whose peer is among the answers and still allowed; null if there is
    /// none. Those that are of no use any more are closed on the way.
    std::unique_ptr<Connection> take(const std::string& origin,
                                     const std::vector<IpAddress>& answers,
                                     const TargetPolicy& policy);

    /// Keeps a connection whose last answer was whole, or closes it if there are enough.
    void put(std::unique_ptr<Connection> connection);

    /// Closes all, and whatever is put from now on.
    void stop();

private:
    struct Idle {
        std::unique_ptr<Connection> connection;
        net::Sweep::Time since;
    };
    using List = std::list<Idle>;

    std::unique_ptr<Connection> remove(List::iterator idle);
    void close_expired();

    net::Sweep& sweep_;
    const ClientLimits& limits_;
    List idle_;  ///< oldest first; the keys below point into its connections
    std::unordered_multimap<std::string_view, List::iterator> by_origin_;
    bool stopped_ = false;
    net::Limit expiry_;  ///< set while there are idle connections
};

}  // namespace mysigfox::client
