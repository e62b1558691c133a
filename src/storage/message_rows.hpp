// Rows of messages.db as the values they were made of.
#pragma once

#include "mysigfox/storage/outbox.hpp"
#include "storage/sqlite.hpp"

namespace mysigfox::storage {

/// Columns: id, device, owner, attempts, due, received.
PendingDelivery read_pending(const Cursor& row);

/// Columns from `first` on: has_own_time, device, time, sequence, data, snr, rssi, station.
Uplink read_uplink(const Cursor& row, int first);

}  // namespace mysigfox::storage
