//! The loop that takes connections. Each has its time: whoever is silent, or sends half a request, is let go.

use super::guard::Here;
use super::log::Log;
use super::routes::router;
use super::watch::watched;
use super::{Site, held};
use crate::adapters::counts::Counts;
use crate::adapters::system::allow_many_files;
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::VecDeque;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::{Notify, watch};

/// How long a request's head may take, and how long a connection may rest between two requests.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long a connection may take for one request, its answer written and read: longer than any page waits for news.
const LONGEST: Duration = Duration::from_secs(60);

/// How many connections may be there that have not sent a whole request yet; the oldest goes.
const MOST_SILENT: usize = 1_000;

/// How long after a failure to take a connection, such as too many open files, the next is tried.
const BREATH: Duration = Duration::from_millis(50);

/// How many ports behind one that is taken are tried, to name one that is free.
const NEAR: usize = 100;

/// How many threads serve pages.
const THREADS: usize = 2;

/// Why pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be had.
    #[error("the address {address} cannot be had ({error}); name another port with {option} PORT, or {option} off")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        error: std::io::Error,
        /// What names the port on the command line.
        option: &'static str,
    },
    /// Another program has the port.
    #[error(
        "port {port} is taken by another program, maybe by a class that still runs; {}leave {option} out for the next free port",
        free.map_or_else(String::new, |free| format!("use {option} {free}, which is free, or "))
    )]
    Taken {
        /// The port.
        port: u16,
        /// One that is free.
        free: Option<u16>,
        /// What names the port on the command line.
        option: &'static str,
    },
    /// This machine has no such address.
    #[error("this computer has no address {address}; {}leave --bind out for all of them", bind(own))]
    NoAddress {
        /// The address.
        address: IpAddr,
        /// The addresses that it has.
        own: Vec<IpAddr>,
    },
    /// The port is for administrators alone.
    #[error("only an administrator may use port {port}; use {option} with a port from 1024 on, or leave it out")]
    Forbidden {
        /// The port.
        port: u16,
        /// What names it on the command line.
        option: &'static str,
    },
    /// The system has no threads for it.
    #[error("the class cannot be served ({0}); close other programs and try again")]
    Threads(std::io::Error),
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// What to bind to in the place of an address that is not there.
fn bind(own: &[IpAddr]) -> String {
    let own: Vec<String> = own.iter().map(ToString::to_string).collect();
    if own.is_empty() { String::new() } else { format!("use --bind with {}, or ", own.join(" or ")) }
}

/// Takes a port, before anybody is served; `option` names it on the command line.
///
/// # Errors
///
/// [`ServeError`], which says what to do instead.
pub fn take_port(address: SocketAddr, option: &'static str) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).map_err(|error| {
        let (ip, port) = (address.ip(), address.port());
        match error.kind() {
            ErrorKind::AddrInUse => {
                let is_free = |port: &u16| TcpListener::bind((ip, *port)).is_ok();
                ServeError::Taken { port, free: (port.saturating_add(1)..=u16::MAX).take(NEAR).find(is_free), option }
            }
            ErrorKind::AddrNotAvailable => {
                let own = if_addrs::get_if_addrs().unwrap_or_default();
                let own = own.iter().map(if_addrs::Interface::ip).filter(|own| own.is_ipv4() && !own.is_loopback());
                ServeError::NoAddress { address: ip, own: own.collect() }
            }
            ErrorKind::PermissionDenied => ServeError::Forbidden { port, option },
            _ => ServeError::Bind { address, error, option },
        }
    })
}

/// How long what was asked last may take once all is to end.
const FAREWELL: Duration = Duration::from_secs(1);

/// Pages that are being served, until this is dropped; what is being answered then is answered.
#[derive(Debug)]
pub struct Serving {
    runtime: Option<Runtime>,
    close: watch::Sender<bool>,
    last: Receiver<()>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            self.close.send_replace(true);
            // Nothing is ever sent: it ends once nobody holds the other end.
            let _ = self.last.recv_timeout(FAREWELL);
            // Without waiting any longer: who is slow, or waits for news, would hold it up.
            runtime.shutdown_background();
        }
    }
}

/// Serves the pages of a class to whoever connects, and those for whoever watches over it; `log` has a line for each request.
///
/// # Errors
///
/// [`ServeError`] where the system has no threads for it.
pub fn serve(site: &Arc<Site>, listener: TcpListener, log: Option<Log>) -> Result<Serving, ServeError> {
    let pages = watched(router(Arc::clone(site)), Arc::clone(site), log);
    serve_pages(pages, listener, Arc::clone(site.desk.board().counts()))
}

/// Serves pages to whoever connects.
pub fn serve_pages(pages: Router, listener: TcpListener, counts: Arc<Counts>) -> Result<Serving, ServeError> {
    allow_many_files();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("pages")
        .enable_io()
        .enable_time()
        .build()
        .map_err(ServeError::Threads)?;
    listener.set_nonblocking(true).map_err(ServeError::Threads)?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener).map_err(ServeError::Threads)?
    };
    let (close, closing) = watch::channel(false);
    let (here, last) = channel();
    let house = House { pages, threshold: Arc::default(), counts, closing, here };
    runtime.spawn(take(listener, house));
    Ok(Serving { runtime: Some(runtime), close, last })
}

/// What all connections share.
#[derive(Clone)]
struct House {
    pages: Router,
    threshold: Arc<Threshold>,
    counts: Arc<Counts>,
    closing: watch::Receiver<bool>,
    /// Held by each connection, so that it is known when the last has ended.
    here: Sender<()>,
}

/// Waits until all is to be closed.
async fn closes(closing: &mut watch::Receiver<bool>) {
    // Where nobody can say so any more, it is closed as well.
    drop(closing.wait_for(|closes| *closes).await);
}

async fn take(listener: tokio::net::TcpListener, house: House) {
    let mut closing = house.closing.clone();
    loop {
        tokio::select! {
            taken = listener.accept() => match taken {
                // A panic in it ends this connection and nothing else.
                Ok((stream, _)) => drop(tokio::spawn(connection(stream, house.clone()))),
                Err(_) => tokio::time::sleep(BREATH).await,
            },
            // The house is let go with this, so that the last connection that ends is the last that holds it.
            () = closes(&mut closing) => return,
        }
    }
}

/// One connection, for as long as it is of use.
async fn connection(stream: TcpStream, house: House) {
    let House { pages, threshold, counts, mut closing, here: _here } = house;
    let _counted = counts.page();
    let (Ok(here), Ok(peer)) = (stream.local_addr(), stream.peer_addr()) else { return };
    // An answer is one small page: it need not wait to be filled up.
    let _ = stream.set_nodelay(true);
    let guest = threshold.enter();
    let known = Arc::clone(&guest);
    let busy = Arc::new(Notify::new());
    let asked = Arc::clone(&busy);
    let pages = TowerToHyperService::new(pages);
    let service = service_fn(move |mut request: Request<Incoming>| {
        known.has_asked.store(true, Ordering::Relaxed);
        asked.notify_one();
        request.extensions_mut().insert(Here(here));
        request.extensions_mut().insert(Peer(peer.ip()));
        pages.call(request)
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    let stuck = async {
        // Each request gives a while more; who takes longer over one is not reading.
        while tokio::time::timeout(LONGEST, busy.notified()).await.is_ok() {}
    };
    tokio::pin!(served);
    let ends = async {
        tokio::select! {
            _ = served.as_mut() => return,
            () = closes(&mut closing) => served.as_mut().graceful_shutdown(),
        }
        // What is being answered is; nothing more is taken.
        let _ = served.await;
    };
    tokio::select! {
        () = ends => {}
        () = guest.out.notified() => {}
        () = stuck => {}
    }
    threshold.leave(&guest);
}

/// Connections that have not sent a whole request yet, the oldest first.
#[derive(Debug, Default)]
struct Threshold(Mutex<VecDeque<Arc<Guest>>>);

/// A connection.
#[derive(Debug, Default)]
struct Guest {
    has_asked: AtomicBool,
    out: Notify,
}

impl Threshold {
    fn enter(&self) -> Arc<Guest> {
        let guest = Arc::new(Guest::default());
        let mut guests = held(&self.0);
        if guests.len() >= MOST_SILENT {
            guests.retain(|guest| !guest.has_asked.load(Ordering::Relaxed));
        }
        if guests.len() >= MOST_SILENT
            && let Some(oldest) = guests.pop_front()
        {
            oldest.out.notify_one();
        }
        guests.push_back(Arc::clone(&guest));
        guest
    }

    fn leave(&self, guest: &Arc<Guest>) {
        held(&self.0).retain(|other| !Arc::ptr_eq(other, guest));
    }
}
