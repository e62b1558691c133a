// device import, adopt: many devices at once.
#include "cli/device_import.hpp"
#include "cli/device_request.hpp"
#include "cli/performer.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/base/counted.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <unistd.h>

#include <fstream>
#include <iostream>
#include <memory>

namespace mysigfox::cli {
namespace {

struct ManyOptions {
    std::string file;
    std::string tokens_to;
    std::string cards;
    std::string device_id;
    bool is_dry_run = false;
    bool pauses = false;
    bool is_all = false;
    bool as_json = false;
};

Result<std::unique_ptr<TokensOut>> tokens_out(const ManyOptions& options,
                                              const std::string& public_url)
{
    if (options.is_dry_run) return tokens_on_stdout();
    auto tokens = options.tokens_to.empty() ? Result<std::unique_ptr<TokensOut>>{tokens_on_stdout()}
                                            : open_tokens_file(options.tokens_to);
    if (!tokens || options.cards.empty()) return tokens;
    auto cards = open_cards_file(options.cards, public_url);
    if (!cards) return cards;
    return tokens_to_both(std::move(*tokens), std::move(*cards));
}

int report_import(const Result<ImportCounts>& counts, bool is_dry_run)
{
    if (!counts) return fail(counts.error());
    tell(fmt::format("{}{}: {} created, {} updated, {} unchanged, {} rejected",
                     is_dry_run ? "dry run, nothing was changed: " : "",
                     counted(counts->rows, "row"), counts->created, counts->updated,
                     counts->unchanged, counts->rejected));
    return counts->rejected == 0 ? kDone : kBadData;
}

int import(const Session& session, const ManyOptions& options)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    std::ifstream file;
    if (options.file != "-") {
        file.open(options.file, std::ios::binary);
        if (!file) return fail(kIoError, options.file + ": cannot be read");
    } else {
        std::ios::sync_with_stdio(false);  // a stream that reads in blocks
    }
    // Before anything changes: a token that cannot be written down is lost.
    const auto tokens = tokens_out(options, settings->public_url);
    if (!tokens) return fail(tokens.error());
    Performer performer{std::move(*settings)};
    const Ask ask = [&](std::string_view verb, const std::string& arguments) {
        return performer.perform(verb, arguments);
    };
    DeviceImport import{
        ask, **tokens, {options.is_dry_run, options.pauses, ::isatty(STDERR_FILENO) != 0}};
    std::istream& in = options.file == "-" ? std::cin : file;
    return report_import(import.run(in), options.is_dry_run);
}

void print_adopted(const Json& answer, bool as_json)
{
    if (as_json) {
        JsonArray array;
        for (const Json& device : answer.at("devices")) array.add(device);
        array.finish();
        return;
    }
    out("device_id,token\n");
    for (const Json& device : answer.at("devices")) {
        out(device.value("device_id", "") + "," + device.value("token", "") + "\n");
    }
}

int adopt(const Session& session, const ManyOptions& options)
{
    if (options.is_all != options.device_id.empty()) {
        return fail(kWrongUsage, "device adopt: expected either an ID or --all");
    }
    const Json arguments =
        options.is_all ? Json{{"all", true}} : Json{{"device_id", options.device_id}};
    return request(session, "device.adopt", arguments,
                   [&](const Json& answer) { print_adopted(answer, options.as_json); });
}

}  // namespace

void add_device_import_verbs(CLI::App& device, Session& session)
{
    const auto options = std::make_shared<ManyOptions>();
    CLI::App& import_verb = *device.add_subcommand(
        "import", "Take in the rows of a CSV file: device_id,token,email,webhook_url,language");
    import_verb.add_option("FILE", options->file, "CSV with a header, - for stdin")->required();
    import_verb
        .add_option("--tokens-to", options->tokens_to,
                    "File for new tokens (mode 0600; without it: stdout)")
        ->type_name("FILE");
    import_verb
        .add_option("--cards", options->cards,
                    "File for printable cards with QR codes, one a new token (HTML, mode 0600)")
        ->type_name("FILE");
    import_verb.add_flag("--paused", options->pauses,
                         "Keep their messages and deliver nothing until `device resume`");
    import_verb.add_flag("--dry-run", options->is_dry_run, "Judge the rows and change nothing");
    import_verb.footer(
        "Only device_id is required; columns go by name, separated by , or ;. A row without token\n"
        "gets a new one if the device is new, and keeps its own otherwise. Good rows are taken,\n"
        "bad ones told with their line; exit code 65 if there was any.\n"
        "Examples:\n"
        "  mysigfox device import DEVICES.csv --tokens-to TOKENS.csv --cards CARDS.html\n"
        "  mysigfox device import DEVICES.csv --paused\n"
        "  printf 'device_id\\n21DF4E\\n' | mysigfox device import -\n");
    import_verb.callback([&session, options] {
        session.chosen = [&session, options] { return import(session, *options); };
    });

    CLI::App& adopt_verb = *device.add_subcommand(
        "adopt", "Take devices that were heard (list --unknown) into the registry");
    adopt_verb.add_option("ID", options->device_id, "Device ID");
    adopt_verb.add_flag("--all", options->is_all, "All that list --unknown shows");
    adopt_verb.add_flag("--json", options->as_json, "As a JSON array");
    adopt_verb.footer("Examples:\n  mysigfox device adopt 21DF4E\n  mysigfox device adopt --all\n");
    adopt_verb.callback([&session, options] {
        session.chosen = [&session, options] { return adopt(session, *options); };
    });
}

}  // namespace mysigfox::cli
