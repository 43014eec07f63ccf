//! Runs the batches of one request in the task of that request.
//!
//! A loader that spawns its batch needs a timer to let the batch fill, and another thread may start
//! it too early. Here the request is polled until it can go no further; only then the batches it
//! asked for run, so they are full and nothing waits for a clock.

use async_graphql::{
    dataloader::{DataLoader, HashMapCache},
    runtime::Timer,
};
use futures_channel::mpsc;
use futures_util::{
    FutureExt, StreamExt,
    future::BoxFuture,
    stream::FuturesUnordered,
    task::{FutureObj, Spawn, SpawnError},
};
use std::{
    future::{Future, poll_fn, ready},
    pin::pin,
    task::Poll,
    time::Duration,
};

/// Where the loaders of one request put the batches they start.
#[derive(Clone)]
pub struct BatchSpawner(mpsc::UnboundedSender<FutureObj<'static, ()>>);

/// The batches of one request.
pub struct Batches(mpsc::UnboundedReceiver<FutureObj<'static, ()>>);

/// The two ends for one request.
pub fn channel() -> (BatchSpawner, Batches) {
    let (sender, receiver) = mpsc::unbounded();
    (BatchSpawner(sender), Batches(receiver))
}

impl BatchSpawner {
    /// A loader that batches in the request's task and remembers what it loaded for the request.
    pub fn loader<L: Send + Sync + 'static>(&self, loader: L) -> DataLoader<L, HashMapCache> {
        DataLoader::with_cache(loader, self.clone(), NoWait, HashMapCache::default())
            .delay(Duration::ZERO)
    }
}

impl Spawn for BatchSpawner {
    fn spawn_obj(&self, batch: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.0
            .unbounded_send(batch)
            .map_err(|_| SpawnError::shutdown())
    }
}

/// A timer that is ready at once: batches wait for the request to stand still, not for time.
struct NoWait;

impl Timer for NoWait {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        ready(()).boxed()
    }
}

impl Batches {
    /// Polls `request` until it can go no further, then the batches it asked for, and so on.
    pub async fn drive<T>(mut self, request: impl Future<Output = T>) -> T {
        let mut request = pin!(request);
        let mut running = FuturesUnordered::new();
        poll_fn(|cx| {
            loop {
                if let Poll::Ready(answer) = request.as_mut().poll(cx) {
                    return Poll::Ready(answer);
                }
                while let Poll::Ready(Some(batch)) = self.0.poll_next_unpin(cx) {
                    running.push(batch.fuse());
                }
                let mut finished = false;
                while let Poll::Ready(Some(())) = running.poll_next_unpin(cx) {
                    finished = true;
                }
                if !finished {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}
