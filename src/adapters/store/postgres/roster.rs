//! The roster in a database.

use super::Postgres;
use crate::adapters::store::JournalError;
use tokio_postgres::types::Type;

const ROSTER: &str = "SELECT id, name, email, section, accommodation FROM iotutor_roster ORDER BY place";

/// All in one statement, so that no host finds half a list.
const KEEP: &str = "WITH gone AS (DELETE FROM iotutor_roster WHERE NOT (id = ANY($1))) \
                    INSERT INTO iotutor_roster (id, name, email, section, accommodation, place) \
                    SELECT * FROM UNNEST($1::TEXT[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::TEXT[]) WITH ORDINALITY \
                    ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, email = EXCLUDED.email, \
                    section = EXCLUDED.section, accommodation = EXCLUDED.accommodation, place = EXCLUDED.place";

impl Postgres {
    /// The roster, in the order of its list: id, name, address, group and what is arranged.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub fn roster(&self) -> Result<Vec<[String; 5]>, JournalError> {
        let (rows, _) = self.link.ask(ROSTER, &[])?;
        let row =
            |row| Ok([self.get(row, 0)?, self.get(row, 1)?, self.get(row, 2)?, self.get(row, 3)?, self.get(row, 4)?]);
        rows.iter().map(row).collect()
    }

    /// Keeps a roster in the place of the one before, of which nothing stays.
    ///
    /// # Errors
    ///
    /// Whatever the database says.
    pub fn keep_roster(&mut self, rows: &[[String; 5]]) -> Result<(), JournalError> {
        let mut columns: [Vec<&str>; 5] = Default::default();
        for row in rows {
            for (column, value) in columns.iter_mut().zip(row) {
                column.push(value);
            }
        }
        let [ids, names, emails, groups, arranged] = &columns;
        let texts = Type::TEXT_ARRAY;
        self.link.ask(
            KEEP,
            &[
                (ids, texts.clone()),
                (names, texts.clone()),
                (emails, texts.clone()),
                (groups, texts.clone()),
                (arranged, texts),
            ],
        )?;
        self.sweep();
        Ok(())
    }
}
