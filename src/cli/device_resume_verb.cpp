// device resume: one paused device, or all of them.
#include "cli/performer.hpp"
#include "cli/print.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/base/counted.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace mysigfox::cli {
namespace {

struct ResumeOptions {
    std::string device_id;
    bool is_all = false;
    std::string skip_before;
    bool is_dry = false;
};

struct ResumeCounts {
    std::size_t devices = 0;
    std::size_t skipped_messages = 0;
};

void report_resumed(const ResumeOptions& options, const ResumeCounts& counts)
{
    const char* const prefix = options.is_dry ? "dry run, nothing was changed: " : "";
    tell(fmt::format("{}{} {} delivered again", prefix, counted(counts.devices, "paused device"),
                     options.is_dry ? "would be" : is_or_are(counts.devices)));
    if (options.skip_before.empty()) return;
    tell(fmt::format("{}{} that waited {} sent", prefix,
                     counted(counts.skipped_messages, "message"),
                     options.is_dry ? "would not be"
                                    : fmt::format("{} not", is_or_are(counts.skipped_messages))));
}

/// Page by page: there may be a million.
int resume_devices(const Session& session, const ResumeOptions& options)
{
    if (options.is_all != options.device_id.empty()) {
        return fail(kWrongUsage, "device resume: expected either an ID or --all");
    }
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    Performer performer{std::move(*settings)};
    Json arguments{{"all", options.is_all},
                   {"device_id", options.device_id},
                   {"skip_before", options.skip_before},
                   {"dry_run", options.is_dry}};
    ResumeCounts counts;
    do {
        const auto answer = performer.perform(
            "device.resume", arguments.dump(-1, ' ', false, Json::error_handler_t::replace));
        if (!answer) return fail(answer.error());
        counts.devices += answer->value("devices", std::size_t{0});
        counts.skipped_messages += answer->value("skipped_messages", std::size_t{0});
        arguments["after"] = answer->value("next", Json());
        arguments["skip_before"] = answer->value("skip_before", "");
    } while (!arguments["after"].is_null());
    report_resumed(options, counts);
    return kDone;
}

}  // namespace

void add_device_resume_verb(CLI::App& device, Session& session)
{
    const auto options = std::make_shared<ResumeOptions>();
    CLI::App& verb = *device.add_subcommand("resume", "Deliver again, what waited first");
    verb.add_option("ID", options->device_id, "Device ID, 1 to 8 hexadecimal digits");
    verb.add_flag("--all", options->is_all, "Every paused device, whoever paused it");
    verb.add_option(
            "--skip-before", options->skip_before,
            "Do not send what came before: 2026-11-23 (UTC), 2026-11-23T03:43Z, or 2h, 3d ago")
        ->type_name("TIME");
    verb.add_flag("--dry-run", options->is_dry, "Only say how many devices and messages");
    verb.footer(
        "What is skipped stays in the file as dropped; `message replay` sends it after all.\n"
        "Examples:\n"
        "  mysigfox device resume 21DF4E\n"
        "  mysigfox device resume --all --skip-before 10m --dry-run\n");
    verb.callback([&session, options] {
        session.chosen = [&session, options] { return resume_devices(session, *options); };
    });
}

}  // namespace mysigfox::cli
