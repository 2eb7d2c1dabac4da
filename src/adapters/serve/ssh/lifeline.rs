//! A connection that can be cut from outside, however deep in the protocol it is held.

use std::future::Future;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot;

/// A connection that ends when the other half of it is dropped.
pub struct Lifeline<S> {
    stream: S,
    cut: oneshot::Receiver<()>,
    is_cut: bool,
}

/// Holds a connection open for as long as it lives.
#[derive(Debug)]
pub struct Hold {
    _held: oneshot::Sender<()>,
}

impl<S> Lifeline<S> {
    /// A line, and what holds it open.
    pub fn new(stream: S) -> (Self, Hold) {
        let (held, cut) = oneshot::channel();
        (Self { stream, cut, is_cut: false }, Hold { _held: held })
    }

    /// Whether the line is cut; whoever waits is woken when it is.
    fn is_cut(&mut self, context: &mut Context<'_>) -> bool {
        self.is_cut = self.is_cut || Pin::new(&mut self.cut).poll(context).is_ready();
        self.is_cut
    }
}

fn gone<T>() -> Poll<io::Result<T>> {
    Poll::Ready(Err(ErrorKind::ConnectionAborted.into()))
}

impl<S: AsyncRead + Unpin> AsyncRead for Lifeline<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.is_cut(context) { gone() } else { Pin::new(&mut self.stream).poll_read(context, into) }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Lifeline<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.is_cut(context) { gone() } else { Pin::new(&mut self.stream).poll_write(context, bytes) }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_cut(context) { gone() } else { Pin::new(&mut self.stream).poll_flush(context) }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[test]
    fn a_line_that_is_cut_ends_for_whoever_waits_on_it() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (one, mut other) = tokio::io::duplex(64);
            let (mut line, hold) = Lifeline::new(one);
            other.write_all(b"a").await.unwrap();
            assert_eq!(line.read_u8().await.unwrap(), b'a');
            let waiting = tokio::spawn(async move { line.read_u8().await });
            tokio::task::yield_now().await;
            drop(hold);
            assert_eq!(waiting.await.unwrap().unwrap_err().kind(), ErrorKind::ConnectionAborted);
        });
    }
}
