#include "cli/callback_choice.hpp"

#include "mysigfox/domain/webhook_url.hpp"

#include <algorithm>

namespace mysigfox::cli {

Result<sigfox::Account> find_account(const config::Settings& settings, const std::string& name)
{
    const auto found = std::ranges::find_if(settings.accounts, [&](const auto& account) {
        return name.empty() || account.name == name;
    });
    if (found != settings.accounts.end()) return *found;
    return make_error(Errc::invalid_value,
                      "account: found \"" + name + "\", expected the name of a [[sigfox.account]]");
}

std::string remark_on(const std::string& public_url)
{
    const auto url = WebhookUrl::parse(public_url, TargetPolicy{});
    const UrlProblem problem = url ? UrlProblem::empty : url.error();
    if (problem == UrlProblem::private_address || problem == UrlProblem::internal_name ||
        problem == UrlProblem::single_label) {
        return "Sigfox cannot reach " + public_url +
               ": it is not on the public internet. Set public_url to an address that is.";
    }
    if (public_url.starts_with("http://")) {
        return "Sigfox would send the secret and all messages to " + public_url +
               " for everybody on the way to read. Set public_url to one with https://.";
    }
    return {};
}

}  // namespace mysigfox::cli
