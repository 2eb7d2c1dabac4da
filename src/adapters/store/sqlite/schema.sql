-- The store's file. Every row ends with a checksum of all before it (CRC-32), so that a damaged one is known.

CREATE TABLE stream ( -- format 5; two formats never have the same words here
    stream INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, not even after an erasure
    id BLOB NOT NULL,                         -- 16 random bytes
    kind TEXT NOT NULL,                       -- learner, room, attempt
    last INTEGER NOT NULL,                    -- the number of its last fact
    erased INTEGER NOT NULL,                  -- 1 for one that was erased: it has no facts and no names
    sum INTEGER NOT NULL,
    UNIQUE (id, kind)
) STRICT;

CREATE TABLE fact (
    place INTEGER PRIMARY KEY,                -- stream * 2^32 + number: a stream lies together, in its order
    id BLOB NOT NULL,                         -- 16 bytes, so half as long as the 32 digits
    at INTEGER NOT NULL,                      -- milliseconds since 1970, UTC
    zone INTEGER NOT NULL,                    -- minutes east of UTC
    attempt BLOB,                             -- 16 bytes
    kind TEXT NOT NULL,
    statement TEXT,                           -- this and what follows for answers
    revision INTEGER,
    response TEXT,                            -- left, right, dont_know
    certainty INTEGER,                        -- 1 to 3
    hinted INTEGER,
    retaken INTEGER,
    elapsed INTEGER,                          -- milliseconds
    body TEXT,                                -- JSON, for all other kinds
    sum INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX fact_by_id ON fact (id, place >> 32);
CREATE INDEX fact_by_attempt ON fact (attempt) WHERE attempt IS NOT NULL;

-- Who is who lies apart from the facts: it can be corrected and erased.
CREATE TABLE person (
    place INTEGER PRIMARY KEY,                -- stream * 2^32 + seat; seat 0 is the stream's own person
    name TEXT NOT NULL,
    roster TEXT NOT NULL,
    email TEXT NOT NULL,
    sum INTEGER NOT NULL
) STRICT;
CREATE INDEX person_by_name ON person (name);

-- Facts are only ever added; erasing takes these off and puts them on again.
CREATE TRIGGER fact_stays_as_it_is BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;
CREATE TRIGGER fact_stays BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END;
