// The tables of messages.db.
#pragma once

#include <array>

namespace mysigfox::storage {

/// Rows are only ever added at the end, in all three places that a message is written to:
/// nothing here may need a page at random while 40,000 come in a second.
///
/// Ids never come back (AUTOINCREMENT), since they are in idempotency keys. State numbers are
/// those of DeliveryState. A message has one delivery as yet, and goes when that goes.
inline constexpr std::array<const char*, 1> kMessageSchema{R"sql(
CREATE TABLE message(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL,
    received INTEGER NOT NULL,        -- milliseconds
    time INTEGER NOT NULL,            -- seconds
    has_own_time INTEGER NOT NULL,
    sequence INTEGER,
    data TEXT NOT NULL,
    snr REAL,
    rssi REAL,
    account TEXT NOT NULL
);
CREATE TABLE delivery(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message INTEGER NOT NULL,
    device INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER NOT NULL,             -- milliseconds, as all times below
    received INTEGER NOT NULL,
    at INTEGER,                       -- of the last change
    cause INTEGER,                    -- of the last attempt
    status INTEGER
);
-- Recovery reads this alone, from end to end. It ends with the state, which it knows, since SQLite
-- looks into the table otherwise.
CREATE INDEX pending ON delivery(id, device, owner, attempts, due, received, state)
    WHERE state = 0;
CREATE INDEX parked ON delivery(id, state) WHERE state = 3;
-- What waits for a registration, and nothing else.
CREATE TABLE unclaimed(
    device INTEGER NOT NULL,
    delivery INTEGER NOT NULL,
    is_known INTEGER NOT NULL,        -- 0: its device was not in the registry
    PRIMARY KEY(device, delivery)
) WITHOUT ROWID;
CREATE INDEX unknown ON unclaimed(delivery, is_known) WHERE is_known = 0;
)sql"};

}  // namespace mysigfox::storage
