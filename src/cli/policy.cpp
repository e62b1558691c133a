// The configuration's part, and this machine's own addresses.
#include "cli/policy.hpp"

#include "mysigfox/net/own_addresses.hpp"

#include <utility>

namespace mysigfox::cli {

TargetPolicy policy_of(const config::Settings& settings)
{
    TargetPolicy policy;
    policy.allowed_targets = settings.delivery.allowed_targets;
    policy.extra_ports = settings.delivery.extra_ports;
    for (const auto& listener : settings.listen.http) {
        policy.own_listeners.push_back({listener.address, listener.port});
    }
    policy.own_listeners = net::spelt_out(std::move(policy.own_listeners), net::own_addresses());
    policy.public_url = settings.public_url;
    return policy;
}

}  // namespace mysigfox::cli
