#include "mysigfox/cli/command_line.hpp"

#include "cli/exit_codes.hpp"
#include "cli/print.hpp"
#include "cli/session.hpp"
#include "cli/unknown_verb.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/base/log.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <optional>

namespace mysigfox::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  mysigfox --config my.toml serve\n"
    "  mysigfox callback show\n"
    "  mysigfox device import DEVICES.csv --tokens-to TOKENS.csv\n"
    "  mysigfox device list --json\n";

std::string exit_codes()
{
    std::string all;
    for (const auto& [code, meaning] : kExitCodes) {
        all += fmt::format("{}{} {}", all.empty() ? "" : ", ", static_cast<int>(code), meaning);
    }
    return "Exit codes: " + all + ".\n";
}

void add_device_verbs(CLI::App& program, Session& session)
{
    CLI::App& device = *program.add_subcommand("device", "Look at and change the registry");
    device.require_subcommand(1);
    device.footer(
        "Examples:\n"
        "  mysigfox device add 21DF4E\n"
        "  mysigfox device import DEVICES.csv --tokens-to TOKENS.csv\n"
        "  mysigfox device show 21DF4E --json\n"
        "Works through the running daemon, or by itself while none runs.\n");
    add_device_change_verbs(device, session);
    add_device_resume_verb(device, session);
    add_device_leave_verbs(device, session);
    add_device_list_verbs(device, session);
    add_device_import_verbs(device, session);
}

}  // namespace

int run(int argc, const char* const* argv, const Deeds& deeds)
{
    set_up_log("warn", LogFormat::automatic);  // stdout is for data alone
    Session session{deeds};
    CLI::App program{"MySigfox relays Sigfox callbacks to customers' webhooks.", "mysigfox"};
    program.footer(kExamples + exit_codes());
    program.fallthrough();  // --config may stand anywhere on the line
    program.require_subcommand(1);
    program
        .add_option("--config", session.config_file,
                    "Configuration file (default: $MYSIGFOX_CONFIG, then "
                    "/etc/mysigfox/mysigfox.toml)")
        ->type_name("FILE");
    program
        .add_option("--set", session.overrides,
                    "A key of the configuration; goes before file and environment")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    add_daemon_verbs(program, session);
    add_config_verbs(program, session);
    add_callback_verbs(program, session);
    add_device_verbs(program, session);
    add_message_verbs(program, session);
    add_webhook_verbs(program, session);
    add_customer_verbs(program, session);
    add_backup_verb(program, session);
    add_restore_verb(program, session);
    add_manual_verbs(program, session);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool lacks = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
        const auto problem = lacks ? unknown_verb(program) : std::nullopt;
        if (problem) return fail(kWrongUsage, *problem);
        return program.exit(error, std::cout, std::cerr) == 0 ? kDone : kWrongUsage;
    }
    const int code = session.chosen();
    if (!flush_out() && code == kDone) return fail(kIoError, "stdout cannot be written");
    return code;
}

}  // namespace mysigfox::cli
