// config show|defaults|reference, and version.
#include "cli/manual.hpp"
#include "cli/print.hpp"
#include "cli/verbs.hpp"
#include "mysigfox_generated/version.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace mysigfox::cli {
namespace {

int show(const Session& session, bool as_json)
{
    const auto keys = config::in_force(session.source());
    if (!keys) return fail(keys.error());
    if (!as_json) {
        out(config::show(*keys));
        return kDone;
    }
    JsonArray array;
    for (const config::InForce& key : *keys) {
        array.add(Json{{"key", key.key},
                       {"value", Json::parse(key.value)},
                       {"origin", key.origin},
                       {"is_applied_on_reload", key.is_applied_on_reload}});
    }
    array.finish();
    return kDone;
}

void add_version_verb(CLI::App& program, Session& session)
{
    const std::string line = std::string{"mysigfox "} + kVersion;
    program.set_version_flag("--version", line, "Which MySigfox this is, as `mysigfox version`");
    const auto as_json = std::make_shared<bool>(false);
    auto* verb = program.add_subcommand("version", "Which MySigfox this is");
    verb->add_flag("--json", *as_json, "As a JSON array of one object");
    verb->footer("Example:\n  mysigfox version\n");
    verb->callback([&session, line, as_json] {
        session.chosen = [line, as_json] {
            if (*as_json) {
                out_json(Json{{"version", kVersion}});
            } else {
                out(line + "\n");
            }
            return static_cast<int>(kDone);
        };
    });
}

}  // namespace

void add_config_verbs(CLI::App& program, Session& session)
{
    auto* config_verb = program.add_subcommand("config", "What can be set, and what is in force");
    config_verb->require_subcommand(1);
    config_verb->footer(
        "Examples:\n  mysigfox config show\n  mysigfox config defaults > my.toml\n");

    const auto as_json = std::make_shared<bool>(false);
    auto* show_verb = config_verb->add_subcommand(
        "show", "Every key as it is in force, with where it comes from; secrets as ***");
    show_verb->add_flag("--json", *as_json, "As a JSON array");
    show_verb->footer(
        "Examples:\n  mysigfox config show\n  MYSIGFOX_LOG_LEVEL=debug mysigfox config show "
        "--json\n");
    show_verb->callback([&session, as_json] {
        session.chosen = [&session, as_json] { return show(session, *as_json); };
    });

    auto* defaults_verb = config_verb->add_subcommand(
        "defaults", "A configuration file with every key, its default and its reason");
    defaults_verb->footer("Example:\n  mysigfox config defaults > /etc/mysigfox/mysigfox.toml\n");
    defaults_verb->callback([&session] {
        session.chosen = [] {
            out(config::default_file());
            return static_cast<int>(kDone);
        };
    });

    auto* reference_verb = config_verb->add_subcommand(
        "reference", "Every key with what it takes and whether a reload applies it, as Markdown");
    reference_verb->footer("Example:\n  mysigfox config reference > configuration.md\n");
    reference_verb->callback([&session] {
        session.chosen = [] {
            out(configuration_page(config::reference()));
            return static_cast<int>(kDone);
        };
    });

    add_version_verb(program, session);
}

}  // namespace mysigfox::cli
