#include "cli/manual.hpp"

#include "cli/exit_codes.hpp"
#include "cli/roff.hpp"

#include <sstream>

namespace mysigfox::cli {
namespace {

std::string spelled(const Argument& option)
{
    return option.name + (option.value.empty() ? "" : " " + option.value);
}

/// "mysigfox device add ID [options]".
std::string synopsis(const Verb& verb)
{
    std::string line = "mysigfox " + verb.path;
    for (const Argument& one : verb.positionals) {
        line += one.is_required ? " " + one.name : " [" + one.name + "]";
    }
    for (const Argument& one : verb.options) {
        line += one.is_required ? " " + spelled(one) : " [" + spelled(one) + "]";
    }
    return line;
}

std::string required(const Argument& one)
{
    return one.what + (one.is_required ? " (required)" : "");
}

void describe(const Verb& verb, Roff& page)
{
    page.section(synopsis(verb));
    page.text(verb.what + ".");
    for (const Argument& one : verb.positionals) page.term(one.name, required(one));
    for (const Argument& one : verb.options) page.term(spelled(one), required(one));
    page.text(verb.footer);
}

/// The examples of a footer without what else it says.
std::string examples_in(const std::string& footer)
{
    std::istringstream lines{footer};
    std::string examples;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("  ")) examples += line + "\n";
    }
    return examples;
}

}  // namespace

std::string program_manual(const Verb& program)
{
    Roff page{"mysigfox", 1, "relays Sigfox callbacks to webhooks"};
    page.chapter("SYNOPSIS");
    page.text("mysigfox [--config FILE] [--set KEY=VALUE] VERB [options]");
    page.chapter("DESCRIPTION");
    page.text(program.what +
              " A message that was answered with 204 is on disk, and is sent until its webhook has "
              "taken it.\nData go to standard output, messages to standard error. Every verb "
              "explains itself with --help.");
    page.chapter("OPTIONS");
    page.text("These may stand anywhere on the line.");
    for (const Argument& one : program.options) page.term(spelled(one), one.what);
    page.term("-h, --help", "What a verb does, with examples");
    page.chapter("VERBS");
    for (const Verb* verb : all_verbs(program)) {
        if (verb->verbs.empty()) describe(*verb, page);
    }
    page.chapter("EXIT STATUS");
    for (const auto& [code, meaning] : kExitCodes) page.term(std::to_string(code), meaning);
    page.chapter("ENVIRONMENT");
    page.term("MYSIGFOX_CONFIG", "The configuration file, unless --config names one.");
    page.term("MYSIGFOX_SECTION_KEY",
              "Each key of mysigfox.toml(5) outside of [[sigfox.account]], such as "
              "MYSIGFOX_LOG_LEVEL; goes before the file.");
    page.chapter("FILES");
    page.term("/etc/mysigfox/mysigfox.toml", "The configuration.");
    page.term("/var/lib/mysigfox", "The stores, and the key without which their secrets are lost.");
    page.chapter("EXAMPLES");
    page.text(examples_in(program.footer));
    page.chapter("SEE ALSO");
    page.text("mysigfox.toml(5), systemctl(1), journalctl(1)");
    return page.page();
}

std::string configuration_manual(const std::vector<config::ReferenceKey>& keys)
{
    Roff page{"mysigfox.toml", 5, "configuration of the relay MySigfox"};
    page.chapter("DESCRIPTION");
    page.text(
        "A file in TOML. What it leaves out keeps its default; a key that nobody knows is an "
        "error. A flag (--set KEY=VALUE) goes before the environment, and that before the "
        "file. Durations are written \"90s\", \"15m\", \"76h\", \"30d\"; sizes \"64KiB\", "
        "\"10GiB\". mysigfox check judges the file, mysigfox config show tells what is in force "
        "and from where, mysigfox config defaults prints a file with every key.");
    std::string section = "none yet";
    for (const config::ReferenceKey& key : keys) {
        if (key.section != section) {
            section = key.section;
            page.chapter(section.empty() ? "AT THE TOP OF THE FILE" : "[" + section + "]");
        }
        page.term(key.name + " = " + key.fallback,
                  key.reason + " Takes " + key.takes + ". " +
                      (key.environment.empty() ? "" : key.environment + " sets it too. ") +
                      (key.is_applied_on_reload ? "A reload applies it." : "It needs a restart."));
    }
    page.chapter("FILES");
    page.term("/etc/mysigfox/mysigfox.toml", "Read unless --config or MYSIGFOX_CONFIG says else.");
    page.chapter("SEE ALSO");
    page.text("mysigfox(1)");
    return page.page();
}

std::string configuration_page(const std::vector<config::ReferenceKey>& keys)
{
    std::string page =
        "# Configuration reference\n\n"
        "`mysigfox config reference` prints this page from the table that also reads the file. "
        "What the file leaves out\nkeeps its default. A flag (`--set KEY=VALUE`) goes before the "
        "environment, and that before the file. Durations are\nwritten `\"90s\"`, `\"15m\"`, "
        "`\"76h\"`, `\"30d\"`; sizes `\"64KiB\"`, `\"10GiB\"`. Reload: whether `systemctl reload "
        "mysigfox`\napplies a change, or a restart is needed.\n";
    std::string section = "none yet";
    for (const config::ReferenceKey& key : keys) {
        if (key.section != section) {
            section = key.section;
            page += "\n## " + (section.empty() ? "At the top of the file" : "`[" + section + "]`") +
                    "\n\n| key, and its variable | default | takes | what for | reload |\n"
                    "|---|---|---|---|---|\n";
        }
        const std::string variable = key.environment.empty() ? "" : "<br>`" + key.environment + "`";
        page += "| `" + key.name + "`" + variable + " | `" + key.fallback + "` | " + key.takes +
                " | " + key.reason + " | " + (key.is_applied_on_reload ? "applied" : "restart") +
                " |\n";
    }
    return page;
}

}  // namespace mysigfox::cli
