//! Runs a request's batches within the task of that request.
//!
//! A loader that spawns its batch needs a timer to let the batch fill, and another thread may start
//! it too early. Here the request is polled until it cannot make progress; only then do its batches
//! run, so they are full and nothing waits for a timer.

use async_graphql::{
    dataloader::{DataLoader, HashMapCache, Loader},
    runtime::Timer,
};
use futures_channel::mpsc;
use futures_util::{
    FutureExt, StreamExt,
    future::{BoxFuture, try_join_all},
    stream::FuturesUnordered,
    task::{FutureObj, Spawn, SpawnError},
};
use std::{
    collections::HashMap,
    future::{Future, poll_fn, ready},
    hash::Hash,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
    time::Duration,
};
use tokio::sync::OnceCell;

/// Receives the batches that the loaders of one request start.
#[derive(Clone)]
pub struct BatchSpawner(mpsc::UnboundedSender<FutureObj<'static, ()>>);

/// The batches of one request.
pub struct Batches(mpsc::UnboundedReceiver<FutureObj<'static, ()>>);

/// Creates both ends for one request.
pub fn channel() -> (BatchSpawner, Batches) {
    let (sender, receiver) = mpsc::unbounded();
    (BatchSpawner(sender), Batches(receiver))
}

impl BatchSpawner {
    /// Creates a loader that batches within the request's task and caches what it loaded for the
    /// request.
    pub fn loader<L: Send + Sync + 'static>(&self, loader: L) -> DataLoader<L, HashMapCache> {
        DataLoader::with_cache(loader, self.clone(), NoWait, HashMapCache::default())
            .delay(Duration::ZERO)
    }

    /// Creates a loader that loads each key once per request; see [`OnceLoader`].
    pub fn once<K, L>(&self, loader: L) -> OnceLoader<K, L>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        let loader = DataLoader::new(loader, self.clone(), NoWait).delay(Duration::ZERO);
        OnceLoader {
            loader,
            known: Mutex::default(),
        }
    }
}

type Known<K, V> = Mutex<HashMap<K, Arc<OnceCell<Option<V>>>>>;

/// A batching loader that loads each key once per request: a caller that arrives while a batch is
/// in progress waits for it, and missing values are cached too. So the number of statements does
/// not depend on the order of answers.
pub struct OnceLoader<K, L>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    L: Loader<K>,
{
    loader: DataLoader<L>,
    known: Known<K, L::Value>,
}

impl<K, L> OnceLoader<K, L>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    L: Loader<K>,
{
    /// The value of a key; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Those of the loader. A later call tries again.
    pub async fn load_one(&self, key: K) -> Result<Option<L::Value>, L::Error> {
        let cell = self.cell(&key);
        if let Some(value) = cell.get() {
            return Ok(value.clone());
        }
        let value = cell.get_or_try_init(|| self.loader.load_one(key)).await?;
        Ok(value.clone())
    }

    /// The values of several keys; keys without one are absent.
    ///
    /// # Errors
    ///
    /// Those of the loader.
    pub async fn load_many(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<HashMap<K, L::Value>, L::Error> {
        let load = async |key: K| {
            let value = self.load_one(key.clone()).await?;
            Ok(value.map(|value| (key, value)))
        };
        let found = try_join_all(keys.into_iter().map(load)).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Caches a value that was loaded by other means.
    pub fn keep(&self, key: &K, value: L::Value) {
        // A value that is already cached or being loaded is equally good.
        let _ = self.cell(key).set(Some(value));
    }

    fn cell(&self, key: &K) -> Arc<OnceCell<Option<L::Value>>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = known.get(key) {
            return Arc::clone(cell);
        }
        Arc::clone(known.entry(key.clone()).or_default())
    }
}

impl Spawn for BatchSpawner {
    fn spawn_obj(&self, batch: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.0
            .unbounded_send(batch)
            .map_err(|_| SpawnError::shutdown())
    }
}

/// A timer that fires immediately: batches wait until the request cannot make progress, not for
/// time.
struct NoWait;

impl Timer for NoWait {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        ready(()).boxed()
    }
}

impl Batches {
    /// Polls `request` until it cannot make progress, then runs its batches, and repeats.
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
