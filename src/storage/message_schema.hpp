// The tables of messages.db.
#pragma once

#include <array>

namespace mysigfox::storage {

/// Rows are only ever added at the end, in all three places that a message is written to:
/// nothing here may need a page at random while 40,000 come in a second.
///
/// Ids never come back (AUTOINCREMENT), since they are in idempotency keys. State numbers are
/// those of DeliveryState. A message has one delivery as yet, and goes when that goes. The
/// deliveries of a device are found without an index: each names the one before it.
///
/// A step only adds: the file may be too large to be copied before, and must be back within half a
/// minute. What has to be rewritten is rewritten by the running daemon, some rows at a time.
inline constexpr std::array<const char*, 2> kMessageSchema{R"sql(
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
    account TEXT NOT NULL,
    station TEXT
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
    status INTEGER,
    previous INTEGER                  -- delivery of the same device; may be gone
);
-- The last delivery of each device, as far as it is known here; see DeviceTrail.
CREATE TABLE newest(
    device INTEGER PRIMARY KEY,
    delivery INTEGER NOT NULL
);
-- One row. Which deliveries `newest` knows of.
CREATE TABLE newest_known(
    through INTEGER NOT NULL
);
INSERT INTO newest_known VALUES(0);
-- Recovery reads this alone, from end to end. It ends with the state, which it knows, since SQLite
-- looks into the table otherwise.
CREATE INDEX pending ON delivery(id, device, owner, attempts, due, received, state)
    WHERE state = 0;
CREATE INDEX parked ON delivery(id, owner, device, received, state) WHERE state = 3;
-- What waits for a registration, and nothing else.
CREATE TABLE unclaimed(
    device INTEGER NOT NULL,
    delivery INTEGER NOT NULL,
    is_known INTEGER NOT NULL,        -- 0: its device was not in the registry
    PRIMARY KEY(device, delivery)
) WITHOUT ROWID;
CREATE INDEX unknown ON unclaimed(delivery, is_known) WHERE is_known = 0;
)sql",
                                                           R"sql(
-- A log: rows come at the end and go at the front. So that those of one delivery are found without
-- an index, which they would hit at random, the delivery knows its last one, and each the one
-- before it. Most of them are a 2xx with nothing to read: NULL and 0 take no room.
CREATE TABLE attempt(
    id INTEGER PRIMARY KEY,           -- bytes before it, about: how much of the log is older
    delivery INTEGER NOT NULL,
    previous INTEGER,
    number INTEGER NOT NULL,          -- from 1; 0: a probe
    begun INTEGER NOT NULL,
    elapsed INTEGER NOT NULL,         -- milliseconds
    cause INTEGER NOT NULL,
    status INTEGER NOT NULL,
    dns INTEGER,                      -- microseconds, as the next three
    connect INTEGER,
    handshake INTEGER,
    first_byte INTEGER,
    peer BLOB,                        -- 4 or 16 bytes
    tls INTEGER NOT NULL,
    perhaps_delivered INTEGER NOT NULL,
    was_redialled INTEGER NOT NULL,
    may_repeat INTEGER NOT NULL,
    answer BLOB,                      -- its first bytes
    detail TEXT,
    location TEXT,
    retry_after TEXT
);
ALTER TABLE delivery ADD COLUMN last_attempt INTEGER;
-- Webhooks that do not work. Numbers of conditions are those of LaneCondition.
CREATE TABLE lane(
    webhook INTEGER PRIMARY KEY,
    condition INTEGER NOT NULL,
    since INTEGER NOT NULL,
    step INTEGER NOT NULL,
    next_probe INTEGER NOT NULL,
    parked INTEGER NOT NULL,          -- a delivery; 0: none
    was_paused INTEGER NOT NULL       -- milliseconds
);
-- One row. Found open by who opens it: whoever had it did not come to close it.
CREATE TABLE session(
    is_open INTEGER NOT NULL,
    lost_before INTEGER NOT NULL      -- when that was last found
);
INSERT INTO session VALUES(0, 0);
)sql"};

}  // namespace mysigfox::storage
