-- mail.db as version 1 of its tables made it: never to be changed.
BEGIN TRANSACTION;
CREATE TABLE letter(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reader INTEGER NOT NULL REFERENCES reader,
    occasion INTEGER NOT NULL,
    about TEXT NOT NULL,
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    facts BLOB NOT NULL,               -- empty once it is finished
    created INTEGER NOT NULL,
    give_up INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    due INTEGER                        -- NULL: finished
) STRICT;
INSERT INTO "letter" VALUES(1,1,2,'1234','Anna@Example.cz','cs',X'',1700000000000,1700259200000,1,NULL);
INSERT INTO "letter" VALUES(2,1,1,'1234','Anna@Example.cz','cs',X'7B7D',1700000000000,1700259200000,0,1700000000000);
CREATE TABLE reader(
    id INTEGER PRIMARY KEY,
    address_key TEXT NOT NULL UNIQUE,  -- lower case
    name TEXT NOT NULL UNIQUE,         -- in links that unsubscribe
    unwanted_since INTEGER             -- NULL: letters are wanted; milliseconds, as all times
) STRICT;
INSERT INTO "reader" VALUES(1,'anna@example.cz','abcdefghjkmnpqrstvwxyz0123',NULL);
CREATE INDEX letter_by_due ON letter(due) WHERE due IS NOT NULL;
CREATE INDEX letter_of_reader ON letter(reader, occasion, created);
CREATE INDEX letter_by_age ON letter(created) WHERE due IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('letter',2);
COMMIT;
PRAGMA user_version = 1;
