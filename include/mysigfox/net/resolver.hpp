// Names to addresses, without ever holding a loop up.
#pragma once

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/ip_address.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace mysigfox::net {

/// In order of how little is known.
enum class ResolveProblem { not_found, failed, timed_out };

/// All addresses of a name, both families, or why there are none.
struct Resolution {
    std::vector<IpAddress> addresses;                    ///< empty only with a problem
    ResolveProblem problem = ResolveProblem::not_found;  ///< meaningful if addresses is empty
    bool was_known = false;                              ///< from the cache
};

/// Looks names up for the coroutines of one loop.
class Resolver {
public:
    virtual ~Resolver() = default;

    /// Completes within `limit`, or the resolver's own if that is shorter. Equal names asked for
    /// at the same time share one query; answers are cached for their TTL within [5 s, 5 min],
    /// failures 5 s. A family that stays silent for a second after the other answered is done
    /// without.
    virtual Task<Resolution> resolve(std::string host, std::chrono::milliseconds limit) = 0;

    /// Ends every pending query with `failed`. Called once, before the loop ends.
    virtual void stop() = 0;
};

struct ResolverOptions {
    /// "address:port" of the DNS servers; empty: those of /etc/resolv.conf.
    std::vector<std::string> servers;
    std::chrono::milliseconds limit{5'000};
    std::chrono::milliseconds keep_at_least{5'000};  ///< in the cache, failures too
    std::chrono::milliseconds keep_at_most{300'000};
    std::size_t cached_names = 10'000;
    std::size_t queries_at_once = 256;  ///< further names wait, within their own limit
    Metrics* metrics = nullptr;         ///< null: nobody counts
};

/// c-ares on the loop of `home`: one channel, no threads. Neither /etc/hosts nor search domains
/// are consulted. Throws std::runtime_error if a server of the options makes no sense.
std::unique_ptr<Resolver> make_resolver(Executor home, const ResolverOptions& options);

}  // namespace mysigfox::net
