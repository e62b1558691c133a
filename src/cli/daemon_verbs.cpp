// serve, check, and what is asked of the running daemon: status, reload.
#include "cli/deep_check.hpp"
#include "cli/performer.hpp"
#include "cli/print.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/storage/state_directory.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

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

    auto* reload_verb = program.add_subcommand(
        "reload",
        "Let the running daemon read its configuration again (a wrong one changes nothing)");
    reload_verb->footer("Example:\n  mysigfox reload\n");
    reload_verb->callback(
        [&session] { session.chosen = [&session] { return ask(session, "reload", false); }; });
}

}  // namespace mysigfox::cli
