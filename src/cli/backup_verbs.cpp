// backup: a copy, verified and put where it is wanted.
#include "cli/backup_copy.hpp"
#include "cli/backup_print.hpp"
#include "cli/progress.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/storage/backup.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

namespace mysigfox::cli {
namespace {

namespace fs = std::filesystem;

struct BackupOptions {
    std::string file;
    std::size_t keep = 0;  ///< 0: all
    bool as_json = false;
};

bool is_one_of_a_series(const fs::path& file)
{
    const std::string name = file.filename();
    return name.starts_with("mysigfox-") && name.ends_with("Z.tar");
}

/// In a directory, one of a series whose names are in the order of time.
fs::path place_of(const std::string& wanted)
{
    if (!fs::is_directory(wanted)) return wanted;
    return fs::path{wanted} / fmt::format("mysigfox-{}.tar", stamp_of(SystemClock{}.now()));
}

/// All that can be refused before gigabytes are copied.
Result<void> may_back_up(const config::Settings& settings, const fs::path& file)
{
    const fs::path parent = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    for (const fs::path& directory : {parent, settings.state_directory}) {
        if (!fs::exists(directory) || ::access(directory.c_str(), W_OK | X_OK) == 0) continue;
        return make_error(Errc::storage_unavailable,
                          directory.string() + ": cannot be written to by this user");
    }
    if (!fs::exists(parent)) {
        return make_error(Errc::storage_unavailable, parent.string() + ": is not there");
    }
    if (!fs::exists(file) || storage::open_backup(file, storage::BackupState::finished)) return {};
    return make_error(Errc::conflict, file.string() + ": is there, and no backup: it stays");
}

Result<storage::BackupFacts> verified(const fs::path& partial)
{
    auto backup = storage::open_backup(partial, storage::BackupState::copied);
    if (!backup) return backup.error();
    ProgressLine line;
    const Result<void> finished = (*backup)->finish(
        [&line](std::uint64_t done, std::uint64_t total) { line.show("verifying", done, total); });
    // What was just copied from there: it is the stores themselves that are damaged.
    if (!finished) return make_error(Errc::storage_unavailable, finished.error().detail);
    return (*backup)->facts();
}

/// From the state directory to beside the file, verified there, and named.
Result<storage::BackupFacts> take(const fs::path& copy, const fs::path& file)
{
    const fs::path partial = file.string() + ".partial";
    const Result<void> moved = storage::move_file(copy, partial);
    if (!moved) return moved.error();
    auto facts = verified(partial);
    if (facts) {
        const Result<void> named = storage::move_file(partial, file);
        if (named) return facts;
        facts = named.error();
    }
    std::error_code ignored;
    fs::remove(partial, ignored);
    return facts;
}

void remove_older(const fs::path& directory, std::size_t keep)
{
    std::vector<fs::path> series;
    for (const auto& entry : fs::directory_iterator{directory}) {
        if (is_one_of_a_series(entry.path())) series.push_back(entry.path());
    }
    std::ranges::sort(series, std::greater{});
    for (std::size_t i = keep; i < series.size(); ++i) fs::remove(series[i]);
}

int back_up(const Session& session, const BackupOptions& options)
{
    const bool is_series = fs::is_directory(options.file);
    if (options.keep != 0 && !is_series) {
        return fail(kWrongUsage, "backup: --keep wants a directory in the place of FILE");
    }
    const auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    const fs::path file = place_of(options.file);
    const Result<void> may = may_back_up(*settings, file);
    if (!may) return fail(may.error());
    const int copied = copy_into_state_directory(*settings);
    if (copied != kDone) return copied;
    const auto facts = take(storage::StateDirectory::copy_in(settings->state_directory), file);
    if (!facts) return fail(facts.error());
    const Result<void> noted = storage::note_backup(settings->state_directory);
    if (!noted) tell("mysigfox: " + noted.error().detail);
    if (options.keep != 0) remove_older(options.file, options.keep);
    print_backup(file, *facts, options.as_json);
    tell("The key is not in it: keep a copy of " + (settings->state_directory / "key").string() +
         " elsewhere, once.");
    return kDone;
}

}  // namespace

void add_backup_verb(CLI::App& program, Session& session)
{
    const auto options = std::make_shared<BackupOptions>();
    CLI::App& verb = *program.add_subcommand(
        "backup", "Copy all stores into one file, also while the daemon runs, and verify it");
    verb.add_option("FILE", options->file,
                    "A tar file; in a directory: one named by the time of day")
        ->required();
    verb.add_option("--keep", options->keep, "In a directory: remove all but the last so many");
    verb.add_flag("--json", options->as_json, "As a JSON array of one object");
    verb.footer(
        "Examples:\n  mysigfox backup /srv/mysigfox.tar\n"
        "  mysigfox backup --keep 7 /var/lib/mysigfox-backups\n"
        "The key file is not in it. As root, or as the user that the daemon runs as.\n");
    verb.callback([&session, options] {
        session.chosen = [&session, options] { return back_up(session, *options); };
    });
}

}  // namespace mysigfox::cli
