//! The door and its times, with a stand-in for whoever sits there.

use super::*;
use russh::client::{self, Handler};
use russh::keys::PublicKeyOrCertificate;
use russh::{ChannelMsg, Disconnect};
use std::io::Read;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Long enough for anything that works, on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often frames were drawn, how many inputs came, and who is there.
#[derive(Default)]
struct Seen {
    frames: AtomicUsize,
    inputs: Mutex<Vec<Input>>,
}

/// Whoever sits there: each frame differs from the one before.
struct StandIn(Arc<Seen>, bool);

impl Person for StandIn {
    fn input(&mut self, _: Input) -> Asked {
        Asked::default()
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        let frame = self.0.frames.fetch_add(1, Ordering::SeqCst);
        let sign = char::from(b'a' + u8::try_from(frame % 20).unwrap());
        for row in area.rows() {
            buffer.set_string(row.x, row.y, sign.to_string().repeat(row.width.into()), ratatui::style::Style::new());
        }
    }

    fn ticks(&self) -> Option<Duration> {
        None
    }

    fn tick(&mut self) {}
}

impl Guest for StandIn {
    fn at_once(&mut self, inputs: Vec<Input>) -> Asked {
        held(&self.0.inputs).extend(inputs);
        Asked::default()
    }

    fn has_news(&mut self) -> bool {
        true
    }

    fn is_seated(&self) -> bool {
        self.1
    }

    fn last_words(&self) -> String {
        String::new()
    }
}

struct Served {
    at: SocketAddr,
    tell: watch::Sender<u64>,
    seen: Arc<Seen>,
    _serving: ServingSsh,
}

impl Served {
    fn begin(times: Times, is_seated: bool) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let at = listener.local_addr().unwrap();
        let (tell, news) = watch::channel(0);
        let seen = Arc::<Seen>::default();
        let shared = Arc::clone(&seen);
        let usher: Usher = Arc::new(move |_, _, _| Box::new(StandIn(Arc::clone(&shared), is_seated)));
        let usher = (usher, &words::CLASS);
        let serving = serve_ssh(listener, &HostKey::of(&[7; 32]), usher, news, times, Arc::default()).unwrap();
        Self { at, tell, seen, _serving: serving }
    }

    /// Waits until nobody sits there.
    async fn nobody(&self) {
        // The usher and this hold one each.
        let gone = async {
            while Arc::strong_count(&self.seen) > 2 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, gone).await.unwrap();
    }
}

struct AnyHost;

impl Handler for AnyHost {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

/// A client that takes no more than this before it is read from.
async fn connect(at: SocketAddr, window_size: u32) -> (client::Handle<AnyHost>, russh::Channel<client::Msg>) {
    let config = client::Config { window_size, channel_buffer_size: 1, ..client::Config::default() };
    let mut handle = client::connect(Arc::new(config), at, AnyHost).await.unwrap();
    assert!(handle.authenticate_none("anybody").await.unwrap().success());
    let channel = handle.channel_open_session().await.unwrap();
    channel.request_pty(false, "xterm", 120, 40, 0, 0, &[]).await.unwrap();
    (handle, channel)
}

fn inside<T>(what: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(what)
}

const QUICK: Duration = Duration::from_millis(200);

#[test]
fn whoever_does_not_read_gets_few_frames_and_is_let_go() {
    let served = Served::begin(Times { reading: QUICK, ..Times::default() }, true);
    inside(async {
        let (_handle, channel) = connect(served.at, 4_096).await;
        channel.request_shell(false).await.unwrap();
        while served.seen.frames.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        let mut version = 0;
        let telling = async {
            loop {
                version += 1;
                served.tell.send_replace(version);
                tokio::task::yield_now().await;
            }
        };
        tokio::select! { () = telling => {}, () = served.nobody() => {} }
        let frames = served.seen.frames.load(Ordering::SeqCst);
        assert!(version > 1_000 && frames < 100, "{frames} frames for {version} changes");
    });
}

#[test]
fn silence_garbage_and_whoever_never_joins_are_let_go() {
    let times = Times { opening: QUICK, naming: QUICK, ..Times::default() };
    let served = Served::begin(times, false);
    for begun in [&b""[..], b"GET / HTTP/1.1\r\n\r\n", b"\x00\xff\x00\xff", b"SSH-2.0-x\r\n\x00\x00\x00\x01"] {
        let mut stream = std::net::TcpStream::connect(served.at).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        std::io::Write::write_all(&mut stream, begun).unwrap();
        // Whether it ends in order or is reset makes no difference.
        let _ = stream.read_to_end(&mut Vec::new()).map_err(|error| {
            assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "{}", begun.escape_ascii());
        });
    }
    inside(async {
        let (_handle, mut channel) = connect(served.at, 1 << 20).await;
        channel.request_shell(false).await.unwrap();
        let mut heard = Vec::new();
        while let Some(message) = tokio::time::timeout(PATIENCE, channel.wait()).await.unwrap() {
            if let ChannelMsg::Data { data } = message {
                heard.extend_from_slice(&data);
            }
        }
        let heard = String::from_utf8(heard).unwrap();
        assert!(heard.contains(words::CLASS.too_long) && heard.contains("\x1b[?1049l"), "{heard}");
        served.nobody().await;
    });
}

#[test]
fn a_flood_of_bytes_is_no_key_and_takes_no_memory() {
    let served = Served::begin(Times::default(), true);
    inside(async {
        let (handle, channel) = connect(served.at, 1 << 20).await;
        channel.request_shell(false).await.unwrap();
        let (mut from, to) = channel.split();
        // Whoever reads nothing is sent nothing, and soon may send nothing.
        let reading = tokio::spawn(async move { while from.wait().await.is_some() {} });
        // Each piece is many times as long as anybody types.
        for _ in 0..20 {
            to.data_bytes(b"jkl\r\x1b[A".repeat(8_000)).await.unwrap();
        }
        handle.disconnect(Disconnect::ByApplication, "", "").await.unwrap();
        served.nobody().await;
        reading.abort();
        let inputs = std::mem::take(&mut *held(&served.seen.inputs));
        let is_key = |input: &Input| matches!(input, Input::Key(crate::app::keys::Key::Char(_)));
        assert!(!inputs.iter().any(is_key), "{:?}", inputs.iter().find(|input| is_key(input)));
    });
}
