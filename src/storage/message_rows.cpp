#include "storage/message_rows.hpp"

namespace mysigfox::storage {
namespace {

DeviceId read_device(const Cursor& row, int column)
{
    return DeviceId::from_value(static_cast<std::uint32_t>(row.integer(column)));
}

}  // namespace

PendingDelivery read_pending(const Cursor& row)
{
    return {.id = DeliveryId{row.integer(0)},
            .device = read_device(row, 1),
            .owner = CustomerId{row.integer(2)},
            .attempts = static_cast<std::uint16_t>(row.integer(3)),
            .due = from_milliseconds(row.integer(4)),
            .received = from_milliseconds(row.integer(5))};
}

Uplink read_uplink(const Cursor& row, int first)
{
    std::optional<std::uint16_t> sequence;
    if (const auto stored = row.optional_integer(first + 3)) {
        sequence = static_cast<std::uint16_t>(*stored);
    }
    return {.device = read_device(row, first + 1),
            .time = std::chrono::sys_seconds{std::chrono::seconds{row.integer(first + 2)}},
            .has_own_time = row.integer(first) != 0,
            .sequence = sequence,
            .data = std::string{row.text(first + 4)},
            .snr = row.optional_real(first + 5),
            .rssi = row.optional_real(first + 6),
            .station = std::string{row.text(first + 7)}};
}

}  // namespace mysigfox::storage
