// Look-ups in the registry. Every cursor ends with its function, and its read transaction with it.
#include "storage/registry_reader.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace mysigfox::storage {
namespace {

Ownership read_ownership(const Cursor& row)
{
    return {.owner = CustomerId{row.integer(0)},
            .webhook = WebhookId{row.integer(1)},
            .owner_left = row.integer(2) != 0,
            .is_paused = row.integer(3) != 0};
}

DeviceId read_id(const Cursor& row, int column)
{
    return DeviceId::from_value(static_cast<std::uint32_t>(row.integer(column)));
}

}  // namespace

DeviceRecord read_device_record(const Cursor& row)
{
    return {.id = read_id(row, 0),
            .email = std::string{row.text(1)},
            .webhook_url = std::string{row.text(4)},
            .webhook = WebhookId{row.integer(3)},
            .language = parse_language(row.text(2)).value_or(Language::cs),
            .is_paused = row.integer(5) != 0,
            .owner_left = row.integer(6) != 0,
            .created = from_milliseconds(row.integer(7)),
            .changed = from_milliseconds(row.integer(8))};
}

SqliteRegistryReader::SqliteRegistryReader(const std::filesystem::path& file, const SecretKey& key)
    : db_(file, Database::Mode::read_only),
      ownership_(
          db_.prepare("SELECT customer, webhook, owner_left, paused FROM device WHERE id = ?")),
      target_(db_.prepare(
          "SELECT d.customer, d.webhook, d.owner_left, d.paused, w.url, w.secret,"
          " w.previous_secret, w.previous_until, w.format, w.headers"
          " FROM device d LEFT JOIN webhook w ON w.customer = d.customer AND w.id = d.webhook"
          " WHERE d.id = ?")),
      device_(db_.prepare(fmt::format("{} WHERE d.id = ?", kDeviceRecord))),
      secrets_of_(db_.prepare("SELECT secret, previous_secret, previous_until FROM webhook"
                              " WHERE customer = ? AND id = ?")),
      devices_(db_.prepare(fmt::format("{} WHERE d.id > ? ORDER BY d.id LIMIT ?", kDeviceRecord))),
      url_history_(db_.prepare(
          "SELECT d.webhook_since, coalesce(w.url, ''), d.customer, 9223372036854775807 AS place"
          " FROM device d LEFT JOIN webhook w ON w.customer = d.customer AND w.id = d.webhook"
          " WHERE d.id = ?1 AND d.webhook_since IS NOT NULL"
          " UNION ALL SELECT since, url, owner, id FROM past_url WHERE device = ?1"
          " ORDER BY place DESC")),
      count_(db_.prepare("SELECT count(*) FROM device")),
      secrets_(key),
      headers_(key)
{
}

void SqliteRegistryReader::share_transactions(const CommitCount& commits)
{
    shared_.emplace(db_, commits);
}

void SqliteRegistryReader::rest()
{
    if (shared_) shared_->rest();
}

void SqliteRegistryReader::begin_look_up()
{
    if (shared_) shared_->join();
}

std::optional<Ownership> SqliteRegistryReader::ownership(DeviceId device)
{
    begin_look_up();
    Cursor row = ownership_.query(device.value());
    if (!row.next()) return std::nullopt;
    return read_ownership(row);
}

std::optional<Target> SqliteRegistryReader::target(DeviceId device)
{
    begin_look_up();
    Cursor row = target_.query(device.value());
    if (!row.next()) return std::nullopt;
    Target found{read_ownership(row), std::string{row.text(4)}, {}, {}};
    const WebhookId webhook = found.ownership.webhook;
    if (webhook == kNoWebhook) return found;
    found.secrets = read_secrets(row, 5, webhook);
    found.settings.format = static_cast<PayloadFormat>(row.integer(8));
    if (auto headers = headers_.read(row, 9, webhook)) {
        found.settings.headers = std::move(*headers);
    }
    return found;
}

std::optional<SigningSecrets> SqliteRegistryReader::secrets(CustomerId owner, WebhookId webhook)
{
    begin_look_up();
    Cursor row = secrets_of_.query(owner, webhook);
    if (!row.next()) return std::nullopt;
    return read_secrets(row, 0, webhook);
}

/// Most servers look at no signature, so what cannot be signed is still sent.
std::optional<SigningSecrets> SqliteRegistryReader::read_secrets(const Cursor& row, int first,
                                                                 WebhookId webhook)
{
    auto found = secrets_.read(row, first, webhook);
    if (!found && !has_complained_) {
        has_complained_ = true;
        spdlog::error(
            "the signing secret of {} cannot be opened, its requests are not signed: the"
            " key file is another one; `mysigfox device new-secret` makes a new secret",
            public_id(webhook));
    }
    return found;
}

std::optional<DeviceRecord> SqliteRegistryReader::device(DeviceId device)
{
    begin_look_up();
    Cursor row = device_.query(device.value());
    if (!row.next()) return std::nullopt;
    return read_device_record(row);
}

std::vector<DeviceRecord> SqliteRegistryReader::devices(std::optional<DeviceId> after,
                                                        std::size_t limit)
{
    begin_look_up();
    const std::int64_t first = after ? std::int64_t{after->value()} : -1;
    std::vector<DeviceRecord> records;
    for (Cursor row = devices_.query(first, limit); row.next();) {
        records.push_back(read_device_record(row));
    }
    return records;
}

std::vector<RegistryReader::UrlChange> SqliteRegistryReader::url_history(DeviceId device)
{
    begin_look_up();
    std::vector<UrlChange> changes;
    for (Cursor row = url_history_.query(device.value()); row.next();) {
        changes.push_back({.at = from_milliseconds(row.integer(0)),
                           .url = std::string{row.text(1)},
                           .owner = CustomerId{row.integer(2)}});
    }
    return changes;
}

std::uint64_t SqliteRegistryReader::count_devices()
{
    begin_look_up();
    Cursor row = count_.query();
    row.next();
    return static_cast<std::uint64_t>(row.integer(0));
}

}  // namespace mysigfox::storage
