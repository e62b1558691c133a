// Gathers what the rooms know, at each question anew.
#include "app/telemetry.hpp"

#include "mysigfox/admin/exposition.hpp"
#include "mysigfox/admin/process.hpp"
#include "mysigfox/base/counted.hpp"
#include "mysigfox/storage/backup.hpp"
#include "mysigfox_generated/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

namespace mysigfox::app {
namespace {

using admin::Exposition;

double seconds_of(std::chrono::duration<double> time)
{
    return time.count();
}

void add_sizes(Exposition& exposition, const std::filesystem::path& directory)
{
    for (const char* const name : {"messages", "registry", "inbox", "mail"}) {
        const std::filesystem::path file = directory / (std::string{name} + ".db");
        std::error_code ec;
        const auto size = std::filesystem::file_size(file, ec);
        if (ec) continue;
        const std::string label = admin::label("file", name);
        exposition.gauge("mysigfox_database_size_bytes", static_cast<double>(size), label);
        const auto log = std::filesystem::file_size(file.string() + "-wal", ec);
        const double log_size = ec ? 0 : static_cast<double>(log);
        exposition.gauge("mysigfox_database_log_size_bytes", log_size, label);
    }
    std::error_code ec;
    const std::filesystem::space_info space = std::filesystem::space(directory, ec);
    if (ec) return;
    exposition.gauge("mysigfox_disk_free_bytes", static_cast<double>(space.available));
    exposition.gauge("mysigfox_disk_size_bytes", static_cast<double>(space.capacity));
}

/// 0: none yet.
void add_last_backup(Exposition& exposition, const std::filesystem::path& directory)
{
    const auto at = storage::last_backup(directory);
    const auto seconds =
        at ? std::chrono::floor<std::chrono::seconds>(*at) : std::chrono::sys_seconds{};
    exposition.gauge("mysigfox_last_backup_timestamp_seconds",
                     static_cast<double>(seconds.time_since_epoch().count()));
}

void add_queue(Exposition& exposition, const storage::OutboxReader::Totals& totals)
{
    const auto add = [&exposition](const char* state, std::uint64_t count) {
        exposition.gauge("mysigfox_queue_messages", static_cast<double>(count),
                         admin::label("state", state));
    };
    add("pending", totals.pending);
    add("unclaimed", totals.unclaimed);
    add("parked", totals.parked);
}

admin::Check loops_check(const Pulse& pulse)
{
    const auto now = std::chrono::steady_clock::now();
    const std::vector<std::string> silent = pulse.silent(now, Telemetry::kPatience);
    if (silent.empty()) return {"loops", {}};
    return {"loops", fmt::format("{} not heard of for {} s", fmt::join(silent, ", "),
                                 Telemetry::kPatience.count())};
}

admin::Check disk_check(const std::filesystem::path& directory, std::uint64_t least)
{
    std::error_code ec;
    const std::filesystem::space_info space = std::filesystem::space(directory, ec);
    if (ec) return {"disk", "cannot be asked: " + ec.message()};
    if (space.available >= least) return {"disk", {}};
    return {"disk", fmt::format("{} bytes free, expected at least {} (health.min_free_space)",
                                space.available, least)};
}

admin::Check writing_check(const char* file, const storage::CommitMeter& meter)
{
    const bool is_refusing = meter.refusing.value() != 0;
    return {file, is_refusing ? "cannot be written: changes are refused" : ""};
}

}  // namespace

std::string Telemetry::exposition() const
{
    Exposition exposition;
    for (const Metrics::Sample& sample : rooms_.metrics.snapshot()) exposition.add(sample);
    add_queue(exposition, rooms_.control.outbox().totals());
    add_sizes(exposition, rooms_.settings.state_directory);
    add_last_backup(exposition, rooms_.settings.state_directory);
    const LoopVitals vitals = rooms_.watch.vitals();
    const auto silence = rooms_.watch.pulse().longest_silence(std::chrono::steady_clock::now());
    const auto is_well = [](const admin::Check& check) { return check.problem.empty(); };
    const auto devices = static_cast<double>(rooms_.control.registry().count_devices());
    exposition.gauge("mysigfox_deliveries_in_flight", static_cast<double>(vitals.in_flight));
    exposition.gauge("mysigfox_oldest_due_age_seconds", seconds_of(oldest_due_age()));
    exposition.gauge("mysigfox_loop_silence_seconds", seconds_of(silence));
    exposition.gauge("mysigfox_devices", devices);
    exposition.gauge("mysigfox_ready", std::ranges::all_of(ready(), is_well) ? 1 : 0);
    exposition.gauge("mysigfox_build_info", 1, admin::label("version", kVersion));
    admin::add_process_metrics(exposition);
    return exposition.text();
}

std::vector<admin::Check> Telemetry::live() const
{
    return {loops_check(rooms_.watch.pulse())};
}

std::vector<admin::Check> Telemetry::ready() const
{
    return {{"running", rooms_.is_draining ? "stopping" : ""},
            loops_check(rooms_.watch.pulse()),
            disk_check(rooms_.settings.state_directory, rooms_.settings.health.min_free_space),
            writing_check("messages.db", *rooms_.stores.messages_meter),
            writing_check("registry.db", *rooms_.stores.registry_meter)};
}

std::string Telemetry::summary() const
{
    const storage::OutboxReader::Totals totals = rooms_.control.outbox().totals();
    const auto late = std::chrono::floor<std::chrono::seconds>(oldest_due_age());
    return fmt::format("{} {}, the oldest due for {} s; {} parked",
                       counted(totals.pending, "message"), totals.pending == 1 ? "waits" : "wait",
                       late.count(), totals.parked);
}

std::chrono::milliseconds Telemetry::oldest_due_age() const
{
    const std::optional<Timestamp> due = rooms_.watch.vitals().first_due;
    if (!due) return {};
    return std::max(std::chrono::milliseconds{0}, rooms_.clock.now() - *due);
}

}  // namespace mysigfox::app
