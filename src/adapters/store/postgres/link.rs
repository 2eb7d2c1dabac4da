//! The connection to a database: made when it is needed, given up when it breaks, and waited for no longer than a few seconds.
//!
//! Its client is asynchronous and speaks on a loop of its own here, which only runs while something is asked; so a store may be
//! used from any thread, but not from within an asynchronous task.

use super::address::Address;
use crate::adapters::store::RemoteError;
use std::cell::RefCell;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::time::timeout;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Config, Error, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long anything may take: nothing that is asked takes a hundredth of it.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many times something is asked that others were in the way of.
const TRIES: u32 = 10;

/// The number by which programs agree on who changes the tables: "iott" in ASCII.
const LOCK: i64 = 0x696f_7474;

/// A value that is sent.
pub(super) type Values<'a> = &'a (dyn ToSql + Sync);

/// A connection to a database.
pub(super) struct Link {
    runtime: Runtime,
    config: Config,
    place: String,
    tls: Option<MakeRustlsConnect>,
    client: RefCell<Option<Client>>,
    /// The newest version of the tables that is known here.
    known: i32,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Link to {}", self.place)
    }
}

/// Why there was no answer.
enum Fault {
    /// The connection is of no use any more.
    Broken(RemoteError),
    /// Others were in the way; the same again may work.
    InTheWay,
    /// Trying again would not help.
    Refused(RemoteError),
}

impl Link {
    /// A connection that is still to be made.
    pub(super) fn new(address: Address) -> Result<Self, RemoteError> {
        let Address { config, place } = address;
        let unreachable = |reason: String| RemoteError::Unreachable { place: place.clone(), reason };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| unreachable(error.to_string()))?;
        let tls = (config.get_ssl_mode() != SslMode::Disable).then(MakeRustlsConnect::with_native_certs).transpose();
        let tls = tls.map_err(|errors| RemoteError::Tls {
            place: place.clone(),
            reason: errors.first().map_or_else(|| "no authority is known here".to_owned(), ToString::to_string),
        })?;
        Ok(Self { runtime, config, place, tls: tls.map(|(tls, _)| tls), client: RefCell::new(None), known: i32::MAX })
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Asks one thing. Tells the rows that came, and whether it was asked a second time because the connection broke: the first time
    /// may have done what was asked.
    pub(super) fn ask(&self, sql: &str, values: &[(Values<'_>, Type)]) -> Result<(Vec<Row>, bool), RemoteError> {
        let mut is_second = false;
        for _ in 0..TRIES {
            let was_open = self.client.borrow().as_ref().is_some_and(|client| !client.is_closed());
            match self.try_to_ask(sql, values) {
                Ok(rows) => return Ok((rows, is_second)),
                Err(Fault::InTheWay) => {}
                Err(Fault::Refused(error)) => return Err(error),
                Err(Fault::Broken(error)) => {
                    *self.client.borrow_mut() = None;
                    // What has just been made is not made again: whoever waits hears of it, and asks again.
                    if is_second || !was_open {
                        return Err(error);
                    }
                    is_second = true;
                }
            }
        }
        Err(RemoteError::Busy { place: self.place.clone() })
    }

    fn try_to_ask(&self, sql: &str, values: &[(Values<'_>, Type)]) -> Result<Vec<Row>, Fault> {
        self.connect()?;
        let client = self.client.borrow();
        let Some(client) = client.as_ref() else { return Err(Fault::Broken(self.silent())) };
        let asked = async { timeout(PATIENCE, client.query_typed(sql, values)).await };
        match self.runtime.block_on(asked) {
            Ok(answered) => answered.map_err(|error| self.fault(&error)),
            Err(_) => Err(Fault::Broken(self.silent())),
        }
    }

    /// Connects where there is no connection, and looks whether the tables are still known here.
    fn connect(&self) -> Result<(), Fault> {
        if self.client.borrow().as_ref().is_some_and(|client| !client.is_closed()) {
            return Ok(());
        }
        let made = self.runtime.block_on(async { timeout(PATIENCE, self.open()).await });
        let client = made.map_err(|_| Fault::Broken(self.silent()))?.map_err(|error| self.fault(&error))?;
        let version = self.version(&client)?;
        if version > self.known {
            return Err(Fault::Refused(self.newer(version)));
        }
        *self.client.borrow_mut() = Some(client);
        Ok(())
    }

    async fn open(&self) -> Result<Client, Error> {
        if let Some(tls) = &self.tls {
            let (client, connection) = self.config.connect(tls.clone()).await?;
            tokio::spawn(async move { drop(connection.await) });
            Ok(client)
        } else {
            let (client, connection) = self.config.connect(NoTls).await?;
            tokio::spawn(async move { drop(connection.await) });
            Ok(client)
        }
    }

    /// The version of the tables; 0 where there are none.
    fn version(&self, client: &Client) -> Result<i32, Fault> {
        let sql = "SELECT version FROM iotutor_schema";
        let asked = self.runtime.block_on(async { timeout(PATIENCE, client.query_typed(sql, &[])).await });
        match asked.map_err(|_| Fault::Broken(self.silent()))? {
            Ok(rows) => Ok(rows.first().and_then(|row| row.try_get(0).ok()).unwrap_or(0)),
            Err(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => Ok(0),
            Err(error) => Err(self.fault(&error)),
        }
    }

    /// Makes of the tables those of the newest version, one program after the other.
    pub(super) fn bring_to_date(&mut self, migrations: &[&str]) -> Result<(), RemoteError> {
        self.known = i32::try_from(migrations.len()).unwrap_or(i32::MAX);
        let done = (0..TRIES).find_map(|_| match self.try_to_bring_to_date(migrations) {
            Err(Fault::InTheWay) => None,
            Err(Fault::Broken(error) | Fault::Refused(error)) => Some(Err(error)),
            Ok(()) => Some(Ok(())),
        });
        done.unwrap_or_else(|| Err(RemoteError::Busy { place: self.place.clone() }))
    }

    fn try_to_bring_to_date(&self, migrations: &[&str]) -> Result<(), Fault> {
        self.connect()?;
        // Taken out, so that a transaction that fails goes with its connection.
        let Some(client) = self.client.borrow_mut().take() else { return Err(Fault::Broken(self.silent())) };
        let run = |sql: &str| {
            let ran = self.runtime.block_on(async { timeout(PATIENCE, client.batch_execute(sql)).await });
            ran.map_err(|_| Fault::Broken(self.silent()))?.map_err(|error| self.fault(&error))
        };
        if self.version(&client)? < self.known {
            run(&format!("BEGIN; SELECT pg_advisory_xact_lock({LOCK})"))?;
            run("CREATE TABLE IF NOT EXISTS iotutor_schema (version INTEGER NOT NULL)")?;
            // Whoever had the lock before may have done it.
            let version = self.version(&client)?;
            if version > self.known {
                return Err(Fault::Refused(self.newer(version)));
            }
            for migration in migrations.iter().skip(usize::try_from(version).unwrap_or(0)) {
                run(migration)?;
            }
            let known = self.known;
            run(&format!("DELETE FROM iotutor_schema; INSERT INTO iotutor_schema VALUES ({known}); COMMIT"))?;
        }
        *self.client.borrow_mut() = Some(client);
        Ok(())
    }

    fn newer(&self, found: i32) -> RemoteError {
        RemoteError::Newer { place: self.place.clone(), found, known: self.known }
    }

    fn silent(&self) -> RemoteError {
        let reason = format!("it did not answer within {} s", PATIENCE.as_secs());
        RemoteError::Unreachable { place: self.place.clone(), reason }
    }

    /// What an error means, for whoever can't do anything about it any more.
    pub(super) fn explain(&self, error: &Error) -> RemoteError {
        match self.fault(error) {
            Fault::Broken(error) | Fault::Refused(error) => error,
            Fault::InTheWay => RemoteError::Busy { place: self.place.clone() },
        }
    }

    fn fault(&self, error: &Error) -> Fault {
        let place = self.place.clone();
        let Some(told) = error.as_db_error() else {
            let reason = root(error);
            let is_tls = error.to_string().contains("TLS") || reason.contains("certificate");
            return if is_tls {
                Fault::Refused(RemoteError::Tls { place, reason })
            } else {
                Fault::Broken(RemoteError::Unreachable { place, reason })
            };
        };
        let reason = told.message().to_owned();
        match told.code().code() {
            // Serialization, deadlock, and two that begin the same at once.
            "40001" | "40P01" | "23505" | "42P07" => Fault::InTheWay,
            "53100" => Fault::Refused(RemoteError::Full { place }),
            "3D000" => Fault::Refused(RemoteError::Login { place, reason }),
            code if code.starts_with("28") => Fault::Refused(RemoteError::Login { place, reason }),
            // Connections, too many of them, shutting down, starting up, and a copy that only reads until it takes over.
            code if ["08", "53", "57", "25006"].iter().any(|class| code.starts_with(class)) => {
                Fault::Broken(RemoteError::Unreachable { place, reason })
            }
            _ => Fault::Refused(RemoteError::Other { place, reason }),
        }
    }
}

/// What is at the bottom of an error: what the system says.
fn root(error: &Error) -> String {
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}
