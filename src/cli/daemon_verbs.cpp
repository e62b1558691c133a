// serve, check, and what is asked of the running daemon: status, healthcheck, reload.
#include "cli/deep_check.hpp"
#include "cli/performer.hpp"
#include "cli/print.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/storage/state_directory.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace mysigfox::cli {
namespace {

int serve(const Session& session)
{
    const config::Source source = session.source();
    const auto settings = config::load(source);
    if (!settings) return fail(settings.error());
    return session.deeds.serve(*settings, source);
}

/// Whether another process, which has the ports as well, works in it.
Result<bool> is_in_use(const std::filesystem::path& state_directory)
{
    if (!std::filesystem::exists(state_directory)) return false;  // serve makes it, check nothing
    const auto held = storage::StateDirectory::open(state_directory);
    if (held) return false;
    if (held.error().code == Errc::conflict) return true;
    return held.error();
}

int check(const Session& session, bool is_deep)
{
    const auto settings = config::load(session.source());
    if (!settings) return fail(settings.error());
    const Result<void> rehearsed = session.deeds.rehearse(*settings);
    if (!rehearsed && rehearsed.error().code != Errc::conflict) return fail(rehearsed.error());
    const Result<bool> is_running = is_in_use(settings->state_directory);
    if (!is_running) return fail(is_running.error());
    if (!rehearsed && !*is_running) return fail(kIoError, rehearsed.error().detail);
    for (const std::string& warning : settings->warnings) tell("mysigfox: warning: " + warning);
    tell("The configuration is good.");
    return is_deep ? check_stores(*settings) : static_cast<int>(kDone);
}

/// Only the daemon itself can answer.
int ask(const Session& session, std::string_view verb, bool as_json)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    const auto answer = Performer{std::move(*settings)}.ask(verb);
    if (!answer) return fail(answer.error());
    if (as_json) {
        out_json(*answer);
    } else {
        out_fields(*answer);
    }
    return kDone;
}

void print_checks(const Json& checks, bool as_json)
{
    std::optional<JsonArray> array;
    if (as_json) array.emplace();
    for (const Json& check : checks) {
        const std::string name = check.value("check", "");
        if (array) {
            array->add(check);
        } else if (check.value("is_well", false)) {
            out("[+] " + name + " ok\n");
        } else {
            out("[-] " + name + ": " + check.value("problem", "") + "\n");
        }
    }
    if (array) array->finish();
}

/// For scripts and containers: the exit code is the answer.
int check_health(const Session& session, bool as_json)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    const auto answer = Performer{std::move(*settings)}.ask("healthcheck");
    if (!answer) return fail(answer.error());
    const Json checks = answer->value("checks", Json::array());
    print_checks(checks, as_json);
    std::string failed;
    for (const Json& check : checks) {
        if (check.value("is_well", false)) continue;
        failed += (failed.empty() ? "" : ", ") + check.value("check", "");
    }
    if (failed.empty()) return kDone;
    return fail(kTryAgain, "the daemon runs but is not ready: " + failed);
}

void add_healthcheck_verb(CLI::App& program, Session& session)
{
    const auto as_json = std::make_shared<bool>(false);
    auto* verb = program.add_subcommand(
        "healthcheck", "Whether the running daemon is ready for callbacks, as /readyz has it");
    verb->add_flag("--json", *as_json, "As a JSON array");
    verb->footer(
        "Exit code 0: ready; 75: it runs but is not ready, or stops; 69: no daemon answers.\n"
        "Examples:\n"
        "  mysigfox healthcheck\n"
        "  mysigfox healthcheck --json\n");
    verb->callback([&session, as_json] {
        session.chosen = [&session, as_json] { return check_health(session, *as_json); };
    });
}

}  // namespace

void add_daemon_verbs(CLI::App& program, Session& session)
{
    auto* serve_verb = program.add_subcommand("serve", "Run the daemon in the foreground");
    serve_verb->footer("Example:\n  mysigfox --config my.toml serve\n");
    serve_verb->callback([&session] { session.chosen = [&session] { return serve(session); }; });

    auto* check_verb = program.add_subcommand(
        "check", "Say everything that serve would refuse: the configuration, ports, directories");
    const auto is_deep = std::make_shared<bool>(false);
    check_verb->add_flag("--deep", *is_deep,
                         "Also prove on a copy of the stores that all in them is as it must be");
    check_verb->footer("Examples:\n  mysigfox --config my.toml check\n  mysigfox check --deep\n");
    check_verb->callback([&session, is_deep] {
        session.chosen = [&session, is_deep] { return check(session, *is_deep); };
    });

    const auto as_json = std::make_shared<bool>(false);
    auto* status_verb = program.add_subcommand("status", "How the running daemon is doing");
    status_verb->add_flag("--json", *as_json, "As a JSON array of one object");
    status_verb->footer("Example:\n  mysigfox status --json\n");
    status_verb->callback([&session, as_json] {
        session.chosen = [&session, as_json] { return ask(session, "status", *as_json); };
    });

    add_healthcheck_verb(program, session);

    auto* reload_verb = program.add_subcommand(
        "reload",
        "Let the running daemon read its configuration again (a wrong one changes nothing)");
    reload_verb->footer("Example:\n  mysigfox reload\n");
    reload_verb->callback(
        [&session] { session.chosen = [&session] { return ask(session, "reload", false); }; });
}

}  // namespace mysigfox::cli
