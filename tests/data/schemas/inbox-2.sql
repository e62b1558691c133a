-- inbox.db as version 2 of its tables made it: never to be changed.
BEGIN TRANSACTION;
CREATE TABLE inbox(
    id INTEGER PRIMARY KEY,
    write_name TEXT NOT NULL UNIQUE,
    read_name TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,         -- milliseconds, as all times below
    used INTEGER NOT NULL
, answer INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "inbox" VALUES(1,'w1','r1',1700000000000,1700000001000,1);
CREATE TABLE request(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox INTEGER NOT NULL REFERENCES inbox ON DELETE CASCADE,
    received INTEGER NOT NULL,
    method BLOB NOT NULL,
    query BLOB NOT NULL,
    is_truncated INTEGER NOT NULL,
    fields BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO "request" VALUES(4,1,1700000001000,X'504F5354',X'',0,X'00',X'68656C6C6F');
CREATE INDEX inbox_by_use ON inbox(used);
CREATE INDEX request_by_inbox ON request(inbox);
CREATE INDEX request_by_time ON request(received);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('request',4);
COMMIT;
PRAGMA user_version = 2;
