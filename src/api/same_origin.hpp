// Whether a form was sent from our own pages.
#pragma once

#include "mysigfox/http/message.hpp"

#include <string>
#include <string_view>

namespace mysigfox::api {

/// False if the browser says that another site's page sent this. Programs that are no browsers
/// say nothing and pass.
bool is_from_our_pages(const http::RequestHead& head, std::string_view public_url);

/// What tries are counted by: an IPv4 address, or the /64 an IPv6 customer has all of.
std::string source_key(const IpAddress& source);

}  // namespace mysigfox::api
