// Comparing what a request shows with every secret there is.
#include "mysigfox/sigfox/authenticator.hpp"

#include "mysigfox/base/encoding.hpp"
#include "mysigfox/base/secret.hpp"

#include <algorithm>
#include <utility>

namespace mysigfox::sigfox {
namespace {

constexpr std::string_view kBearer = "Bearer";
constexpr std::string_view kBasic = "Basic";

/// What follows the scheme and its blank in an Authorization field, if that is its scheme.
std::optional<std::string_view> after_scheme(std::string_view field, std::string_view scheme)
{
    field = trimmed(field);
    if (!equals_ignoring_case(field.substr(0, scheme.size()), scheme)) return std::nullopt;
    const std::string_view rest = field.substr(scheme.size());
    if (!rest.starts_with(' ')) return std::nullopt;
    return trimmed(rest);
}

/// The token, or the password of Basic credentials whatever the user is called.
std::string secret_in(std::string_view authorization)
{
    if (const auto token = after_scheme(authorization, kBearer)) return std::string{*token};
    const auto coded = after_scheme(authorization, kBasic);
    if (!coded) return {};
    const std::string pair = from_base64(*coded).value_or("");
    const std::size_t colon = pair.find(':');
    return colon == std::string::npos ? std::string{} : pair.substr(colon + 1);
}

bool is_source_allowed(const Account& account, const IpAddress& source)
{
    return account.allowed_sources.empty() ||
           std::any_of(account.allowed_sources.begin(), account.allowed_sources.end(),
                       [&](const Cidr& block) { return block.contains(source); });
}

}  // namespace

Authenticator::Authenticator(std::vector<Account> accounts) : accounts_(std::move(accounts)) {}

bool Authenticator::has_credentials(const Credentials& credentials) noexcept
{
    return !credentials.query_secret.empty() || after_scheme(credentials.authorization, kBearer) ||
           after_scheme(credentials.authorization, kBasic);
}

std::vector<bool> Authenticator::accounts_with(std::string_view secret) const
{
    std::vector<bool> matches(accounts_.size(), false);
    if (secret.empty()) return matches;
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
        for (const std::string& known : accounts_[i].secrets) {
            if (equals_in_constant_time(secret, known)) matches[i] = true;
        }
    }
    return matches;
}

std::vector<const Account*> Authenticator::candidates(const Credentials& credentials) const
{
    const std::vector<bool> by_head = accounts_with(secret_in(credentials.authorization));
    const std::vector<bool> by_query = accounts_with(credentials.query_secret);
    const bool is_local = credentials.source.is_loopback() && !credentials.is_forwarded;
    std::vector<const Account*> found;
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
        if (by_head[i] || by_query[i]) found.push_back(&accounts_[i]);
    }
    if (!found.empty() || !is_local) return found;
    for (const Account& account : accounts_) {
        if (account.secrets.empty()) found.push_back(&account);
    }
    return found;
}

Result<const Account*> Authenticator::authenticate(const Credentials& credentials) const
{
    const std::vector<const Account*> found = candidates(credentials);
    for (const Account* account : found) {
        if (is_source_allowed(*account, credentials.source)) return account;
    }
    if (!found.empty()) {
        return make_error(Errc::forbidden,
                          credentials.source.str() + " is not among the allowed sources");
    }
    return make_error(Errc::unauthorized,
                      has_credentials(credentials) ? "the secret is wrong" : "no secret was sent");
}

}  // namespace mysigfox::sigfox
