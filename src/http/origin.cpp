// Follows X-Forwarded-For through trusted proxies.
#include "http/origin.hpp"

#include "mysigfox/base/ascii.hpp"
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

/// Nothing, or a colon and a port, which is of no use to us.
bool is_port_or_nothing(std::string_view text)
{
    if (text.empty()) return true;
    const std::string_view digits = text.substr(1);
    return text.front() == ':' && !digits.empty() && digits.size() <= 5 &&
           std::ranges::all_of(digits, is_digit);
}

/// "1.2.3.4", "1.2.3.4:80", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:80".
std::optional<IpAddress> address_in(std::string_view hop)
{
    std::string_view host = hop;
    std::string_view port;
    const bool is_bracketed = hop.starts_with('[');
    const std::size_t bracket = hop.find(']');
    if (is_bracketed && bracket != std::string_view::npos) {
        host = hop.substr(1, bracket - 1);
        port = hop.substr(bracket + 1);
    } else if (std::ranges::count(hop, ':') == 1) {
        host = hop.substr(0, hop.find(':'));
        port = hop.substr(host.size());
    }
    const std::optional<IpAddress> address = IpAddress::parse(host);
    if (!address || !is_port_or_nothing(port)) return std::nullopt;
    if (is_bracketed && !address->is_v6()) return std::nullopt;
    return unmapped(*address);
}

/// Follows one field's list; false when the one before cannot be believed or read.
bool follow(std::string_view list, IpAddress& source, const ServerTrust& trust)
{
    while (!list.empty()) {
        if (!is_in(trust.trusted_proxies, source)) return false;
        const std::optional<IpAddress> before = address_in(take_last(list));
        if (!before) return false;
        source = *before;
    }
    return true;
}

}  // namespace

IpAddress unmapped(const IpAddress& address)
{
    const IpAddress::Bytes& bytes = address.bytes();
    const bool is_mapped =
        address.is_v6() && bytes[10] == 0xFF && bytes[11] == 0xFF &&
        std::all_of(bytes.begin(), bytes.begin() + 10, [](std::uint8_t byte) { return byte == 0; });
    if (!is_mapped) return address;
    std::uint32_t value = 0;
    for (std::size_t i = 12; i < bytes.size(); ++i) value = value << 8 | bytes[i];
    return IpAddress::v4(value);
}

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
