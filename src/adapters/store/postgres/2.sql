-- The second schema: who is awaited, so that every host of the database has the same list.

CREATE TABLE iotutor_roster (
    id TEXT PRIMARY KEY,                      -- the institution's own
    place BIGINT NOT NULL,                    -- where on the list, from 1
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    section TEXT NOT NULL,                    -- the group
    accommodation TEXT NOT NULL               -- what is arranged, by its id in forms
);
