// Reading Sec-Fetch-Site and Origin.
#include "api/same_origin.hpp"

#include "mysigfox/base/encoding.hpp"

#include <algorithm>

namespace mysigfox::api {
namespace {

std::string_view authority_of(std::string_view origin)
{
    const std::size_t scheme = origin.find("://");
    return scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
}

}  // namespace

bool is_from_our_pages(const http::RequestHead& head, std::string_view public_url)
{
    const std::string_view site = head.field("Sec-Fetch-Site");
    const std::string_view origin = head.field("Origin");
    // Since our pages send no referrer, browsers call the origin of our own form "null"; those
    // that speak Sec-Fetch-Site (to https and to localhost) tell us whose form it was.
    if (site == "same-origin" || site == "none") return true;
    if (site == "cross-site") return false;
    if (origin.empty() || origin == "null") return site.empty();
    return equals_ignoring_case(origin, public_url) ||
           equals_ignoring_case(authority_of(origin), head.field("Host"));
}

std::string source_key(const IpAddress& source)
{
    if (!source.is_v6()) return source.str();
    IpAddress::Bytes network = source.bytes();
    std::fill(network.begin() + 8, network.end(), std::uint8_t{0});
    return IpAddress::v6(network).str();
}

}  // namespace mysigfox::api
