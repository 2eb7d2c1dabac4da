-- Adds facts at the end of a stream, if it ends with number $3, in one statement: no transaction is open between two messages, and
-- nothing is locked while somebody thinks. The row of the stream is what writers wait for; whoever was slower finds another number there.
WITH fresh AS (
    SELECT given.*, ROW_NUMBER() OVER (ORDER BY given.place) AS step
    FROM UNNEST($4::BYTEA[], $5::BIGINT[], $6::SMALLINT[], $7::BYTEA[], $8::TEXT[]) WITH ORDINALITY
        AS given (id, at, zone, attempt, event, place)
    WHERE NOT EXISTS (
        SELECT 1 FROM iotutor_fact AS old WHERE old.kind = $1 AND old.stream = $2 AND old.id = given.id
    )
), begun AS (
    INSERT INTO iotutor_stream AS head (kind, id, last, changes)
    SELECT $1, $2, (SELECT COUNT(*) FROM fresh), 1 WHERE $3 = 0
    ON CONFLICT (kind, id) DO UPDATE SET last = EXCLUDED.last, changes = head.changes + 1 WHERE head.last = 0
    RETURNING last
), moved AS (
    UPDATE iotutor_stream SET last = last + (SELECT COUNT(*) FROM fresh), changes = changes + 1
    WHERE $3 > 0 AND kind = $1 AND id = $2 AND last = $3
    RETURNING last
), head AS (
    SELECT last FROM begun UNION ALL SELECT last FROM moved
), added AS (
    INSERT INTO iotutor_fact (kind, stream, number, id, at, zone, attempt, event)
    SELECT $1, $2, $3 + step, id, at, zone, attempt, event FROM fresh WHERE EXISTS (SELECT 1 FROM head)
)
SELECT last FROM head
