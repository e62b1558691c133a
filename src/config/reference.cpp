#include "mysigfox/config/reference.hpp"

#include "config/options.hpp"

#include <algorithm>

namespace mysigfox::config {
namespace {

/// Every reader refuses a value that is neither text, number nor list, and says what it wants.
template <typename Target>
std::string expected_by(const Option<Target>& option)
{
    const Value nothing;
    Target unused;
    const auto complaint = option.set(nothing, unused);
    return complaint ? complaint->expected : "";
}

template <typename Target>
ReferenceKey to_reference(const Option<Target>& option)
{
    const std::size_t dot = option.key.rfind('.');
    ReferenceKey key;
    if (dot != std::string::npos) key.section = option.key.substr(0, dot);
    key.name = dot == std::string::npos ? option.key : option.key.substr(dot + 1);
    key.fallback = option.fallback;
    key.takes = expected_by(option);
    key.reason = option.reason;
    key.is_applied_on_reload = option.on_reload == OnReload::applied;
    return key;
}

std::vector<ReferenceKey> of_accounts()
{
    std::vector<ReferenceKey> keys;
    for (const auto& option : account_options()) {
        ReferenceKey key = to_reference(option);
        key.section = "[sigfox.account]";
        keys.push_back(std::move(key));
    }
    return keys;
}

}  // namespace

std::vector<ReferenceKey> reference()
{
    std::vector<ReferenceKey> keys;
    for (const auto& option : options()) {
        ReferenceKey key = to_reference(option);
        key.environment = environment_name(option.key);
        // As in the file: accounts close the [sigfox] group.
        const bool was_sigfox = !keys.empty() && keys.back().section.starts_with("sigfox");
        if (was_sigfox && !key.section.starts_with("sigfox")) {
            std::ranges::move(of_accounts(), std::back_inserter(keys));
        }
        keys.push_back(std::move(key));
    }
    return keys;
}

}  // namespace mysigfox::config
