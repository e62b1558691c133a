-- messages.db as version 2 of its tables made it: never to be changed.
BEGIN TRANSACTION;
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
INSERT INTO "attempt" VALUES(100,2,NULL,1,1700000020000,30,5,503,NULL,NULL,NULL,NULL,X'7F000001',0,0,0,0,X'6E6F','busy',NULL,NULL);
INSERT INTO "attempt" VALUES(200,2,100,2,1700000100000,31,5,503,NULL,NULL,NULL,NULL,NULL,0,0,0,0,NULL,NULL,NULL,NULL);
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
, last_attempt INTEGER);
INSERT INTO "delivery" VALUES(1,1,4660,1,2,1,1700000000000,1700000000000,1700000001000,0,204,NULL,NULL);
INSERT INTO "delivery" VALUES(2,2,4660,1,0,3,1700000500000,1700000010000,1700000400000,5,503,1,200);
INSERT INTO "delivery" VALUES(3,3,7,0,1,0,1700000020000,1700000020000,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE lane(
    webhook INTEGER PRIMARY KEY,
    condition INTEGER NOT NULL,
    since INTEGER NOT NULL,
    step INTEGER NOT NULL,
    next_probe INTEGER NOT NULL,
    parked INTEGER NOT NULL,          -- a delivery; 0: none
    was_paused INTEGER NOT NULL       -- milliseconds
);
INSERT INTO "lane" VALUES(12,1,1700000300000,2,1700000900000,0,0);
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
INSERT INTO "message" VALUES(1,4660,1700000000000,1699999999,1,7,'aabbccddeeff',16.21,-135.0,'main','1D4C');
INSERT INTO "message" VALUES(2,4660,1700000010000,1700000010,0,NULL,'',NULL,NULL,'main',NULL);
INSERT INTO "message" VALUES(3,7,1700000020000,1700000020,1,8,'00',1.5,-100.25,'second',NULL);
CREATE TABLE newest(
    device INTEGER PRIMARY KEY,
    delivery INTEGER NOT NULL
);
INSERT INTO "newest" VALUES(4660,2);
CREATE TABLE newest_known(
    through INTEGER NOT NULL
);
INSERT INTO "newest_known" VALUES(2);
CREATE TABLE session(
    is_open INTEGER NOT NULL,
    lost_before INTEGER NOT NULL      -- when that was last found
);
INSERT INTO "session" VALUES(0,0);
CREATE TABLE unclaimed(
    device INTEGER NOT NULL,
    delivery INTEGER NOT NULL,
    is_known INTEGER NOT NULL,        -- 0: its device was not in the registry
    PRIMARY KEY(device, delivery)
) WITHOUT ROWID;
INSERT INTO "unclaimed" VALUES(7,3,0);
CREATE INDEX pending ON delivery(id, device, owner, attempts, due, received, state)
    WHERE state = 0;
CREATE INDEX parked ON delivery(id, owner, device, received, state) WHERE state = 3;
CREATE INDEX unknown ON unclaimed(delivery, is_known) WHERE is_known = 0;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('message',3);
INSERT INTO "sqlite_sequence" VALUES('delivery',3);
COMMIT;
PRAGMA user_version = 2;
