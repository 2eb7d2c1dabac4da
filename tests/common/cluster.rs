//! PostgreSQL for tests: a cluster of its own in a temporary folder, run by an ordinary user, spoken to by a socket in that folder.
//! It ends with the test program, however that ends.
#![allow(dead_code, reason = "each test program uses its part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The variable that turns a machine without PostgreSQL into a failure.
const NEEDED: &str = "IOTUTOR_NEEDS_POSTGRES";

/// An ordinary user: `nobody`.
const NOBODY: u32 = 65_534;

/// What ends when the test program does: it then stops the server and takes its folder away.
const GUARD: &str = "\"$1/pg_ctl\" -D \"$2/data\" -l \"$2/log\" -w -t 150 -o \"$3\" start >/dev/null && echo ready; \
                     read _; \"$1/pg_ctl\" -D \"$2/data\" -m immediate stop >/dev/null 2>&1; rm -rf \"$2\"";

/// What is given up for speed: a test's database need not survive the machine.
const OPTIONS: &str =
    "-c listen_addresses= -c fsync=off -c full_page_writes=off -c shared_buffers=16MB -c max_connections=60";

/// A database server.
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    /// The shell that stops it.
    _guard: Child,
    databases: AtomicU32,
}

/// The folder of the newest PostgreSQL here.
fn programs() -> Option<PathBuf> {
    let in_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let mut packaged: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|found| found.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    packaged.sort();
    packaged.reverse();
    let has_all = |folder: &PathBuf| ["initdb", "pg_ctl", "psql"].iter().all(|name| folder.join(name).is_file());
    in_path.unwrap_or_default().into_iter().chain(packaged).find(has_all)
}

/// Whether the tests run as somebody who may not run a server.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|told| told.uid() == 0)
}

/// A command as an ordinary user.
fn ordinary(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/");
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// The one that the tests of a program share; none, said aloud, where there is no PostgreSQL.
pub fn shared() -> Option<&'static Cluster> {
    static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
    SHARED.get_or_init(Cluster::start).as_ref()
}

impl Cluster {
    /// One of its own; none, said aloud, where there is no PostgreSQL.
    pub fn start() -> Option<Self> {
        Self::with(|_| Some(String::new()))
    }

    /// The same with options of the server, after its folder was prepared; none where that can't be done.
    fn with(prepare: impl FnOnce(&Path) -> Option<String>) -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os(NEEDED).is_none(), "PostgreSQL is not here, and {NEEDED} is set");
            eprintln!("PASSED OVER: there is no PostgreSQL here (initdb in PATH or /usr/lib/postgresql)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("pg").tempdir().unwrap().keep();
        if is_root() {
            chown(&folder, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let mut made = ordinary(programs.join("initdb"));
        made.arg("-D").arg(folder.join("data"));
        let made =
            made.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let more = prepare(&folder)?;
        let options = format!("{OPTIONS} -k {}{more}", folder.display());
        let mut guard = ordinary("sh");
        guard.args(["-c", GUARD, "sh"]).arg(&programs).arg(&folder).arg(options);
        let mut guard = guard.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(guard.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "{}", std::fs::read_to_string(folder.join("log")).unwrap_or_default());
        Some(Self { programs, folder, _guard: guard, databases: AtomicU32::new(0) })
    }

    /// The address of a database in which there is nothing.
    pub fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::SeqCst));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    fn address(&self, database: &str) -> String {
        let folder = self.folder.to_str().unwrap().replace('/', "%2F");
        format!("postgres://postgres@{folder}/{database}")
    }

    /// Runs SQL in the database at an address, or of a name, and returns what came, a line each row.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let name = database.rsplit('/').next().unwrap();
        let mut psql = ordinary(self.programs.join("psql"));
        psql.arg("-h").arg(&self.folder).args(["-U", "postgres", "-d", name, "-X", "-A", "-t", "-c", sql]);
        let ran = psql.output().unwrap();
        assert!(ran.status.success(), "{sql}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    fn control(&self, arguments: &[&str]) {
        let mut control = ordinary(self.programs.join("pg_ctl"));
        control
            .arg("-D")
            .arg(self.folder.join("data"))
            .arg("-l")
            .arg(self.folder.join("log"))
            .args(["-w", "-t", "150"]);
        let ran = control.args(arguments).stdout(Stdio::null()).status().unwrap();
        assert!(ran.success(), "{arguments:?}");
    }

    /// Stops the server as if its machine had lost power.
    pub fn stop(&self) {
        self.control(&["-m", "immediate", "stop"]);
    }

    /// Starts it again.
    pub fn start_again(&self) {
        self.control(&["-o", &format!("{OPTIONS} -k {}", self.folder.display()), "start"]);
    }

    /// The file that its socket is.
    pub fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }
}

/// A server that speaks TLS by a certificate of an authority of its own.
pub struct Trusted {
    /// The server.
    pub cluster: Cluster,
    /// Where its certificate is for, and where the same server is that it is not for.
    at: [String; 2],
}

/// A script that makes an authority, another one, and a certificate of the first for the address `$1`.
const AUTHORITY: &str = "set -e; for who in ours other; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
                         -keyout $who.key -out $who.pem -days 3650 -subj \"/CN=Authority $who\"; done; \
                         openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.csr \
                         -subj /CN=database; printf 'subjectAltName=IP:%s' \"$1\" >names; \
                         openssl x509 -req -in server.csr -CA ours.pem -CAkey ours.key -CAcreateserial -days 3650 -extfile names \
                         -out server.crt; chmod 600 server.key; printf '%s\\n' 'local all all trust' \
                         'hostssl all all 127.0.0.0/8 trust' 'hostnossl plain all 127.0.0.0/8 trust' >data/pg_hba.conf";

impl Trusted {
    /// One of its own; none, said aloud, without PostgreSQL or openssl.
    pub fn start() -> Option<Self> {
        // Addresses that only this process uses, so that no port has to be guessed.
        let own = std::process::id();
        let at = [1, 2].map(|last| format!("127.{}.{}.{last}", 1 + own / 250 % 250, 1 + own % 250));
        let cluster = Cluster::with(|folder| {
            let made = ordinary("sh").current_dir(folder).args(["-c", AUTHORITY, "sh", &at[0]]).output().unwrap();
            if !made.status.success() {
                let said = String::from_utf8_lossy(&made.stderr).into_owned();
                assert!(std::env::var_os(NEEDED).is_none(), "no certificate: {said}");
                eprintln!("PASSED OVER: no certificate can be made here, by openssl: {said}");
                return None;
            }
            let [cert, key] = ["server.crt", "server.key"].map(|name| folder.join(name));
            let files = format!("-c ssl=on -c ssl_cert_file={} -c ssl_key_file={}", cert.display(), key.display());
            Some(format!(" {files} -c listen_addresses={}", at.join(",")))
        })?;
        Some(Self { cluster, at })
    }

    /// The address of a database: at that for which its certificate is, or, where not `named`, at another.
    pub fn address(&self, database: &str, named: bool, mode: &str) -> String {
        let at = &self.at[usize::from(!named)];
        format!("postgres://postgres@{at}/{}?sslmode={mode}", database.rsplit('/').next().unwrap())
    }

    /// The file with its authority's certificate, or that of another one.
    pub fn authority(&self, ours: bool) -> PathBuf {
        self.cluster.folder.join(if ours { "ours.pem" } else { "other.pem" })
    }
}

/// A pool of connections that gives each transaction whichever is free: two for all who ask.
pub struct Pool {
    /// The server behind it.
    pub cluster: Cluster,
    /// The shell that stops it.
    _guard: Child,
}

/// What ends when the test program does.
const POOL: &str = "pgbouncer \"$1\" 2>&1 & read _; kill $!";

impl Pool {
    /// One with a server of its own; none, said aloud, without PostgreSQL or `PgBouncer`.
    pub fn start() -> Option<Self> {
        if !["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].iter().any(|file| Path::new(file).is_file()) {
            eprintln!("PASSED OVER: there is no PgBouncer here");
            return None;
        }
        let cluster = Cluster::start()?;
        let (folder, file) = (cluster.folder.display(), cluster.folder.join("pool.ini"));
        let users = cluster.folder.join("users");
        std::fs::write(&users, "\"postgres\" \"\"\n").unwrap();
        let text = format!(
            "[databases]\n* = host={folder} port=5432\n[pgbouncer]\nlisten_addr =\nunix_socket_dir = {folder}\n\
             listen_port = 6432\nauth_type = trust\nauth_file = {}\npool_mode = transaction\ndefault_pool_size = 2\n\
             server_reset_query_always = 0\n",
            users.display()
        );
        std::fs::write(&file, text).unwrap();
        let mut guard = ordinary("sh");
        guard.env("PATH", "/usr/sbin:/usr/bin:/bin").args(["-c", POOL, "sh"]).arg(&file);
        let mut guard = guard.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(guard.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut heard = Vec::new();
        while heard.last().is_none_or(|line: &String| !line.contains("process up")) {
            heard.push(lines.next().unwrap_or_else(|| panic!("{heard:#?}")));
        }
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { cluster, _guard: guard })
    }

    /// The address of a database through it.
    pub fn address(database: &str) -> String {
        let (before, name) = database.rsplit_once('/').unwrap();
        format!("{before}:6432/{name}")
    }
}

/// What a wire does with what comes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Wire {
    /// It passes it on.
    Whole,
    /// It passes the next question on, waits for the answer, and breaks before that comes through; then it is whole again.
    CutBeforeAnswer,
    /// It swallows everything, and closes nothing: as if a cable had been pulled.
    Pulled,
}

/// A wire to the server, on a port, that can be cut.
pub struct Cable {
    /// Where it begins.
    pub at: SocketAddr,
    wire: Arc<AtomicU8>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Cable {
    /// A wire to the server of a cluster.
    pub fn to(cluster: &Cluster) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (wire, open) = (Arc::new(AtomicU8::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (socket, shared, all) = (cluster.socket(), Arc::clone(&wire), Arc::clone(&open));
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let (near, Ok(far)) = (near.unwrap(), connect(&socket)) else { continue };
                all.lock().unwrap_or_else(PoisonError::into_inner).push(near.try_clone().unwrap());
                let (wire, back) = (Arc::clone(&shared), Arc::clone(&shared));
                let (near_too, far_too) = (near.try_clone().unwrap(), far.try_clone().unwrap());
                std::thread::spawn(move || carry(near, far, &wire, false));
                std::thread::spawn(move || carry(far_too, near_too, &back, true));
            }
        });
        Self { at, wire, open }
    }

    /// The address of a database through it.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://postgres@{}/{}?sslmode=disable", self.at, database.rsplit('/').next().unwrap())
    }

    /// Says what it does from now on.
    pub fn set(&self, wire: Wire) {
        self.wire.store(wire as u8, Ordering::SeqCst);
    }
}

fn connect(socket: &Path) -> std::io::Result<UnixStream> {
    UnixStream::connect(socket)
}

/// One direction of a connection; `is_back` where answers come.
fn carry(mut from: impl Read + Shuts, mut to: impl Write + Shuts, wire: &AtomicU8, is_back: bool) {
    let mut buffer = [0; 16_384];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        let now = wire.load(Ordering::SeqCst);
        if now == Wire::Pulled as u8 {
            continue;
        }
        if is_back && now == Wire::CutBeforeAnswer as u8 {
            wire.store(Wire::Whole as u8, Ordering::SeqCst);
            break;
        }
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    from.shut();
    to.shut();
}

trait Shuts {
    fn shut(&self);
}

impl Shuts for TcpStream {
    fn shut(&self) {
        let _ = self.shutdown(std::net::Shutdown::Both);
    }
}

impl Shuts for UnixStream {
    fn shut(&self) {
        let _ = self.shutdown(std::net::Shutdown::Both);
    }
}
