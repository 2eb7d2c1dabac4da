-- The first schema: facts in numbered streams, and names beside them. The words of tables begin with the program's name, so that
-- they may lie in a database that is used for other things as well.

CREATE TABLE iotutor_stream (
    kind TEXT NOT NULL,                       -- learner, room, attempt, desk
    id BYTEA NOT NULL,                        -- 16 random bytes
    last BIGINT NOT NULL,                     -- the number of its last fact
    changes BIGINT NOT NULL,                  -- rises by one with every writing, of facts or of names
    PRIMARY KEY (kind, id)
);

CREATE TABLE iotutor_fact (
    kind TEXT NOT NULL,
    stream BYTEA NOT NULL,
    number BIGINT NOT NULL,                   -- from 1, without a gap
    id BYTEA NOT NULL,                        -- 16 bytes
    at BIGINT NOT NULL,                       -- milliseconds since 1970, UTC
    zone SMALLINT NOT NULL,                   -- minutes east of UTC
    attempt BYTEA,                            -- 16 bytes
    event TEXT NOT NULL,                      -- JSON, as it was written
    PRIMARY KEY (kind, stream, number),
    UNIQUE (kind, stream, id),
    -- Whoever erases a stream waits for whoever is adding to it, and takes what they added along.
    FOREIGN KEY (kind, stream) REFERENCES iotutor_stream (kind, id) ON DELETE CASCADE
);

-- Who is who lies apart from the facts: it can be corrected and erased.
CREATE TABLE iotutor_person (
    kind TEXT NOT NULL,
    stream BYTEA NOT NULL,
    seat BIGINT NOT NULL,                     -- 0 is the stream's own person
    name TEXT NOT NULL,
    roster TEXT NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (kind, stream, seat),
    FOREIGN KEY (kind, stream) REFERENCES iotutor_stream (kind, id) ON DELETE CASCADE
);
