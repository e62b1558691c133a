#include "config/address_text.hpp"

#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace mysigfox::config {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text)
{
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return port;
}

std::string_view without_brackets(std::string_view host)
{
    if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
    return host;
}

struct Origin {
    std::string_view host;  ///< with brackets
    std::optional<std::string_view> port;
};

std::optional<Origin> split_origin(std::string_view text)
{
    if (text.ends_with('/')) text.remove_suffix(1);
    const std::size_t scheme = text.starts_with("http://")    ? 7
                               : text.starts_with("https://") ? 8
                                                              : 0;
    if (scheme == 0) return std::nullopt;
    text.remove_prefix(scheme);
    const std::size_t bracket = text.find(']');
    const std::size_t colon = text.find(':', bracket == text.npos ? 0 : bracket);
    if (colon == text.npos) return Origin{text, std::nullopt};
    return Origin{text.substr(0, colon), text.substr(colon + 1)};
}

bool is_host_name(std::string_view host)
{
    const auto is_host_character = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || c == '_';
    };
    return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, is_host_character);
}

}  // namespace

std::optional<ListenAddress> parse_listen_address(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == text.npos) return std::nullopt;
    const std::string_view host = text.substr(0, colon);
    const auto address = IpAddress::parse(without_brackets(host));
    const auto port = parse_port(text.substr(colon + 1));
    if (!address || !port || address->is_v6() != host.starts_with('[')) return std::nullopt;
    return ListenAddress{*address, *port};
}

std::string endpoint_text(const ListenAddress& address)
{
    const std::string host = address.address.str();
    return (address.address.is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(address.port);
}

bool is_origin(std::string_view text)
{
    const auto origin = split_origin(text);
    if (!origin) return false;
    if (origin->port && parse_port(*origin->port).value_or(0) == 0) return false;
    if (!origin->host.starts_with('[')) return is_host_name(origin->host);
    const auto address = IpAddress::parse(without_brackets(origin->host));
    return address && address->is_v6() && origin->host.ends_with(']');
}

bool is_loopback_origin(std::string_view origin)
{
    const auto parts = split_origin(origin);
    if (!parts) return false;
    const std::string host = to_lower(without_brackets(parts->host));
    if (host == "localhost") return true;
    const auto address = IpAddress::parse(host);
    return address && address->is_loopback();
}

}  // namespace mysigfox::config
