// What each metric says, in one sentence. docs/operators/monitoring.md lists the same names.
#include "mysigfox/admin/exposition.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mysigfox::admin {
namespace {

using Described = std::pair<std::string_view, std::string_view>;

/// In the order of names.
constexpr std::array kCatalogue{
    Described{"mysigfox_build_info", "Always 1; the version stands in the label."},
    Described{"mysigfox_callbacks_total",
              "Callbacks answered, by account (empty: none was recognised) and outcome."},
    Described{"mysigfox_commit_changes_total",
              "Changes committed; divided by mysigfox_commit_seconds_count: changes in a batch."},
    Described{"mysigfox_commit_failures_total", "Batches that could not be written to this file."},
    Described{"mysigfox_commit_rounds_total",
              "Rounds of the thread that writes this file, at least one in ten seconds."},
    Described{"mysigfox_commit_seconds", "Time to write and sync one batch to this file."},
    Described{"mysigfox_config_last_reload_success_timestamp_seconds",
              "When the configuration in force was read."},
    Described{"mysigfox_config_last_reload_successful",
              "1 if the last reload was taken, 0 if it was refused."},
    Described{"mysigfox_database_log_size_bytes", "Size of the write-ahead log of this file."},
    Described{"mysigfox_database_refusing",
              "1 while this file cannot be written and changes are refused."},
    Described{"mysigfox_database_size_bytes", "Size of this file."},
    Described{"mysigfox_deliveries_in_flight", "POSTs to webhooks under way."},
    Described{"mysigfox_deliveries_perhaps_total",
              "Requests that were sent whole and never answered."},
    Described{"mysigfox_deliveries_total", "What deliveries became after an attempt."},
    Described{"mysigfox_delivery_attempt_phase_seconds", "Time of one phase of an attempt."},
    Described{"mysigfox_delivery_attempt_seconds", "Time of one attempt, whatever came of it."},
    Described{"mysigfox_delivery_attempts_total", "Attempts to deliver, by what they came to."},
    Described{"mysigfox_delivery_seconds",
              "Time from the acceptance of a callback to the webhook's 2xx."},
    Described{"mysigfox_devices", "Devices in the registry."},
    Described{"mysigfox_disk_free_bytes",
              "Space that is left to us where the state directory lies."},
    Described{"mysigfox_disk_size_bytes", "Size of the file system with the state directory."},
    Described{"mysigfox_dns_lookups_total",
              "Names looked up for webhooks, by outcome; cached: no question was asked."},
    Described{"mysigfox_egress_down", "Event loops that reach nobody; above 0 nothing is sent."},
    Described{"mysigfox_http_connections_closed_total", "Connections that ended, by reason."},
    Described{"mysigfox_http_connections_evicted_total",
              "Idle connections closed to make room for others."},
    Described{"mysigfox_http_connections_total", "Connections accepted."},
    Described{"mysigfox_http_connections_turned_away_total",
              "Connections closed at the door, by reason."},
    Described{"mysigfox_http_handler_failures_total", "Requests answered 500: a defect."},
    Described{"mysigfox_http_proxy_headers_refused_total",
              "Headers of the PROXY protocol from trusted proxies that could not be read."},
    Described{"mysigfox_http_refused_total",
              "Requests refused before anybody handled them, by status."},
    Described{"mysigfox_http_requests_total", "Requests read."},
    Described{"mysigfox_http_tls_handshakes_total", "TLS handshakes of our listeners, by outcome."},
    Described{"mysigfox_lane_failures_total", "Webhooks that stopped working."},
    Described{"mysigfox_lane_probes_total", "Probes of webhooks that do not work, by outcome."},
    Described{"mysigfox_lane_recoveries_total", "Webhooks that work again."},
    Described{"mysigfox_lanes", "Webhooks that do not work or are paused, by condition."},
    Described{"mysigfox_last_backup_timestamp_seconds",
              "When the last backup was taken; 0: none was."},
    Described{"mysigfox_letters_total", "Letters to customers, by outcome."},
    Described{"mysigfox_loop_silence_seconds",
              "How long ago the event loop or thread that is furthest behind was heard of."},
    Described{"mysigfox_messages_total",
              "Messages accepted: stored, copies of one that is, dropped by choice."},
    Described{"mysigfox_oldest_due_age_seconds",
              "How overdue the oldest message of a working webhook is; 0: none is."},
    Described{"mysigfox_origin_brakes_total", "Hosts that turned us away and are slowed down."},
    Described{"mysigfox_queue_messages", "Messages kept that are not delivered, by state."},
    Described{"mysigfox_ready", "1 while /readyz says 200."},
    Described{"mysigfox_tls_certificate_expiry_timestamp_seconds",
              "When the certificate of listen.https ends; of several, the first."},
    Described{"mysigfox_webhook_connections_opened_total", "Connections dialled to webhooks."},
    Described{"mysigfox_webhook_connections_reused_total", "Attempts over a kept connection."},
    Described{"mysigfox_webhook_redials_total",
              "Kept connections that had died and were dialled anew."},
    Described{"process_cpu_seconds_total", "User and system CPU time spent."},
    Described{"process_max_fds", "File descriptors that may be open."},
    Described{"process_open_fds", "File descriptors that are open."},
    Described{"process_resident_memory_bytes", "Memory in use."},
    Described{"process_start_time_seconds", "When the process started."},
    Described{"process_threads", "Threads of the process."},
    Described{"process_virtual_memory_bytes", "Address space in use."},
};
static_assert(std::ranges::is_sorted(kCatalogue, {}, &Described::first));

}  // namespace

std::string_view help_of(std::string_view name) noexcept
{
    const auto place = std::ranges::lower_bound(kCatalogue, name, {}, &Described::first);
    return place != kCatalogue.end() && place->first == name ? place->second : std::string_view{};
}

std::vector<std::string_view> described_metrics()
{
    std::vector<std::string_view> names;
    names.reserve(kCatalogue.size());
    for (const auto& [name, help] : kCatalogue) names.push_back(name);
    return names;
}

}  // namespace mysigfox::admin
