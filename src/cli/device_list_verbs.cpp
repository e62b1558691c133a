// device list, show, export: reading the registry, page by page.
#include "cli/csv.hpp"
#include "cli/device_request.hpp"
#include "cli/performer.hpp"
#include "cli/verbs.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <sys/stat.h>

#include <fstream>
#include <memory>

namespace mysigfox::cli {
namespace {

constexpr std::size_t kPage = 5'000;

using Visit = std::function<void(const Json& device)>;

/// Every device of a verb that answers in pages.
int each_device(const Session& session, std::string_view verb, const Visit& visit)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    Performer performer{std::move(*settings)};
    Json arguments{{"limit", kPage}};
    for (;;) {
        const auto answer = performer.perform(verb, arguments.dump());
        if (!answer) return fail(answer.error());
        for (const Json& device : answer->at("devices")) visit(device);
        const Json next = answer->value("next", Json());
        if (next.is_null()) return kDone;
        arguments["after"] = next;
    }
}

std::string line_of_device(const Json& device)
{
    const std::string state = device.value("is_paused", false)    ? "paused"
                              : device.value("owner_left", false) ? "left"
                                                                  : "";
    return fmt::format("{:<8}  {:<6}  {:<2}  {:<30}  {}\n", device.value("device_id", ""), state,
                       device.value("language", ""), device.value("email", ""),
                       device.value("webhook_url", ""));
}

std::string line_of_unknown(const Json& device)
{
    return fmt::format("{:<8}  {:>8}  {:<20}  {}\n", device.value("device_id", ""),
                       device.value("messages", 0), device.value("last_heard", ""),
                       device.value("account", ""));
}

int list(const Session& session, bool is_unknown, bool as_json)
{
    const std::string_view verb = is_unknown ? "device.list_unknown" : "device.list";
    if (!as_json) {
        return each_device(session, verb, [&](const Json& device) {
            out(is_unknown ? line_of_unknown(device) : line_of_device(device));
        });
    }
    // Opened with the first page only: a refusal leaves stdout empty.
    std::unique_ptr<JsonArray> array;
    const auto begin = [&] {
        if (!array) array = std::make_unique<JsonArray>();
    };
    const int code = each_device(session, verb, [&](const Json& device) {
        begin();
        array->add(device);
    });
    if (code == kDone) {
        begin();
        array->finish();
    }
    return code;
}

std::string csv_row(const Json& device)
{
    std::string row;
    for (const char* column : {"device_id", "email", "webhook_url", "language"}) {
        row += (row.empty() ? "" : ",") + csv_cell(device.value(column, ""));
    }
    return row + "\n";
}

constexpr std::string_view kExportHeader = "device_id,email,webhook_url,language\n";

int export_csv(const Session& session, const std::string& file)
{
    if (file == "-") {
        out(kExportHeader);
        return each_device(session, "device.export", [](const Json& d) { out(csv_row(d)); });
    }
    ::umask(077);  // e-mail addresses stand in it
    std::ofstream stream{file, std::ios::binary};
    stream << kExportHeader;
    const int code = each_device(session, "device.export",
                                 [&](const Json& device) { stream << csv_row(device); });
    stream.close();
    if (code == kDone && !stream) return fail(kIoError, file + ": cannot be written");
    return code;
}

struct ListOptions {
    std::string device_id;
    std::string file;
    bool is_unknown = false;
    bool as_json = false;
};

int show(const Session& session, const ListOptions& options)
{
    return request(session, "device.show", Json{{"device_id", options.device_id}},
                   [&](const Json& answer) {
                       if (options.as_json) {
                           out_json(answer);
                       } else {
                           out_fields(answer);
                       }
                   });
}

}  // namespace

void add_device_list_verbs(CLI::App& device, Session& session)
{
    const auto options = std::make_shared<ListOptions>();
    CLI::App& list_verb = *device.add_subcommand("list", "Every device, in the order of IDs");
    list_verb.add_flag("--unknown", options->is_unknown,
                       "Instead: devices heard that are not in the registry, the latest first");
    list_verb.add_flag("--json", options->as_json, "As a JSON array");
    list_verb.footer(
        "Examples:\n  mysigfox device list\n  mysigfox device list --unknown --json\n");
    list_verb.callback([&session, options] {
        session.chosen = [&session, options] {
            return list(session, options->is_unknown, options->as_json);
        };
    });

    CLI::App& show_verb = *device.add_subcommand("show", "One device and the URLs it had");
    show_verb.add_option("ID", options->device_id, "Device ID")->required();
    show_verb.add_flag("--json", options->as_json, "As a JSON array of one object");
    show_verb.footer("Example:\n  mysigfox device show 21DF4E\n");
    show_verb.callback([&session, options] {
        session.chosen = [&session, options] { return show(session, *options); };
    });

    CLI::App& export_verb = *device.add_subcommand(
        "export", "Every device as CSV that `device import` reads; without tokens");
    export_verb.add_option("FILE", options->file, "File to write, - for stdout")->required();
    export_verb.footer("Example:\n  mysigfox device export DEVICES.csv\n");
    export_verb.callback([&session, options] {
        session.chosen = [&session, options] { return export_csv(session, options->file); };
    });
}

}  // namespace mysigfox::cli
