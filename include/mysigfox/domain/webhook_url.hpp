// Where a customer wants his messages: a URL that has been judged.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/ip_address.hpp"
#include "mysigfox/domain/target_policy.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mysigfox {

/// Why a URL was refused: one of a closed set, each with a sentence for people in `pages`.
enum class UrlProblem {
    empty,
    too_long,
    bad_character,
    no_scheme,
    other_scheme,
    credentials,
    fragment,
    bad_host,
    single_label,
    internal_name,
    odd_ip_spelling,
    private_address,
    non_ascii_host,
    bad_port,
    port_not_allowed,
    own_address,
};

std::string_view to_string(UrlProblem problem) noexcept;
/// Called by value() of a refused URL: asking is a bug, so it throws.
[[noreturn]] void throw_exception_from_error(UrlProblem problem, const boost::source_location&);

/// An http(s) URL that passed every rule of guards.md "Where we connect", 1 to 4 and the text
/// part of 6. Parsed once; nobody parses the text again. The path and query are kept byte for
/// byte. The query may hold the customer's secret: only shown_url() of it may reach a log.
class WebhookUrl {
public:
    static boost::system::result<WebhookUrl, UrlProblem> parse(std::string_view text,
                                                               const TargetPolicy& policy);

    const std::string& str() const noexcept { return text_; }
    bool is_tls() const noexcept { return is_tls_; }
    /// Lower case, an address in canonical form without brackets: for DNS, SNI and the certificate
    /// check.
    const std::string& host() const noexcept { return host_; }
    std::uint16_t port() const noexcept { return port_; }
    /// Set if the host is an address: then nothing is resolved.
    const std::optional<IpAddress>& literal() const noexcept { return literal_; }
    /// Path and query as given, "/" if there was none.
    std::string_view target() const noexcept { return target_; }
    /// For the Host field: with brackets, with the port where it is not the scheme's own.
    const std::string& authority() const noexcept { return authority_; }
    /// Scheme, host, port unless it is the scheme's own: what connections are pooled and capped by.
    std::string origin() const;

    /// NAME of `public_url`/inbox/NAME: such a webhook is delivered inside the process, wherever
    /// public_url points. Any other URL of that origin is refused as own_address.
    std::optional<std::string_view> inbox_name() const noexcept;

private:
    WebhookUrl() = default;

    std::string text_;
    std::string host_;
    std::string authority_;
    std::string target_;
    std::string inbox_name_;
    std::optional<IpAddress> literal_;
    std::uint16_t port_ = 0;
    bool is_tls_ = false;
};

}  // namespace mysigfox
