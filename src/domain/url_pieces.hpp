// The grammar of webhook URLs: text to pieces, before anybody asks whether they are allowed.
#pragma once

#include "mysigfox/domain/webhook_url.hpp"

namespace mysigfox {

/// The pieces of an http(s) URL, as they stand in its text, which must outlive them.
struct UrlPieces {
    bool is_tls = false;
    std::string_view host;  ///< without brackets
    std::optional<IpAddress> literal;
    std::uint16_t port = 0;   ///< the scheme's own if none stands there
    std::string_view target;  ///< path and query: empty, or from the first '/' or '?' on
};

/// Much stricter than RFC 3986: what two parsers could read differently is refused.
boost::system::result<UrlPieces, UrlProblem> split_url(std::string_view text);

constexpr std::uint16_t default_port(bool is_tls) noexcept
{
    return is_tls ? 443 : 80;
}

}  // namespace mysigfox
