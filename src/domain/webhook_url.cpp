// Judging a customer's URL: which pieces are allowed where.
#include "mysigfox/domain/webhook_url.hpp"

#include "domain/url_pieces.hpp"
#include "mysigfox/base/encoding.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace mysigfox {
namespace {

constexpr std::string_view kInboxPath = "/inbox/";
constexpr std::size_t kMaxInboxName = 64;

/// Nothing under these names is part of the public internet.
constexpr std::array<std::string_view, 12> kInternalNames{
    "localhost", "local", "internal", "localdomain", "home.arpa", "lan",
    "home",      "corp",  "intranet", "onion",       "i2p",       "invalid"};

bool is_under(std::string_view host, std::string_view name) noexcept
{
    if (host.size() < name.size()) return false;
    const std::size_t begin = host.size() - name.size();
    return equals_ignoring_case(host.substr(begin), name) && (begin == 0 || host[begin - 1] == '.');
}

bool is_internal(std::string_view host) noexcept
{
    return std::any_of(kInternalNames.begin(), kInternalNames.end(),
                       [=](std::string_view name) { return is_under(host, name); });
}

bool share_origin(const UrlPieces& a, const UrlPieces& b) noexcept
{
    const bool share_host =
        a.literal || b.literal ? a.literal == b.literal : equals_ignoring_case(a.host, b.host);
    return a.is_tls == b.is_tls && a.port == b.port && share_host;
}

/// NAME of "/inbox/NAME", with or without a query; empty for any other target.
std::string_view inbox_name_in(std::string_view target) noexcept
{
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (!target.starts_with(kInboxPath)) return {};
    target.remove_prefix(kInboxPath.size());
    const std::string_view name = target.substr(0, target.find('?'));
    const bool is_name =
        name.size() <= kMaxInboxName && name.find_first_not_of(kLetters) == std::string_view::npos;
    return is_name ? name : std::string_view{};
}

std::optional<UrlProblem> judge_host(const UrlPieces& pieces, const TargetPolicy& policy)
{
    if (pieces.literal) {
        if (policy.is_own_listener(*pieces.literal, pieces.port)) return UrlProblem::own_address;
        if (!policy.allows(*pieces.literal)) return UrlProblem::private_address;
        return std::nullopt;
    }
    if (is_internal(pieces.host)) return UrlProblem::internal_name;
    if (pieces.host.find('.') == std::string_view::npos) return UrlProblem::single_label;
    return std::nullopt;
}

std::string host_of(const UrlPieces& pieces)
{
    return pieces.literal ? pieces.literal->str() : to_lower(pieces.host);
}

std::string authority_of(const UrlPieces& pieces, const std::string& host)
{
    const bool is_v6 = pieces.literal && pieces.literal->is_v6();
    std::string authority = is_v6 ? '[' + host + ']' : host;
    if (pieces.port != default_port(pieces.is_tls)) authority += ':' + std::to_string(pieces.port);
    return authority;
}

}  // namespace

boost::system::result<WebhookUrl, UrlProblem> WebhookUrl::parse(std::string_view text,
                                                                const TargetPolicy& policy)
{
    const auto pieces = split_url(text);
    if (!pieces) return pieces.error();

    // Our own inboxes are never dialled, so it does not matter whether anybody could reach them.
    const auto own = split_url(policy.public_url);
    const bool is_ours = own && share_origin(*pieces, *own);
    const std::string_view inbox = is_ours ? inbox_name_in(pieces->target) : std::string_view{};
    if (is_ours && inbox.empty()) return UrlProblem::own_address;
    if (!is_ours) {
        if (const auto problem = judge_host(*pieces, policy)) return *problem;
        if (!policy.allows_port(pieces->port)) return UrlProblem::port_not_allowed;
    }

    WebhookUrl url;
    url.text_ = text;
    url.host_ = host_of(*pieces);
    url.authority_ = authority_of(*pieces, url.host_);
    if (!pieces->target.starts_with('/')) url.target_ = '/';
    url.target_ += pieces->target;
    url.inbox_name_ = inbox;
    url.literal_ = pieces->literal;
    url.port_ = pieces->port;
    url.is_tls_ = pieces->is_tls;
    return url;
}

std::string WebhookUrl::origin() const
{
    return (is_tls_ ? "https://" : "http://") + authority_;
}

std::optional<std::string_view> WebhookUrl::inbox_name() const noexcept
{
    if (inbox_name_.empty()) return std::nullopt;
    return inbox_name_;
}

std::string_view to_string(UrlProblem problem) noexcept
{
    switch (problem) {
        case UrlProblem::empty:
            return "empty";
        case UrlProblem::too_long:
            return "too_long";
        case UrlProblem::bad_character:
            return "bad_character";
        case UrlProblem::no_scheme:
            return "no_scheme";
        case UrlProblem::other_scheme:
            return "other_scheme";
        case UrlProblem::credentials:
            return "credentials";
        case UrlProblem::fragment:
            return "fragment";
        case UrlProblem::bad_host:
            return "bad_host";
        case UrlProblem::single_label:
            return "single_label";
        case UrlProblem::internal_name:
            return "internal_name";
        case UrlProblem::odd_ip_spelling:
            return "odd_ip_spelling";
        case UrlProblem::private_address:
            return "private_address";
        case UrlProblem::non_ascii_host:
            return "non_ascii_host";
        case UrlProblem::bad_port:
            return "bad_port";
        case UrlProblem::port_not_allowed:
            return "port_not_allowed";
        case UrlProblem::own_address:
            return "own_address";
    }
    return "unknown";
}

void throw_exception_from_error(UrlProblem problem, const boost::source_location&)
{
    throw std::logic_error("a refused URL was used: " + std::string{to_string(problem)});
}

}  // namespace mysigfox
