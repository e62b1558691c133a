// callback install: sets the callback up at the Sigfox Backend, by its API.
#include "cli/callback_choice.hpp"
#include "cli/callback_installation.hpp"
#include "cli/print.hpp"
#include "cli/verbs.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace mysigfox::cli {
namespace {

using Step = InstallPlan::Step;

const char* outcome_of(Step step, bool is_dry)
{
    if (step == Step::nothing) return "already there";
    if (step == Step::create) return is_dry ? "would be created" : "created";
    return is_dry ? "would be changed" : "changed";
}

Json to_json(const std::vector<sigfox::Difference>& differences)
{
    Json list = Json::array();
    for (const auto& [setting, found, expected] : differences) {
        list.push_back({{"setting", setting}, {"found", found}, {"expected", expected}});
    }
    return list;
}

/// `done` is the plan that was carried out, `now` what stands at the Backend.
void show_outcome(const Installation& installation, const InstallPlan& done, const InstallPlan& now)
{
    const InstallOptions& options = installation.options;
    const bool is_dead = now.callback && now.callback->is_dead;
    const Json callback_id = now.callback ? Json(now.callback->id) : Json();
    const char* const outcome = outcome_of(done.step, options.is_dry);
    if (options.as_json) {
        out_json(Json{{"device_type", options.device_type},
                      {"callback_id", callback_id},
                      {"url", installation.wanted.url},
                      {"outcome", outcome},
                      {"differences", to_json(done.differences)},
                      {"is_dead", is_dead},
                      {"twins", now.twins}});
    } else {
        const std::string name = now.callback ? "callback " + now.callback->id : "a callback";
        out(fmt::format("{}: {} of device type {}, to {}\n", outcome, name, options.device_type,
                        installation.wanted.url));
    }
    if (is_dead) {
        tell(
            "The last call of this callback failed (dead). If the next message does not come"
            " either, see the callback's errors in the Backend.");
    }
    for (const std::string& twin : now.twins) {
        tell("Callback " + twin + " leads there too, so each message comes twice and counts once.");
    }
    if (options.is_dry) tell("Dry run: nothing was changed.");
}

/// Creating adds something; changing takes something away, so that is asked.
bool agrees_to_change(const InstallOptions& options)
{
    if (options.is_agreed) return true;
    std::cerr << "Change it? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

int install_planned(const Installation& installation, const InstallPlan& plan)
{
    const auto id = carry_out(installation, plan);
    if (!id) return fail(id.error());
    const auto now = look_again(installation, *id);
    if (!now) return fail(now.error());
    show_outcome(installation, plan, *now);
    return kDone;
}

int install(const Session& session, const InstallOptions& options)
{
    if (options.kind != "uplink") {
        return fail(kWrongUsage,
                    "callback install " + options.kind + ": not built yet; expected uplink");
    }
    const auto installation = prepare(session, options);
    if (!installation) return fail(installation.error());
    const std::string remark = remark_on(installation->settings.public_url);
    if (!remark.empty()) tell(remark);
    const auto plan = look(*installation, {options.replaced_id, options.is_beside});
    if (!plan) return fail(plan.error());
    if (plan->step == Step::change) {
        tell("Callback " + plan->callback->id + " is not as it should be:\n" +
             in_words(plan->differences));
    }
    if (plan->step == Step::nothing || options.is_dry) {
        show_outcome(*installation, *plan, *plan);
        return kDone;
    }
    if (plan->step == Step::change && !options.is_agreed && ::isatty(STDIN_FILENO) == 0) {
        return fail(kWrongUsage, "callback install: would change a callback; expected --yes");
    }
    if (plan->step == Step::change && !agrees_to_change(options)) {
        tell("Nothing was changed.");
        return kDone;
    }
    return install_planned(*installation, *plan);
}

void add_options(CLI::App& verb, InstallOptions& options)
{
    verb.add_option("KIND", options.kind, "Kind of callback (uplink)");
    verb.add_option("--device-type", options.device_type,
                    "Its id, as in the address of its page at the Backend")
        ->required()
        ->type_name("ID");
    verb.add_option("--credentials", options.credentials,
                    "File with login:password of an API user, mode 0600; - for stdin")
        ->required()
        ->type_name("FILE");
    verb.add_option("--account", options.account, "Name of the [[sigfox.account]]");
    verb.add_option("--api", options.api, "Where the API is, if not at " + options.api)
        ->type_name("URL");
    verb.add_flag("--without-metadata", options.without_metadata,
                  "Ask for no snr, rssi and station, which some contracts lack");
    auto* replace = verb.add_option("--replace", options.replaced_id,
                                    "Id of the callback that led to this relay until now")
                        ->type_name("ID");
    verb.add_flag("--beside", options.is_beside,
                  "Add one beside that of another relay with the same secret")
        ->excludes(replace);
    verb.add_flag("--dry-run", options.is_dry, "Only look, and say what would be done");
    verb.add_flag("--yes", options.is_agreed, "Do not ask before a callback is changed");
    verb.add_flag("--json", options.as_json, "As a JSON array of one object");
}

}  // namespace

void add_callback_install_verb(CLI::App& callback, Session& session)
{
    const auto options = std::make_shared<InstallOptions>();
    CLI::App& verb = *callback.add_subcommand(
        "install", "Set the callback up at the Sigfox Backend; done twice it changes nothing");
    add_options(verb, *options);
    verb.footer(
        "Examples:\n  mysigfox callback install --device-type 5d8a7f3e1b0c4a2f9e6d1c0b"
        " --credentials api-user --dry-run\n"
        "  mysigfox callback install --device-type 5d8a7f3e1b0c4a2f9e6d1c0b --credentials -"
        " --yes < api-user\n"
        "Needs no daemon. Other callbacks of the device type stay as they are. 65 if the API"
        " refuses, 69 if it is\nnot reached or does not answer as an API, 75 if later is "
        "better.\n");
    verb.callback([&session, options] {
        session.chosen = [&session, options] { return install(session, *options); };
    });
}

}  // namespace mysigfox::cli
