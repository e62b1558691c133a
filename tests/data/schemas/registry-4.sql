-- registry.db as version 4 of its tables made it: never to be changed.
BEGIN TRANSACTION;
CREATE TABLE api_key(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE CHECK(length(hash) = 32),
    customer INTEGER NOT NULL REFERENCES customer ON DELETE CASCADE,
    device INTEGER REFERENCES device ON DELETE CASCADE,  -- NULL: all that are his
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    used INTEGER                      -- the day, at midnight UTC
) STRICT;
INSERT INTO "api_key" VALUES(5,X'0000000000000000000000000000000000000000000000000000000000000000',1,NULL,'all of mine',1700000006000,NULL);
INSERT INTO "api_key" VALUES(6,X'0101010101010101010101010101010101010101010101010101010101010101',3,4294967295,'one',1700000007000,1700006400000);
CREATE TABLE customer(
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never again: messages remember whose they were
    email TEXT NOT NULL,              -- as first given
    email_key TEXT NOT NULL UNIQUE,   -- lower case
    language TEXT NOT NULL,
    created INTEGER NOT NULL,         -- milliseconds, as all times below
    changed INTEGER NOT NULL
) STRICT;
INSERT INTO "customer" VALUES(1,'Anna@Example.cz','anna@example.cz','cs',1700000000000,1700000001000);
INSERT INTO "customer" VALUES(3,'bob@example.org','bob@example.org','en',1700000002000,1700000002000);
CREATE TABLE device(
    id INTEGER PRIMARY KEY,           -- the 32-bit number
    token_hash BLOB NOT NULL CHECK(length(token_hash) = 16),
    customer INTEGER REFERENCES customer CHECK(customer IS NOT NULL OR webhook IS NULL),
    webhook INTEGER,
    webhook_since INTEGER,            -- NULL: it never had one
    owner_left INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    FOREIGN KEY(customer, webhook) REFERENCES webhook(customer, id)
) STRICT;
INSERT INTO "device" VALUES(7,X'200102030405060708090A0B0C0D0E0F',NULL,NULL,NULL,1700000005000,0,1700000000000,1700000005000);
INSERT INTO "device" VALUES(4660,X'000102030405060708090A0B0C0D0E0F',1,11,1700000000000,0,0,1700000000000,1700000000000);
INSERT INTO "device" VALUES(4294967295,X'100102030405060708090A0B0C0D0E0F',3,12,1700000002000,0,1,1700000000000,1700000002000);
CREATE TABLE past_url(
    id INTEGER PRIMARY KEY,
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    owner INTEGER,
    since INTEGER NOT NULL,
    url TEXT NOT NULL                 -- empty: it had been taken away
) STRICT;
INSERT INTO "past_url" VALUES(1,4660,NULL,1699999999000,'');
CREATE TABLE sign_in(
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK(length(hash) = 32),
    customer INTEGER NOT NULL REFERENCES customer ON DELETE CASCADE,
    device INTEGER REFERENCES device ON DELETE CASCADE,  -- NULL: all that are his
    ends INTEGER NOT NULL
) STRICT;
INSERT INTO "sign_in" VALUES(1,X'0202020202020202020202020202020202020202020202020202020202020202',1,NULL,1700043200000);
INSERT INTO "sign_in" VALUES(2,X'0303030303030303030303030303030303030303030303030303030303030303',3,4294967295,1700043201000);
CREATE TABLE webhook(
    customer INTEGER NOT NULL REFERENCES customer,
    id INTEGER NOT NULL,              -- 60 random bits
    url TEXT NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL, secret BLOB, previous_secret BLOB, previous_until INTEGER, format INTEGER NOT NULL DEFAULT 0, headers BLOB,
    PRIMARY KEY(customer, id),
    UNIQUE(customer, url)
) STRICT, WITHOUT ROWID;
INSERT INTO "webhook" VALUES(1,11,'https://a.example.cz/hook?x=%C5%99',1700000000000,1700000000000,NULL,NULL,NULL,0,NULL);
INSERT INTO "webhook" VALUES(3,12,'http://b.example.org/',1700000002000,1700000003000,NULL,NULL,NULL,0,NULL);
CREATE INDEX device_by_customer ON device(customer, webhook) WHERE customer IS NOT NULL;
CREATE INDEX past_url_by_device ON past_url(device);
CREATE INDEX webhook_without_secret ON webhook(customer, id) WHERE secret IS NULL;
CREATE INDEX api_key_by_customer ON api_key(customer);
CREATE INDEX api_key_by_device ON api_key(device) WHERE device IS NOT NULL;
CREATE INDEX sign_in_by_customer ON sign_in(customer, device);
CREATE INDEX sign_in_by_device ON sign_in(device) WHERE device IS NOT NULL;
CREATE INDEX sign_in_by_end ON sign_in(ends);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('customer',3);
INSERT INTO "sqlite_sequence" VALUES('api_key',6);
COMMIT;
PRAGMA user_version = 4;
