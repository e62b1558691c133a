// restore: a backup takes the place of what the state directory holds.
#include "cli/backup_print.hpp"
#include "cli/print.hpp"
#include "cli/progress.hpp"
#include "cli/verbs.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/storage/backup.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace mysigfox::cli {
namespace {

using storage::BackupFile;
using storage::StateDirectory;

struct RestoreOptions {
    std::string file;
    bool is_replacing = false;
    bool is_dry = false;
    bool as_json = false;
};

Result<void> verify(const BackupFile& backup)
{
    ProgressLine line;
    return backup.verify(
        [&line](std::uint64_t done, std::uint64_t total) { line.show("verifying", done, total); });
}

int put_in_place(const BackupFile& backup, const std::filesystem::path& state_directory,
                 const RestoreOptions& options)
{
    const auto directory =
        StateDirectory::open(state_directory, StateDirectory::HalfRestored::accepted);
    if (!directory && directory.error().code == Errc::conflict) {
        return fail(kTryAgain, directory.error().detail + ". Stop it first.");
    }
    if (!directory) return fail(directory.error());
    const Result<void> whole = verify(backup);
    if (!whole) return fail(whole.error());
    const std::string aside =
        options.is_replacing ? "before-restore-" + stamp_of(SystemClock{}.now()) : std::string{};
    const Result<void> restored = storage::restore(backup, *directory, aside);
    if (!restored && restored.error().code == Errc::conflict) {
        return fail(kBadData, restored.error().detail + "; with --replace they are kept aside");
    }
    if (!restored) return fail(restored.error());
    print_backup(options.file, backup.facts(), options.as_json);
    if (std::filesystem::exists(state_directory / aside) && options.is_replacing) {
        tell("What was there is in " + (state_directory / aside).string() + ".");
    }
    tell("Restored into " + state_directory.string() +
         ". Messages that waited then are sent at the next start; some may have been sent since.");
    return kDone;
}

/// Opened before the lock is taken: who takes it as root becomes the directory's owner, and may
/// not read the backup any more.
int restore_from(const Session& session, const RestoreOptions& options)
{
    const auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    const auto backup = storage::open_backup(options.file, storage::BackupState::finished);
    if (!backup) return fail(backup.error());
    if (!options.is_dry) return put_in_place(**backup, settings->state_directory, options);
    const Result<void> whole = verify(**backup);
    if (!whole) return fail(whole.error());
    print_backup(options.file, (*backup)->facts(), options.as_json);
    tell("It is whole. Nothing was changed.");
    return kDone;
}

}  // namespace

void add_restore_verb(CLI::App& program, Session& session)
{
    const auto options = std::make_shared<RestoreOptions>();
    CLI::App& verb = *program.add_subcommand(
        "restore", "Put the stores of a backup into the state directory, while no daemon runs");
    verb.add_option("FILE", options->file, "What `mysigfox backup` wrote")->required();
    verb.add_flag("--replace", options->is_replacing,
                  "Also if stores are there: they are kept in a folder before-restore-...");
    verb.add_flag("--dry-run", options->is_dry, "Only verify it");
    verb.add_flag("--json", options->as_json, "As a JSON array of one object");
    verb.footer(
        "Examples:\n  mysigfox restore /srv/mysigfox.tar --dry-run\n"
        "  mysigfox restore /srv/mysigfox.tar --replace\n"
        "The key file must be in place: a backup does not hold it, and 78 says that it is "
        "another.\n");
    verb.callback([&session, options] {
        session.chosen = [&session, options] { return restore_from(session, *options); };
    });
}

}  // namespace mysigfox::cli
