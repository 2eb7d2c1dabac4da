//! What a database is called: an address with the password that goes with it, and a name that may be said.

use crate::adapters::store::RemoteError;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// After how long a connection that is cut without a word is taken for broken, where the system can tell.
const CUT: Duration = Duration::from_secs(5);

/// The port where nothing else is said.
const PORT: u16 = 5432;

/// An address that was read.
pub(super) struct Address {
    /// All that a client needs.
    pub(super) config: Config,
    /// What may be said of it: neither user nor password.
    pub(super) place: String,
}

/// Reads an address. What is wrong with one is not quoted: a password may be in it, where nobody looks for it.
pub(super) fn read(address: &str) -> Result<Address, RemoteError> {
    let address = address.trim();
    if !["postgres://", "postgresql://"].iter().any(|scheme| address.starts_with(scheme)) {
        return Err(RemoteError::Address);
    }
    // A certificate is always looked at as a whole; the two words for that are not known to the client.
    let known =
        address.replace("sslmode=verify-full", "sslmode=require").replace("sslmode=verify-ca", "sslmode=require");
    let mut config: Config = known.parse().map_err(|_| RemoteError::Address)?;
    if !address.contains("sslmode=") {
        let is_near = config.get_hosts().iter().all(is_near);
        config.ssl_mode(if is_near { SslMode::Disable } else { SslMode::Require });
    }
    if config.get_user().is_none()
        && let Ok(user) = env::var("PGUSER")
    {
        config.user(user);
    }
    if config.get_password().is_none()
        && let Some(password) = env::var("PGPASSWORD").ok().or_else(|| kept(&config))
    {
        config.password(password);
    }
    config.connect_timeout(CUT).tcp_user_timeout(CUT);
    config.keepalives_idle(CUT).keepalives_interval(Duration::from_secs(1)).keepalives_retries(3);
    if config.get_application_name().is_none() {
        config.application_name("iotutor");
    }
    let place = place(&config);
    Ok(Address { config, place })
}

/// Whether nobody but this machine sees what is sent there.
fn is_near(host: &Host) -> bool {
    let name = name_of(host);
    let is_loopback = name.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    is_loopback || name == "localhost" || name.starts_with('/')
}

/// The name of a host, or the folder of a socket, which only some systems have: so the two are told apart by what they hold.
fn name_of(host: &Host) -> String {
    format!("{host:?}").split('"').nth(1).unwrap_or_default().to_owned()
}

fn place(config: &Config) -> String {
    let hosts: Vec<String> = config.get_hosts().iter().map(name_of).collect();
    let ports: Vec<String> =
        config.get_ports().iter().filter(|port| **port != PORT).map(|port| format!(":{port}")).collect();
    format!("postgres://{}{}/{}", hosts.join(","), ports.concat(), config.get_dbname().unwrap_or_default())
}

/// The password that is kept for it in the file that PGPASSFILE names, or in `.pgpass` at home.
fn kept(config: &Config) -> Option<String> {
    let file = env::var_os("PGPASSFILE").map(PathBuf::from);
    let file = file.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".pgpass")))?;
    let host = config.get_hosts().first().map_or_else(|| "localhost".to_owned(), name_of);
    let port = config.get_ports().first().copied().unwrap_or(PORT).to_string();
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or(user);
    password_in(&fs::read_to_string(file).ok()?, [&host, &port, database, user])
}

/// The password of the first line that fits host, port, database and user.
fn password_in(text: &str, wanted: [&str; 4]) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let parts = parts(line);
        let fits = wanted.iter().zip(&parts).all(|(wanted, part)| part == "*" || part == wanted);
        parts.get(wanted.len()).filter(|_| fits).cloned()
    })
}

/// What stands between colons; one after a backslash is part of it.
fn parts(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match (sign, parts.last_mut()) {
            (':', _) => parts.push(String::new()),
            ('\\', Some(part)) => part.extend(signs.next()),
            (sign, Some(part)) => part.push(sign),
            (_, None) => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_told_by_its_name_or_its_folder() {
        let hosts = |typed: &str| read(typed).unwrap().config.get_hosts().iter().map(name_of).collect::<Vec<_>>();
        assert_eq!(hosts("postgres://u@a.example.org,[::1]/d"), ["a.example.org", "::1"]);
        #[cfg(unix)]
        assert_eq!(hosts("postgres://u@%2Ftmp%2Fpg/d"), ["/tmp/pg"]);
    }

    #[test]
    fn a_place_tells_neither_user_nor_password() {
        let read = read("postgres://ada:s%40cret@db.example.org:6432/class?sslmode=verify-full").unwrap();
        assert_eq!(read.place, "postgres://db.example.org:6432/class");
        assert_eq!((read.config.get_password(), read.config.get_ssl_mode()), (Some(&b"s@cret"[..]), SslMode::Require));
    }

    #[test]
    fn what_is_no_address_is_refused_without_quoting_it() {
        for typed in ["", "mysql://x", "postgres://u:cret@h/d?no=cret", "postgres://u:cret@h:x/d", "/tmp/secret"] {
            let Err(error) = read(typed).map(|_| ()) else { panic!("{typed}") };
            assert!(matches!(error, RemoteError::Address) && !error.to_string().contains("cret@"), "{typed}");
        }
    }

    #[test]
    fn others_machines_are_spoken_to_by_tls_unless_the_address_says_otherwise() {
        let mode = |typed: &str| read(typed).unwrap().config.get_ssl_mode();
        for near in ["postgres://u@localhost/d", "postgres://u@127.0.0.1:5433/d", "postgres://u@[::1]/d"] {
            assert_eq!(mode(near), SslMode::Disable, "{near}");
        }
        assert_eq!(mode("postgres://u@db.example.org/d"), SslMode::Require);
        assert_eq!(mode("postgres://u@db.example.org/d?sslmode=disable"), SslMode::Disable);
    }

    #[test]
    fn a_password_is_found_in_the_file_that_every_client_reads() {
        let file = "# a comment\nother:5432:d:u:no\nh\\:1:*:d:u:p\\:q\n*:5433:*:u:last\nshort";
        assert_eq!(password_in(file, ["h:1", "5432", "d", "u"]), Some("p:q".to_owned()));
        assert_eq!(password_in(file, ["x", "5433", "y", "u"]), Some("last".to_owned()));
        assert_eq!(password_in(file, ["x", "5432", "y", "u"]), None);
    }
}
