//! Where pictures are decoded and transformed: on as many cores as there are, each rendition once for
//! all who wait for it, and none for those who have left.

use super::{
    cache::Cache,
    disk,
    sizes::Rendition,
    transform::{self, RenderError},
};
use bytes::Bytes;
use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared, WeakShared},
};
use souk_entities::ids::FileId;
use souk_kernel::{app::Part, config::Config, data_folder};
use std::{
    collections::HashMap,
    fs::File,
    io,
    num::NonZero,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tokio::{sync::Semaphore, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

/// Decodes and transforms pictures.
pub struct Renderer(Arc<Renditions>);

impl Part for Renderer {}

struct Renditions {
    cache: Cache,
    most_pixels: u32,
    /// A permit for each transformation that runs or waits.
    admitted: Arc<Semaphore>,
    /// A permit for each core.
    cores: Arc<Semaphore>,
    pending: Mutex<PendingTasks>,
}

/// A picture and what it is turned into.
type Task = (FileId, Rendition);
type Work = BoxFuture<'static, Result<(), RenderError>>;

/// The renditions that somebody waits for. The work of each lives as long as they do.
#[derive(Default)]
struct PendingTasks {
    /// Number of the task that was added last.
    last: u64,
    tasks: HashMap<Task, (u64, WeakShared<Work>)>,
}

impl Renderer {
    /// A renderer with its cache in the data folder.
    ///
    /// # Errors
    ///
    /// When the folder of the cache cannot be created.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let waiting = config.media.max_waiting.min(Semaphore::MAX_PERMITS - cores);
        let folder = data_folder::subfolder(&config.data_dir, "media/changed")?;
        Ok(Self(Arc::new(Renditions {
            cache: Cache::new(folder, config.media.cache_bytes),
            most_pixels: config.media.max_upload_pixels,
            admitted: Arc::new(Semaphore::new(cores + waiting)),
            cores: Arc::new(Semaphore::new(cores)),
            pending: Mutex::default(),
        })))
    }

    /// Decodes a picture, which shows whether it can be transformed.
    pub(super) async fn check(&self, bytes: Bytes) -> Result<(), RenderError> {
        let most_pixels = self.0.most_pixels;
        let decode = move |_: &CancellationToken| transform::decode(&bytes, most_pixels).map(drop);
        self.0.on_a_core(decode).await
    }

    /// A rendition of the picture at `original`, from the cache if it is there.
    pub(super) async fn rendition(
        &self,
        original: PathBuf,
        id: FileId,
        wanted: Rendition,
    ) -> Result<File, RenderError> {
        let name = name(id, wanted);
        // Others may crowd it out of a small cache before it is opened.
        for _ in 0..2 {
            if let Some(file) = self.0.cache.open(&name).await? {
                return Ok(file);
            }
            self.0.shared(original.clone(), (id, wanted)).await?;
        }
        let made = self.0.cache.open(&name).await?;
        made.ok_or(RenderError::Busy)
    }
}

impl Renditions {
    /// The work of making a rendition, shared by all who ask for the same one meanwhile.
    fn shared(self: &Arc<Self>, original: PathBuf, task: Task) -> Shared<Work> {
        let mut pending = self.pending();
        let known = pending.tasks.get(&task);
        if let Some(work) = known.and_then(|(_, work)| work.upgrade()) {
            return work;
        }
        pending.last += 1;
        let number = pending.last;
        let entry = PendingEntry {
            renditions: Arc::clone(self),
            task,
            number,
        };
        let work = async move { entry.renditions.make(original, entry.task).await };
        let work = work.boxed().shared();
        if let Some(weak) = work.downgrade() {
            pending.tasks.insert(task, (number, weak));
        }
        work
    }

    fn pending(&self) -> std::sync::MutexGuard<'_, PendingTasks> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn make(&self, original: PathBuf, (id, wanted): Task) -> Result<(), RenderError> {
        let most_pixels = self.most_pixels;
        let turn = move |abandoned: &CancellationToken| {
            let bytes = disk::read_regular(&original)?;
            transform::apply(&bytes, wanted, most_pixels, abandoned)
        };
        let made = self.on_a_core(turn).await?;
        Ok(self.cache.write(&name(id, wanted), &made).await?)
    }

    /// Does work for which a core is free, or waits for one. If the caller leaves, work that waits is
    /// not begun, and work that was begun sees it in its token.
    async fn on_a_core<T: Send + 'static>(
        &self,
        work: impl FnOnce(&CancellationToken) -> Result<T, RenderError> + Send + 'static,
    ) -> Result<T, RenderError> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        let admitted = admitted.map_err(|_| RenderError::Busy)?;
        let core = Arc::clone(&self.cores).acquire_owned().await;
        let core = core.map_err(io::Error::other)?;
        let abandoned = CancellationToken::new();
        let _waiting = abandoned.clone().drop_guard();
        let done = spawn_blocking(move || {
            // Held by the work and not by who waits for it: it goes on for a while after they left.
            let _held = (admitted, core);
            work(&abandoned)
        });
        // A decoder that panics has been given a picture it cannot read.
        done.await
            .unwrap_or_else(|panic| Err(RenderError::Unfit(panic.to_string())))
    }
}

/// Removes a task when its work has ended, or when nobody waits for it any more.
struct PendingEntry {
    renditions: Arc<Renditions>,
    task: Task,
    number: u64,
}

impl Drop for PendingEntry {
    fn drop(&mut self) {
        let mut pending = self.renditions.pending();
        // Whoever asked after the last one had left has begun anew.
        let known = pending.tasks.get(&self.task);
        if known.is_some_and(|(number, _)| *number == self.number) {
            pending.tasks.remove(&self.task);
        }
    }
}

/// Name of a rendition in the cache.
fn name(id: FileId, wanted: Rendition) -> String {
    let Rendition {
        width,
        height,
        crop,
        format,
    } = wanted;
    let crop = crop.map_or("scaled", |crop| crop.name());
    let format = format.map_or("own", |format| format.name());
    format!("{}-{width}x{height}-{crop}-{format}", id.0)
}
