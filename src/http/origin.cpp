// Follows X-Forwarded-For through trusted proxies.
#include "http/origin.hpp"

#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <ranges>

namespace mysigfox::http {
namespace {

constexpr std::string_view kForwardedFor = "x-forwarded-for";

/// Takes the last element off a list; empty if there is none left.
std::string_view take_last(std::string_view& list) noexcept
{
    const std::size_t comma = list.rfind(',');
    const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list.remove_suffix(std::min(list.size(), last.size() + 1));
    return trimmed(last);
}

/// Follows one field's list; false when the one before cannot be believed or read.
bool follow(std::string_view list, IpAddress& source, const ServerTrust& trust)
{
    while (!list.empty()) {
        if (!is_in(trust.trusted_proxies, source)) return false;
        const std::optional<IpAddress> before = IpAddress::parse(take_last(list));
        if (!before) return false;
        source = *before;
    }
    return true;
}

}  // namespace

bool is_in(const std::vector<Cidr>& blocks, const IpAddress& address) noexcept
{
    return std::ranges::any_of(blocks, [&](const Cidr& block) { return block.contains(address); });
}

void set_origin(RequestHead& head, const IpAddress& peer, const ServerTrust& trust)
{
    head.source = peer;
    head.is_forwarded = false;
    bool goes_on = true;
    for (const auto& [name, value] : std::views::reverse(head.fields)) {
        const bool is_list = equals_ignoring_case(name, kForwardedFor);
        if (is_list || equals_ignoring_case(name, "forwarded")) head.is_forwarded = true;
        if (is_list && goes_on) goes_on = follow(value, head.source, trust);
    }
}

}  // namespace mysigfox::http
