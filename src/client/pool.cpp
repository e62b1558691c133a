#include "client/pool.hpp"

#include "mysigfox/net/address_guard.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::client {
namespace {

bool is_usable(Connection& connection, const std::vector<IpAddress>& answers,
               const TargetPolicy& policy)
{
    if (!connection.is_quiet()) return false;
    const auto is_it = [&](const IpAddress& answer) {
        return net::is_expected_peer(connection.endpoint(), answer, policy);
    };
    return std::any_of(answers.begin(), answers.end(), is_it);
}

}  // namespace

Pool::Pool(net::Sweep& sweep, const ClientLimits& limits)
    : sweep_(sweep), limits_(limits), expiry_(sweep, [this] { close_expired(); })
{
}

std::unique_ptr<Connection> Pool::take(const std::string& origin,
                                       const std::vector<IpAddress>& answers,
                                       const TargetPolicy& policy)
{
    for (auto found = by_origin_.find(origin); found != by_origin_.end();
         found = by_origin_.find(origin)) {
        std::unique_ptr<Connection> connection = remove(found->second);
        if (is_usable(*connection, answers, policy)) return connection;
    }
    return nullptr;
}

void Pool::put(std::unique_ptr<Connection> connection)
{
    if (stopped_ || limits_.idle_total == 0) return;
    if (by_origin_.count(connection->origin()) >= limits_.idle_per_origin) return;
    if (idle_.size() >= limits_.idle_total) remove(idle_.begin());
    if (idle_.empty()) expiry_.set(limits_.keep_idle);
    idle_.push_back({std::move(connection), sweep_.now()});
    const auto idle = std::prev(idle_.end());
    by_origin_.emplace(idle->connection->origin(), idle);
}

void Pool::stop()
{
    stopped_ = true;
    by_origin_.clear();
    idle_.clear();
    expiry_.clear();
}

std::unique_ptr<Connection> Pool::remove(List::iterator idle)
{
    const auto [first, last] = by_origin_.equal_range(idle->connection->origin());
    by_origin_.erase(
        std::find_if(first, last, [idle](const auto& entry) { return entry.second == idle; }));
    std::unique_ptr<Connection> connection = std::move(idle->connection);
    idle_.erase(idle);
    return connection;
}

void Pool::close_expired()
{
    const net::Sweep::Time now = sweep_.now();
    while (!idle_.empty() && idle_.front().since + limits_.keep_idle <= now) remove(idle_.begin());
    if (!idle_.empty()) expiry_.set(idle_.front().since + limits_.keep_idle - now);
}

}  // namespace mysigfox::client
