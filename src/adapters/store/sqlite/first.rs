//! Journals of the first edition: one table of facts with the learner's name in each, and no checksums.

use super::rows::{self, ID, Values, place};
use super::{SCHEMA, head_sum, person_sum};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, params, params_from_iter};
use std::collections::BTreeMap;

/// The facts in the order they were recorded. The first column is a fact's number in the whole file.
pub(in crate::adapters::store) const SELECT: &str = "SELECT seq, id, at, zone, attempt, kind, statement, revision, response, certainty, hinted, retaken, elapsed, body, \
     learner FROM fact ORDER BY seq";

/// The columns of a row that [`SELECT`] chose, and the learner's name.
pub(in crate::adapters::store) fn values<'a>(row: &'a Row<'_>) -> rusqlite::Result<(Values<'a>, &'a str)> {
    let mut values = [ValueRef::Null; rows::COLUMNS];
    for (column, value) in values.iter_mut().enumerate() {
        *value = row.get_ref(column)?;
    }
    Ok((values, row.get_ref(rows::COLUMNS)?.as_str()?))
}

/// Moves all facts to the tables of the present format, within a transaction of the caller's: each learner's to a stream of
/// their own, in the order in which they were recorded.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DROP TRIGGER IF EXISTS fact_stays_as_it_is; DROP TRIGGER IF EXISTS fact_stays; DROP TABLE IF EXISTS cache;
         DROP INDEX IF EXISTS fact_by_attempt; DROP INDEX IF EXISTS fact_by_learner;
         ALTER TABLE fact RENAME TO first_fact;",
    )?;
    connection.execute_batch(SCHEMA)?;
    move_facts(connection)?;
    connection.execute_batch("DROP TABLE first_fact")
}

fn move_facts(connection: &Connection) -> rusqlite::Result<()> {
    // Each learner's stream and the number of its last fact.
    let mut streams: BTreeMap<String, (i64, u64)> = BTreeMap::new();
    let mut buffer = Vec::new();
    let mut select = connection.prepare(&SELECT.replace("FROM fact", "FROM first_fact"))?;
    let mut insert = connection.prepare(rows::INSERT)?;
    let mut old = select.query([])?;
    while let Some(row) = old.next()? {
        let (mut values, learner) = values(row)?;
        if !streams.contains_key(learner) {
            streams.insert(learner.to_owned(), (begin(connection, learner)?, 0));
        }
        let Some((stream, last)) = streams.get_mut(learner) else { continue };
        if let Some(first) = values.first_mut() {
            *first = ValueRef::Integer(place(*stream, *last + 1));
        }
        let sum = ValueRef::Integer(rows::sum(&values, &mut buffer));
        let columns = values.into_iter().chain([sum]).map(ToSqlOutput::Borrowed);
        *last += u64::try_from(insert.execute(params_from_iter(columns))?).unwrap_or(0);
    }
    for (stream, last) in streams.into_values() {
        set_last(connection, stream, last)?;
    }
    Ok(())
}

fn begin(connection: &Connection, learner: &str) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO stream (id, kind, last, erased, sum) VALUES (randomblob(16), 'learner', 0, 0, 0)";
    connection.execute(sql, [])?;
    let stream = connection.last_insert_rowid();
    let place = place(stream, 0);
    let sql = "INSERT INTO person (place, name, roster, email, sum) VALUES (?1, ?2, '', '', ?3)";
    connection.execute(sql, params![place, learner, person_sum(place, learner, "", "")])?;
    Ok(stream)
}

fn set_last(connection: &Connection, stream: i64, last: u64) -> rusqlite::Result<()> {
    let id: [u8; ID] = connection.query_row("SELECT id FROM stream WHERE stream = ?1", [stream], |row| row.get(0))?;
    let last = last.cast_signed();
    let sum = head_sum(stream, &id, "learner", last, false);
    connection.execute("UPDATE stream SET last = ?2, sum = ?3 WHERE stream = ?1", params![stream, last, sum])?;
    Ok(())
}
