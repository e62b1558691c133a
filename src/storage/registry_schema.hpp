// The tables of registry.db.
#pragma once

#include <array>

namespace mysigfox::storage {

/// A webhook belongs to one customer and is shared by his devices with the same URL; one that no
/// device uses is deleted. `past_url` is where a device's messages went before, and whose it was
/// then; where they go now is in `device`, so that a first registration costs no row there.
inline constexpr std::array<const char*, 4> kRegistrySchema{R"sql(
CREATE TABLE customer(
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never again: messages remember whose they were
    email TEXT NOT NULL,              -- as first given
    email_key TEXT NOT NULL UNIQUE,   -- lower case
    language TEXT NOT NULL,
    created INTEGER NOT NULL,         -- milliseconds, as all times below
    changed INTEGER NOT NULL
) STRICT;
-- Ids are random, so nothing is in their order: an import would touch every page for each batch.
CREATE TABLE webhook(
    customer INTEGER NOT NULL REFERENCES customer,
    id INTEGER NOT NULL,              -- 60 random bits
    url TEXT NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY(customer, id),
    UNIQUE(customer, url)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX device_by_customer ON device(customer, webhook) WHERE customer IS NOT NULL;
CREATE TABLE past_url(
    id INTEGER PRIMARY KEY,
    device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE,
    owner INTEGER,
    since INTEGER NOT NULL,
    url TEXT NOT NULL                 -- empty: it had been taken away
) STRICT;
CREATE INDEX past_url_by_device ON past_url(device);
)sql",
                                                            R"sql(
-- What its requests are signed with, sealed (see WebhookSecrets).
ALTER TABLE webhook ADD COLUMN secret BLOB;
ALTER TABLE webhook ADD COLUMN previous_secret BLOB;
ALTER TABLE webhook ADD COLUMN previous_until INTEGER;
ALTER TABLE webhook ADD COLUMN format INTEGER NOT NULL DEFAULT 0;  -- a PayloadFormat
ALTER TABLE webhook ADD COLUMN headers BLOB;  -- the customer's own, sealed (see SealedHeaders)
-- Those of the time before this step, until the next start gives them one: none, as a rule.
CREATE INDEX webhook_without_secret ON webhook(customer, id) WHERE secret IS NULL;
)sql",
                                                            R"sql(
-- What lets customers' programs in. A key for one device ends with the token that the device has.
CREATE TABLE api_key(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE CHECK(length(hash) = 32),
    customer INTEGER NOT NULL REFERENCES customer ON DELETE CASCADE,
    device INTEGER REFERENCES device ON DELETE CASCADE,  -- NULL: all that are his
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    used INTEGER                      -- the day, at midnight UTC
) STRICT;
CREATE INDEX api_key_by_customer ON api_key(customer);
CREATE INDEX api_key_by_device ON api_key(device) WHERE device IS NOT NULL;
)sql",
                                                            R"sql(
-- Who is signed in to the pages. One by token ends with the token that the device has.
CREATE TABLE sign_in(
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK(length(hash) = 32),
    customer INTEGER NOT NULL REFERENCES customer ON DELETE CASCADE,
    device INTEGER REFERENCES device ON DELETE CASCADE,  -- NULL: all that are his
    ends INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_by_customer ON sign_in(customer, device);
CREATE INDEX sign_in_by_device ON sign_in(device) WHERE device IS NOT NULL;
CREATE INDEX sign_in_by_end ON sign_in(ends);
)sql"};

}  // namespace mysigfox::storage
