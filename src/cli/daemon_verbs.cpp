// serve, check, and what is asked of the running daemon: status, reload.
#include "cli/performer.hpp"
#include "cli/print.hpp"
#include "cli/verbs.hpp"

#include <CLI/CLI.hpp>

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

int check(const Session& session)
{
    const auto settings = config::load(session.source());
    if (!settings) return fail(settings.error());
    tell("The configuration is good.");
    return kDone;
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

    auto* check_verb =
        program.add_subcommand("check", "Say everything in the configuration that serve refuses");
    check_verb->footer("Example:\n  mysigfox --config my.toml check\n");
    check_verb->callback([&session] { session.chosen = [&session] { return check(session); }; });

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
