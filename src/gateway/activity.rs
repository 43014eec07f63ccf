//! Tracks the activity of a connection, so that an idle one can be closed.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, sleep_until},
};

/// How long a connection may be inactive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// From the start of the connection or the first byte of a request until the request head is
    /// complete.
    pub(super) head: Duration,
    /// Between two requests.
    pub(super) idle: Duration,
    /// Whether incoming bytes start a request. Over HTTP/2 they may be a frame of any kind.
    pub(super) bytes_begin_requests: bool,
}

/// The activity of one connection.
#[derive(Debug)]
pub(super) struct Activity(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Number of requests in progress.
    running: usize,
    /// When the current time limit started.
    since: Instant,
    /// Whether the client is sending a request head, or has not sent its first one yet.
    in_head: bool,
}

impl Activity {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(State {
            running: 0,
            since: Instant::now(),
            in_head: true,
        })))
    }

    /// Records that a request has started; it ends when the guard is dropped.
    pub(super) fn begin(self: &Arc<Self>) -> Running {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.running += 1;
        state.in_head = false;
        Running(Arc::clone(self))
    }

    /// Completes when the client has been inactive for too long.
    pub(super) async fn stalled(&self, patience: Patience) {
        loop {
            let (running, limit) = {
                let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                let patience = if state.in_head {
                    patience.head
                } else {
                    patience.idle
                };
                (state.running > 0, state.since + patience)
            };
            let now = Instant::now();
            if running {
                sleep_until(now + patience.head).await;
            } else if limit <= now {
                return;
            } else {
                // A request head may start meanwhile, and its limit is shorter.
                sleep_until(limit.min(now + patience.head)).await;
            }
        }
    }

    fn bytes_came(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.running == 0 && !state.in_head {
            state.in_head = true;
            state.since = Instant::now();
        }
    }
}

/// A request in progress.
pub(super) struct Running(Arc<Activity>);

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.running -= 1;
        state.since = Instant::now();
    }
}

/// A stream that reports incoming bytes.
pub(super) struct Watched<S> {
    stream: S,
    activity: Option<Arc<Activity>>,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, activity: &Arc<Activity>, patience: Patience) -> Self {
        Self {
            stream,
            activity: patience.bytes_begin_requests.then(|| Arc::clone(activity)),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before
            && let Some(activity) = &self.activity
        {
            activity.bytes_came();
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
