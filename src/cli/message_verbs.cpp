// message list, show, replay.
#include "cli/device_request.hpp"
#include "cli/performer.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/base/counted.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace mysigfox::cli {
namespace {

struct MessageOptions {
    std::string message;
    std::string device;
    std::string since;
    std::string until;
    bool is_failed = false;
    bool is_dry = false;
    bool as_json = false;
};

Json arguments_of(const MessageOptions& options)
{
    Json arguments = Json::object();
    if (!options.message.empty()) arguments["message_id"] = options.message;
    if (!options.device.empty()) arguments["device_id"] = options.device;
    if (!options.since.empty()) arguments["since"] = options.since;
    if (!options.until.empty()) arguments["until"] = options.until;
    if (options.is_failed) arguments["failed"] = true;
    if (options.is_dry) arguments["dry_run"] = true;
    return arguments;
}

std::string line_of_message(const Json& message)
{
    const Json& status = message.at("last_status");
    return fmt::format(
        "{:<28}  {:<20}  {:<9}  {:>2}  {:<4} {:<16}  {}\n", message.value("message_id", ""),
        message.value("received", ""), message.value("state", ""), message.value("attempts", 0),
        status.is_null() ? "" : status.dump(),
        message.at("last_cause").is_null() ? "" : message.at("last_cause").get<std::string>(),
        message.value("data", ""));
}

/// Into the array, or as a line if there is none.
void show_message(const Json& message, JsonArray* array)
{
    if (array != nullptr) {
        array->add(message);
    } else {
        out(line_of_message(message));
    }
}

int list_messages_of(const Session& session, const MessageOptions& options)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    Performer performer{std::move(*settings)};
    Json arguments = arguments_of(options);
    std::unique_ptr<JsonArray> array;
    for (;;) {
        const auto answer = performer.perform("message.list", arguments.dump());
        if (!answer) return fail(answer.error());
        if (options.as_json && !array) array = std::make_unique<JsonArray>();
        for (const Json& message : answer->at("messages")) show_message(message, array.get());
        arguments["from"] = answer->value("next", Json());
        if (arguments["from"].is_null()) break;
    }
    if (array) array->finish();
    return kDone;
}

int show_one(const Session& session, const MessageOptions& options)
{
    return request(session, "message.show", arguments_of(options), [&](const Json& answer) {
        if (options.as_json) {
            out_json(answer);
        } else {
            out_fields(answer);
        }
    });
}

int replay(const Session& session, const MessageOptions& options)
{
    const bool is_one = !options.message.empty();
    const bool is_of_device = !options.device.empty();
    if (is_one == is_of_device || (is_of_device && options.since.empty())) {
        return fail(kWrongUsage, "message replay: either msg_… or --device with --since");
    }
    return request(session, "message.replay", arguments_of(options), [&](const Json& answer) {
        const auto messages = answer.value("messages", 0);
        tell(fmt::format("{} {} sent again.", counted(messages, "message"),
                         options.is_dry ? "would be" : is_or_are(messages)));
    });
}

void add_choice(CLI::App& verb, MessageOptions& options)
{
    verb.add_option("--since", options.since,
                    "Received since: 2026-11-23 (UTC), 2026-11-23T03:43Z, or 2h, 3d ago");
    verb.add_option("--until", options.until, "Received before: a time as for --since");
    verb.add_flag("--failed", options.is_failed, "Only those that failed");
}

}  // namespace

void add_message_verbs(CLI::App& program, Session& session)
{
    CLI::App& message = *program.add_subcommand("message", "See what became of messages");
    message.require_subcommand(1);
    message.footer("Example:\n  mysigfox message list --device 21DF4E --since 1d --failed\n");
    const auto options = std::make_shared<MessageOptions>();
    const auto choose = [&session, options](int (*run)(const Session&, const MessageOptions&)) {
        return [&session, options, run] {
            session.chosen = [&session, options, run] { return run(session, *options); };
        };
    };

    CLI::App& list = *message.add_subcommand("list", "Messages of a device, newest first");
    list.add_option("--device", options->device, "Device ID")->required();
    add_choice(list, *options);
    list.add_flag("--json", options->as_json, "As a JSON array");
    list.footer("Example:\n  mysigfox message list --device 21DF4E --since 2h\n");
    list.callback(choose(list_messages_of));

    CLI::App& show = *message.add_subcommand("show", "One message and all its attempts");
    show.add_option("MESSAGE", options->message, "msg_…")->required();
    show.add_flag("--json", options->as_json, "As a JSON array of one object");
    show.footer("Example:\n  mysigfox message show msg_1j2k3m4n5p6q\n");
    show.callback(choose(show_one));

    CLI::App& again =
        *message.add_subcommand("replay", "Send again what is delivered, given up or was not sent");
    again.add_option("MESSAGE", options->message, "msg_…");
    again.add_option("--device", options->device, "Device ID, with --since");
    add_choice(again, *options);
    again.add_flag("--dry-run", options->is_dry, "Only say how many");
    again.footer(
        "Examples:\n  mysigfox message replay msg_1j2k3m4n5p6q\n"
        "  mysigfox message replay --device 21DF4E --since 1d --failed\n"
        "Without a daemon they go out at its next start.\n");
    again.callback(choose(replay));
}

}  // namespace mysigfox::cli
