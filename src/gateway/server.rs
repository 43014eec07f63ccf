//! Sockets: accepts connections, speaks HTTP/1.1 and HTTP/2 on them, and closes them.
//!
//! Written by hand rather than with a ready-made server for three reasons: a limit on connections,
//! an inactivity limit that applies before the first byte and over HTTP/2 too, and a graceful
//! shutdown with a deadline.

use super::{
    activity::{Activity, Patience, Watched},
    client::Peer,
    guard::MOST_HEADER_BYTES,
};
use axum::{Router, body::Body, http::Request};
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::GracefulConnection,
};
use souk_kernel::config::ServerConfig;
use std::{convert::Infallible, fmt::Display, pin::pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{Instant, sleep, sleep_until, timeout, timeout_at},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// First bytes of an HTTP/2 client that knows the server supports it.
const HTTP2_PREFACE: &[u8] = b"PRI";
/// Maximum number of concurrent requests on one HTTP/2 connection.
const MOST_STREAMS: u32 = 200;
/// How long an inactive connection has to close gracefully.
const FAREWELL: Duration = Duration::from_secs(1);
/// Pause after a connection could not be accepted: the process may be out of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// State shared by all connections.
#[derive(Clone)]
struct Server {
    router: Router,
    tls: Option<TlsAcceptor>,
    head_timeout: Duration,
    idle_timeout: Duration,
    shutdown_timeout: Duration,
    shutdown: CancellationToken,
    /// Permits for concurrent connections.
    places: Arc<Semaphore>,
    /// Whether a connection may send several requests.
    keeps_alive: bool,
}

/// Serves until `shutdown`, then gives running requests time to finish. Requests that arrive
/// meanwhile are answered too: `/readyz` then reports that the process is stopping.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsAcceptor>,
    settings: &ServerConfig,
    shutdown: CancellationToken,
) {
    let server = Server {
        router,
        tls,
        head_timeout: Duration::from_secs(settings.header_timeout_s),
        idle_timeout: Duration::from_secs(settings.idle_timeout_s),
        shutdown_timeout: Duration::from_secs(settings.shutdown_timeout_s),
        shutdown,
        places: Arc::new(Semaphore::new(settings.max_connections)),
        keeps_alive: true,
    };
    let connections = TaskTracker::new();
    tokio::select! {
        () = server.accept(&listener, &connections) => {}
        () = server.shutdown.cancelled() => {}
    }
    let deadline = Instant::now() + server.shutdown_timeout;
    let last = Server {
        shutdown: CancellationToken::new(),
        keeps_alive: false,
        ..server
    };
    let latecomers = TaskTracker::new();
    connections.close();
    tokio::select! {
        () = last.accept(&listener, &latecomers) => {}
        () = connections.wait() => {}
    }
    drop(listener);
    last.shutdown.cancel();
    latecomers.close();
    let _ = timeout_at(deadline, latecomers.wait()).await; // the others waited no longer
}

impl Server {
    /// Accepts connections in an endless loop.
    async fn accept(&self, listener: &TcpListener, connections: &TaskTracker) {
        loop {
            let place = Arc::clone(&self.places).acquire_owned().await;
            let place = place.expect("it is never closed");
            match listener.accept().await {
                Ok((stream, address)) => {
                    let server = self.clone();
                    connections.spawn(async move {
                        server.welcome(stream, Peer(address.ip())).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "could not accept a connection");
                    sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    async fn welcome(&self, stream: TcpStream, peer: Peer) {
        // Responses are written whole, so waiting for more data would only delay them.
        let _ = stream.set_nodelay(true);
        let Some(tls) = &self.tls else {
            if let Ok(http2) = timeout(self.head_timeout, begins_http2(&stream)).await {
                self.speak(stream, http2, peer).await;
            }
            return;
        };
        if let Ok(Ok(stream)) = timeout(self.head_timeout, tls.accept(stream)).await {
            let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            self.speak(stream, http2, peer).await;
        }
    }

    async fn speak(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        http2: bool,
        peer: Peer,
    ) {
        let activity = Activity::new();
        let patience = Patience {
            head: self.head_timeout,
            idle: self.idle_timeout,
            bytes_begin_requests: !http2,
        };
        let io = TokioIo::new(Watched::new(stream, &activity, patience));
        let router = self.router.clone();
        let requests = Arc::clone(&activity);
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            let running = requests.begin();
            let answer = router.clone().oneshot(request.map(Body::new));
            async move {
                let response = answer.await;
                drop(running);
                Ok::<_, Infallible>(response.unwrap_or_else(|never| match never {}))
            }
        });
        if http2 {
            let mut builder = http2::Builder::new(TokioExecutor::new());
            builder
                .timer(TokioTimer::new())
                .max_concurrent_streams(MOST_STREAMS)
                .max_header_list_size(MOST_HEADER_BYTES);
            let connection = builder.serve_connection(io, service);
            self.drive(connection, &activity, patience).await;
        } else {
            let mut builder = http1::Builder::new();
            builder
                .timer(TokioTimer::new())
                .header_read_timeout(None)
                .max_buf_size(MOST_HEADER_BYTES as usize)
                .keep_alive(self.keeps_alive);
            let connection = builder.serve_connection(io, service);
            self.drive(connection, &activity, patience).await;
        }
    }

    /// Drives a connection until it ends, is inactive for too long, or the server stops.
    async fn drive<C>(&self, connection: C, activity: &Activity, patience: Patience)
    where
        C: GracefulConnection,
        C::Error: Display,
    {
        let mut connection = pin!(connection);
        let grace = tokio::select! {
            ended = connection.as_mut() => return note(ended),
            () = activity.stalled(patience) => FAREWELL,
            () = self.shutdown.cancelled() => self.shutdown_timeout,
        };
        connection.as_mut().graceful_shutdown();
        tokio::select! {
            ended = connection => note(ended),
            () = sleep_until(Instant::now() + grace) => {}
        }
    }
}

/// Logs the end of a connection. Clients drop connections all the time; that is not an error of the
/// server.
fn note<E: Display>(ended: Result<(), E>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "connection ended");
    }
}

/// Peeks at the first bytes without consuming them.
async fn begins_http2(stream: &TcpStream) -> bool {
    let mut first = [0; HTTP2_PREFACE.len()];
    loop {
        match stream.peek(&mut first).await {
            Ok(seen) if seen == first.len() => return first == *HTTP2_PREFACE,
            Ok(0) | Err(_) => return false,
            Ok(_) => sleep(Duration::from_millis(5)).await, // the rest is yet to arrive
        }
    }
}
