// customer list, show, export, forget.
#include "cli/backup_copy.hpp"
#include "cli/device_request.hpp"
#include "cli/performer.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/base/counted.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace mysigfox::cli {
namespace {

struct CustomerOptions {
    std::string email;
    bool is_agreed = false;  ///< --yes
    bool is_dry = false;     ///< --dry-run
    bool as_json = false;
};

void print_customer(const Json& one)
{
    out(fmt::format("{:<40}  {}  {:<20}  {}\n", one.value("email", ""), one.value("language", ""),
                    one.value("created", ""), counted(one.value("devices", 0), "device")));
}

int list_customers_of(const Session& session, const CustomerOptions& options)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    Performer performer{std::move(*settings)};
    std::optional<JsonArray> array;
    Json arguments = Json::object();
    for (;;) {
        const auto answer = performer.perform("customer.list", arguments.dump());
        if (!answer) return fail(answer.error());
        if (options.as_json && !array) array.emplace();
        for (const Json& one : answer->at("customers")) {
            array ? array->add(one) : print_customer(one);
        }
        arguments["after"] = answer->value("next", Json());
        if (arguments["after"].is_null()) break;
    }
    if (array) array->finish();
    return kDone;
}

int show_customer_of(const Session& session, const CustomerOptions& options)
{
    const Json arguments{{"email", options.email}};
    return request(session, "customer.show", arguments, [&](const Json& answer) {
        if (options.as_json) {
            out_json(answer);
        } else {
            out_fields(answer);
        }
    });
}

/// Comma-separated JSON, a page at a time: there may be many.
int out_messages(Performer& performer, const std::string& email, const std::string& device,
                 bool& is_first)
{
    Json arguments{{"email", email}, {"device_id", device}};
    for (;;) {
        const auto page = performer.perform("message.list", arguments.dump());
        if (!page) return fail(page.error());
        for (const Json& message : page->at("messages")) {
            out((is_first ? "\n" : ",\n") + message.dump());
            is_first = false;
        }
        arguments["from"] = page->value("next", Json());
        if (arguments["from"].is_null()) return kDone;
    }
}

/// One JSON object: what customer show says, and the messages of each device that is his.
int export_customer(const Session& session, const CustomerOptions& options)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    Performer performer{std::move(*settings)};
    const auto shown = performer.perform("customer.show", Json{{"email", options.email}}.dump());
    if (!shown) return fail(shown.error());
    out("{\"customer\": " + shown->dump() + ",\n\"messages\": [");
    bool is_first = true;
    for (const Json& device : shown->at("devices")) {
        const int code =
            out_messages(performer, options.email, device.value("device_id", ""), is_first);
        if (code != kDone) return code;
    }
    out("\n]}\n");
    return kDone;
}

bool agrees_to_forget(const CustomerOptions& options)
{
    if (options.is_agreed) return true;
    std::cerr << options.email
              << " is forgotten: his address, URLs and messages. This cannot be undone. Go on?"
                 " [y/N] "
              << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

int foretell_forgetting(const Session& session, const CustomerOptions& options)
{
    const Json arguments{{"email", options.email}};
    return request(session, "customer.show", arguments, [&](const Json& answer) {
        tell(fmt::format("dry run, nothing was changed: {} would be forgotten, with {}.",
                         options.email, counted(answer.at("devices").size(), "device")));
    });
}

void tell_forgotten(const Json& answer)
{
    const auto devices = answer.value("devices", 0);
    const auto messages = answer.value("messages", 0);
    const auto requests = answer.value("inbox_requests", 0);
    tell(fmt::format("Forgotten. {} {} nobody's now, {} {} erased, and {} in built-in inboxes.",
                     counted(devices, "device"), is_or_are(devices), counted(messages, "message"),
                     is_or_are(messages), counted(requests, "request")));
}

int forget_customer_of(const Session& session, const CustomerOptions& options)
{
    if (options.is_dry) return foretell_forgetting(session, options);
    if (!options.is_agreed && ::isatty(STDIN_FILENO) == 0) {
        return fail(kWrongUsage, "customer forget: cannot be undone; expected --yes");
    }
    if (!agrees_to_forget(options)) {
        tell("Nothing was changed.");
        return kDone;
    }
    const auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    const Json arguments{{"email", options.email}};
    const int code = request(session, "customer.forget", arguments, tell_forgotten);
    if (code != kDone) return code;
    const int scrubbed = scrub_stores(*settings);
    if (scrubbed != kDone) return scrubbed;
    tell("No trace is left in registry, messages, mail and inboxes. Backups keep what they hold.");
    return kDone;
}

}  // namespace

void add_customer_verbs(CLI::App& program, Session& session)
{
    CLI::App& customer = *program.add_subcommand("customer", "Look at customers, forget one");
    customer.require_subcommand(1);
    customer.footer("Example:\n  mysigfox customer show someone@example.org\n");
    const auto options = std::make_shared<CustomerOptions>();
    const auto choose = [&session, options](int (*run)(const Session&, const CustomerOptions&)) {
        return [&session, options, run] {
            session.chosen = [&session, options, run] { return run(session, *options); };
        };
    };

    CLI::App& list = *customer.add_subcommand("list", "All of them, in the order they came");
    list.add_flag("--json", options->as_json, "As a JSON array");
    list.footer("Example:\n  mysigfox customer list --json\n");
    list.callback(choose(list_customers_of));

    CLI::App& show = *customer.add_subcommand("show", "One, with his webhooks and devices");
    show.add_option("EMAIL", options->email, "His address")->required();
    show.add_flag("--json", options->as_json, "As a JSON array of one object");
    show.footer("Example:\n  mysigfox customer show someone@example.org\n");
    show.callback(choose(show_customer_of));

    CLI::App& write = *customer.add_subcommand(
        "export", "All that is kept about him, with the messages of his devices, as JSON");
    write.add_option("EMAIL", options->email, "His address")->required();
    write.footer("Example:\n  mysigfox customer export someone@example.org > someone.json\n");
    write.callback(choose(export_customer));

    CLI::App& forget = *customer.add_subcommand(
        "forget",
        "Erase him: address, URLs, messages, letters, what is in inboxes that he used; his devices"
        " become nobody's");
    forget.add_option("EMAIL", options->email, "His address")->required();
    forget.add_flag("--yes", options->is_agreed, "Do not ask");
    forget.add_flag("--dry-run", options->is_dry, "Only say whether he is there");
    forget.footer(
        "Example:\n  mysigfox customer forget someone@example.org --yes\n"
        "Backups keep what they hold: docs/operators/backup.md.\n");
    forget.callback(choose(forget_customer_of));
}

}  // namespace mysigfox::cli
