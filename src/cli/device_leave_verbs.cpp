// device transfer, unregister, remove: the owner leaves.
#include "cli/device_request.hpp"
#include "cli/verbs.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <iostream>
#include <memory>

namespace mysigfox::cli {
namespace {

struct LeaveOptions {
    std::string device_id;
    std::string email;
    bool is_agreed = false;  ///< --yes
    bool is_dry = false;     ///< --dry-run
    bool as_json = false;
};

/// Asks on a terminal; a script that calls us has decided already.
bool agrees(const LeaveOptions& options, const std::string& question)
{
    if (options.is_agreed || ::isatty(STDIN_FILENO) == 0) return true;
    std::cerr << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

/// Whose it is, and that this would end.
int foretell(const Session& session, const LeaveOptions& options, const char* fate)
{
    const Json arguments{{"device_id", options.device_id}};
    return request(session, "device.show", arguments, [&](const Json& answer) {
        const std::string email = answer.value("email", "");
        const std::string owner = email.empty() ? "nobody's" : "of " + email;
        tell("dry run, nothing was changed: " + answer.value("device_id", "") + " is " + owner +
             " and " + fate);
    });
}

void add_caution(CLI::App& verb, const std::shared_ptr<LeaveOptions>& options)
{
    verb.add_flag("--yes", options->is_agreed, "Do not ask");
    verb.add_flag("--dry-run", options->is_dry, "Only say whose it is");
}

struct Farewell {
    const char* name;
    const char* asked;
    const char* what;
    const char* question;  ///< after the device's ID
    const char* fate;
    const char* done;
};

constexpr Farewell kUnregister{
    "unregister",
    "device.unregister",
    "Take it from its customer; it stays in the registry and can be registered anew",
    " leaves its customer, and what is still on its way to him is dropped. Go on?",
    "would leave its customer.",
    " is unregistered, messages dropped: "};
constexpr Farewell kRemove{"remove",
                           "device.remove",
                           "Take it out of the registry",
                           " leaves the registry, and what is still on its way is dropped. Go on?",
                           "would leave the registry.",
                           " is removed, messages dropped: "};

void add_farewell(CLI::App& device, Session& session, const Farewell& farewell)
{
    const auto options = std::make_shared<LeaveOptions>();
    CLI::App& verb = *device.add_subcommand(farewell.name, farewell.what);
    verb.add_option("ID", options->device_id, "Device ID")->required();
    add_caution(verb, options);
    verb.footer(std::string{"Example:\n  mysigfox device "} + farewell.name + " 21DF4E --yes\n");
    verb.callback([&session, options, &farewell] {
        session.chosen = [&session, options, &farewell]() -> int {
            if (options->is_dry) return foretell(session, *options, farewell.fate);
            if (!agrees(*options, options->device_id + farewell.question)) {
                tell("Nothing was changed.");
                return kDone;
            }
            const Json arguments{{"device_id", options->device_id}};
            return request(session, farewell.asked, arguments, [&](const Json& answer) {
                tell(answer.value("device_id", "") + farewell.done +
                     std::to_string(answer.value("dropped_messages", 0)) + ".");
            });
        };
    });
}

}  // namespace

void add_device_leave_verbs(CLI::App& device, Session& session)
{
    add_farewell(device, session, kUnregister);
    add_farewell(device, session, kRemove);

    const auto options = std::make_shared<LeaveOptions>();
    CLI::App& transfer = *device.add_subcommand(
        "transfer", "Give it to another customer, who registers it with the new token");
    transfer.add_option("ID", options->device_id, "Device ID")->required();
    transfer.add_option("--email", options->email, "Of the new customer")->required();
    add_caution(transfer, options);
    transfer.add_flag("--json", options->as_json, "As a JSON array of one object");
    transfer.footer("Example:\n  mysigfox device transfer 21DF4E --email new@example.org\n");
    transfer.callback([&session, options] {
        session.chosen = [&session, options]() -> int {
            if (options->is_dry) {
                return foretell(session, *options, "would be another's, with a new token.");
            }
            if (!agrees(*options, options->device_id +
                                      " leaves its customer and gets a new token, and what is"
                                      " still on its way is dropped. Go on?")) {
                tell("Nothing was changed.");
                return kDone;
            }
            const Json arguments{{"device_id", options->device_id}, {"email", options->email}};
            return request(session, "device.transfer", arguments,
                           [&](const Json& answer) { print_token(answer, options->as_json); });
        };
    });
}

}  // namespace mysigfox::cli
