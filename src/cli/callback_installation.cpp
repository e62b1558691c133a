#include "cli/callback_installation.hpp"

#include "cli/callback_choice.hpp"
#include "cli/policy.hpp"
#include "cli/secret_input.hpp"
#include "mysigfox/config/load.hpp"

#include <fmt/format.h>

#include <utility>

namespace mysigfox::cli {
namespace {

Result<sigfox::CallbacksApi> make_api(const InstallOptions& options, const TargetPolicy& policy,
                                      const std::vector<std::string>& secrets)
{
    const auto text = read_secret_input(options.credentials);
    if (!text) return text.error();
    auto credentials = sigfox::parse_credentials(*text);
    if (!credentials) {
        return make_error(Errc::invalid_value, "--credentials " + options.credentials + ": " +
                                                   credentials.error().detail);
    }
    return sigfox::CallbacksApi::make(
        {options.api, options.device_type, std::move(*credentials), secrets}, policy);
}

Result<AttemptResult> ask(const Installation& installation, const sigfox::ApiRequest& request)
{
    return installation.session.deeds.ask_sigfox(installation.settings, installation.policy,
                                                 request);
}

}  // namespace

Result<Installation> prepare(const Session& session, const InstallOptions& options)
{
    auto settings = config::load(session.source());
    if (!settings) return settings.error();
    auto account = find_account(*settings, options.account);
    if (!account) return account.error();
    if (account->secrets.empty()) {
        return make_error(Errc::invalid_value,
                          fmt::format("account \"{}\": found no secret, without which it takes"
                                      " callbacks of this machine only, expected secret_files",
                                      account->name));
    }
    const auto callback = sigfox::uplink_template(settings->public_url, account->secrets.front(),
                                                  !options.without_metadata);
    TargetPolicy policy = policy_of(*settings);
    auto api = make_api(options, policy, account->secrets);
    if (!api) return api.error();
    return Installation{session,        options,  *settings,
                        policy,         *account, sigfox::settings_of(callback),
                        std::move(*api)};
}

Result<InstallPlan> look(const Installation& installation, const sigfox::InstallChoice& choice)
{
    const auto answer = ask(installation, installation.api.list());
    if (!answer) return answer.error();
    const auto listed = installation.api.read_list(*answer);
    if (!listed) return listed.error();
    return sigfox::plan_install(*listed, installation.wanted, installation.account.secrets, choice);
}

std::string in_words(const std::vector<sigfox::Difference>& differences)
{
    std::string text;
    for (const auto& [setting, found, expected] : differences) {
        text += fmt::format("  {}: found {}, expected {}\n", setting, found, expected);
    }
    return text;
}

Result<std::string> carry_out(const Installation& installation, const InstallPlan& plan)
{
    const sigfox::CallbacksApi& api = installation.api;
    if (plan.step == Step::create) {
        const auto answer = ask(installation, api.create(installation.wanted));
        if (!answer) return answer.error();
        return api.read_created(*answer);
    }
    const auto answer = ask(installation, api.change(*plan.callback, installation.wanted));
    if (!answer) return answer.error();
    const Result<void> changed = api.read_changed(*answer);
    if (!changed) return changed.error();
    return plan.callback->id;
}

Result<InstallPlan> look_again(const Installation& installation, const std::string& id)
{
    auto now = look(installation, {.replaced_id = id, .is_beside = true});
    if (!now) {
        return Error{now.error().code, "The Backend took it, but then: " + now.error().detail};
    }
    if (now->step == Step::nothing) return now;
    const std::string found = now->callback ? in_words(now->differences) : "  nothing like it\n";
    return make_error(Errc::conflict,
                      fmt::format("The Backend took it, but then lists:\n{}Look at the callbacks"
                                  " of device type {} in the Backend",
                                  found, installation.api.device_type()));
}

}  // namespace mysigfox::cli
