// Follows the links from a delivery through its attempts.
#include "storage/attempt_reader.hpp"

#include <algorithm>

namespace mysigfox::storage {
namespace {

std::optional<std::chrono::microseconds> read_time(const Cursor& row, int column)
{
    const auto time = row.optional_integer(column);
    if (!time) return std::nullopt;
    return std::chrono::microseconds{*time};
}

std::optional<IpAddress> read_address(const Cursor& row, int column)
{
    const auto bytes = row.blob(column);
    IpAddress::Bytes all{};
    if (bytes.size() == all.size()) {
        std::ranges::copy(bytes, all.begin());
        return IpAddress::v6(all);
    }
    if (bytes.size() != 4) return std::nullopt;
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes) value = value << 8 | byte;
    return IpAddress::v4(value);
}

std::string read_bytes(const Cursor& row, int column)
{
    const auto bytes = row.blob(column);
    return {bytes.begin(), bytes.end()};
}

AttemptResult read_result(const Cursor& row, int first)
{
    AttemptResult result;
    result.elapsed = std::chrono::milliseconds{row.integer(first)};
    result.cause = static_cast<Cause>(row.integer(first + 1));
    result.status = static_cast<int>(row.integer(first + 2));
    result.phases = {.dns = read_time(row, first + 3),
                     .connect = read_time(row, first + 4),
                     .tls = read_time(row, first + 5),
                     .first_byte = read_time(row, first + 6)};
    result.peer = read_address(row, first + 7);
    result.tls = static_cast<TlsVersion>(row.integer(first + 8));
    result.perhaps_delivered = row.integer(first + 9) != 0;
    result.was_redialled = row.integer(first + 10) != 0;
    result.answer = read_bytes(row, first + 11);
    result.detail = row.text(first + 12);
    result.location = row.text(first + 13);
    if (!row.is_null(first + 14)) result.retry_after = std::string{row.text(first + 14)};
    return result;
}

}  // namespace

SqliteAttemptLogReader::SqliteAttemptLogReader(const std::filesystem::path& file)
    : db_(file, Database::Mode::read_only),
      // One statement, so that housekeeping takes nothing out from under it.
      attempts_(db_.prepare(
          "WITH RECURSIVE place(id) AS"
          " (SELECT last_attempt FROM delivery WHERE id = ?1 AND last_attempt IS NOT NULL"
          " UNION ALL SELECT previous FROM attempt a JOIN place ON a.id = place.id"
          " WHERE a.delivery = ?1 AND previous < a.id)"
          " SELECT number, begun, may_repeat, elapsed, cause, status, dns, connect, handshake,"
          " first_byte, peer, tls, perhaps_delivered, was_redialled, answer, detail, location,"
          " retry_after FROM place JOIN attempt a ON a.id = place.id WHERE a.delivery = ?1"
          " ORDER BY a.id"))
{
}

std::vector<AttemptRecord> SqliteAttemptLogReader::attempts(DeliveryId delivery)
{
    std::vector<AttemptRecord> records;
    for (Cursor row = attempts_.query(delivery); row.next();) {
        records.push_back({.delivery = delivery,
                           .number = static_cast<std::uint16_t>(row.integer(0)),
                           .begun = from_milliseconds(row.integer(1)),
                           .result = read_result(row, 3),
                           .may_repeat = row.integer(2) != 0});
    }
    return records;
}

}  // namespace mysigfox::storage
