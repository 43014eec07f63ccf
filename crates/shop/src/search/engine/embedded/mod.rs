//! The embedded engine: tantivy, running in this process with its own folder.
//!
//! A rebuild fills a new index and then makes it the current one. One process writes; the others
//! check from time to time for its changes ([`SearchEngine::refresh`]). Text is looked up in the
//! index; filters, facets and sorting read its columns.

mod facet_table;
mod facets;
mod fields;
mod filters;
mod finding;
mod folder;
mod languages;
mod paging;
mod segment;
mod syntax;
mod text;
mod writing;

use super::{
    Document, EngineError, IndexChange, Rebuild, SearchEngine, SearchRequest, SearchResult,
};
use anyhow::Context;
use async_trait::async_trait;
use fields::Fields;
use finding::Snapshot;
use folder::Folder;
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};
use tantivy::{Index, IndexReader, ReloadPolicy};
use tokio::sync::{Mutex, OwnedMutexGuard};
use writing::Writer;

/// From this number of documents on, a search without a cached result runs outside the request's
/// thread.
const MANY_DOCUMENTS: u64 = 50_000;
/// How long to wait for another process to create the first index.
const PATIENCE: Duration = Duration::from_secs(5);
/// Interval between checks.
const LOOK: Duration = Duration::from_millis(50);

/// The embedded engine.
pub(super) struct Embedded {
    folder: Folder,
    memory_bytes: usize,
    live: Arc<RwLock<Arc<Live>>>,
    writer: Arc<Mutex<Option<Held>>>,
    rebuilds: AtomicU64,
}

/// The index in use.
struct Live {
    name: String,
    /// The file that lists the commits.
    meta: PathBuf,
    /// Content of that file when the snapshot was taken, to detect writes by another process.
    seen: std::sync::Mutex<Vec<u8>>,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    snapshot: RwLock<Arc<Snapshot>>,
}

/// The write lock and the writer.
struct Held {
    lock: Arc<File>,
    writer: Writer,
}

impl Embedded {
    /// Opens the index in `folder`, or an empty one.
    pub(super) fn open(folder: &Path, memory_bytes: usize) -> anyhow::Result<Self> {
        let folder = Folder::open(folder)?;
        let live = match Live::current(&folder) {
            Some(live) => live,
            None => Self::make_or_wait(&folder)?,
        };
        Ok(Self {
            folder,
            memory_bytes,
            live: Arc::new(RwLock::new(Arc::new(live))),
            writer: Arc::default(),
            rebuilds: AtomicU64::new(0),
        })
    }

    /// Creates an empty index if there is none that can be read. If another process holds the write
    /// lock, waits for that process to create it.
    fn make_or_wait(folder: &Folder) -> anyhow::Result<Live> {
        for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
            match folder.lock() {
                Ok(_lock) => {
                    if let Some(live) = Live::current(folder) {
                        return Ok(live); // created between the check and the lock
                    }
                    let name = Folder::new_name(0);
                    let live = Live::create(folder, &name)?;
                    folder.point_to(&name)?;
                    return Ok(live);
                }
                Err(EngineError::HeldElsewhere) => thread::sleep(LOOK),
                Err(error) => return Err(error.into()),
            }
            if let Some(live) = Live::current(folder) {
                return Ok(live);
            }
        }
        anyhow::bail!("search: another process writes an index that this version cannot read")
    }

    fn live(&self) -> Arc<Live> {
        in_use(&self.live)
    }

    /// The writer, opened on first use.
    async fn held(&self) -> Result<OwnedMutexGuard<Option<Held>>, EngineError> {
        let mut held = Arc::clone(&self.writer).lock_owned().await;
        if held.is_none() {
            let lock = self.folder.lock()?;
            catch_up(&self.folder, &self.live)?; // changes that others made before they released the lock
            let live = self.live();
            let writer = Writer::open(&live.index, &live.fields, self.memory_bytes)?;
            *held = Some(Held {
                lock: Arc::new(lock),
                writer,
            });
        }
        Ok(held)
    }
}

fn in_use(live: &RwLock<Arc<Live>>) -> Arc<Live> {
    Arc::clone(&live.read().unwrap_or_else(PoisonError::into_inner))
}

/// Makes changes by another process visible: a different index, or new commits to the same one.
fn catch_up(folder: &Folder, live: &RwLock<Arc<Live>>) -> anyhow::Result<()> {
    let shown = in_use(live);
    match folder.current() {
        Some(name) if name != shown.name => {
            let fresh = Arc::new(Live::open(folder, &name)?);
            *live.write().unwrap_or_else(PoisonError::into_inner) = fresh;
            Ok(())
        }
        _ => shown.reload_if_written(),
    }
}

impl Live {
    fn create(folder: &Folder, name: &str) -> anyhow::Result<Self> {
        let path = folder.of_index(name);
        fs::create_dir_all(&path)
            .with_context(|| format!("search: cannot make {}", path.display()))?;
        let (schema, _) = fields::schema();
        Self::of(folder, name, Index::create_in_dir(path, schema)?)
    }

    /// The index in use, if there is one that can be read.
    fn current(folder: &Folder) -> Option<Self> {
        let opened = Self::open(folder, &folder.current()?);
        opened
            .inspect_err(|error| tracing::warn!(%error, "the search index is unreadable"))
            .ok()
    }

    fn open(folder: &Folder, name: &str) -> anyhow::Result<Self> {
        let index = Index::open_in_dir(folder.of_index(name))?;
        anyhow::ensure!(
            index.schema() == fields::schema().0,
            "its fields are of another version"
        );
        Self::of(folder, name, index)
    }

    fn of(folder: &Folder, name: &str, index: Index) -> anyhow::Result<Self> {
        languages::register(index.tokenizers());
        let (_, fields) = fields::schema();
        let meta = folder.of_index(name).join("meta.json");
        let seen = fs::read(&meta)?; // read before the reader is built, so that later commits count as new
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = Snapshot::open(reader.searcher(), &fields, None)?;
        Ok(Self {
            name: name.to_owned(),
            meta,
            seen: std::sync::Mutex::new(seen),
            index,
            reader,
            fields,
            snapshot: RwLock::new(Arc::new(snapshot)),
        })
    }

    /// Whether nothing has ever been committed.
    fn is_untouched(&self) -> bool {
        self.index.load_metas().is_ok_and(|meta| meta.opstamp == 0)
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.snapshot.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&snapshot)
    }

    /// Makes committed changes visible.
    fn reload(&self) -> anyhow::Result<()> {
        self.reader.reload()?;
        let before = self.snapshot();
        let fresh = Snapshot::open(self.reader.searcher(), &self.fields, Some(&before))?;
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        Ok(())
    }

    /// Makes committed changes visible, if there are any.
    fn reload_if_written(&self) -> anyhow::Result<()> {
        let written = fs::read(&self.meta)?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen != written {
            self.reload()?;
            *seen = written;
        }
        Ok(())
    }
}

#[async_trait]
impl SearchEngine for Embedded {
    async fn find(&self, listing: &SearchRequest) -> Result<Arc<SearchResult>, EngineError> {
        let snapshot = self.live().snapshot();
        if let Some(found) = snapshot.remembered(listing) {
            return Ok(found);
        }
        if snapshot.documents() < MANY_DOCUMENTS {
            return Ok(snapshot.find(listing).map_err(anyhow::Error::from)?);
        }
        let listing = listing.clone();
        let found = tokio::task::spawn_blocking(move || snapshot.find(&listing));
        let found = found.await.map_err(anyhow::Error::from)?;
        Ok(found.map_err(anyhow::Error::from)?)
    }

    async fn write(&self, changes: Vec<IndexChange>) -> Result<(), EngineError> {
        let mut held = self.held().await?;
        let live = self.live();
        let write = move || {
            let held = held.as_mut().expect("held() opens the writer");
            held.writer.apply(&live.snapshot(), &changes)?;
            live.reload()
        };
        run_blocking(write).await
    }

    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, EngineError> {
        let held = self.held().await?;
        let name = Folder::new_name(self.rebuilds.fetch_add(1, Ordering::Relaxed) + 1);
        let live = Live::create(&self.folder, &name)?;
        let writer = Writer::open(&live.index, &live.fields, self.memory_bytes)?;
        Ok(Box::new(Rebuilding {
            folder: self.folder.clone(),
            live: Arc::new(live),
            writer,
            held,
            in_use: Arc::clone(&self.live),
        }))
    }

    fn is_new(&self) -> bool {
        self.live().is_untouched()
    }

    async fn claim(&self) -> Result<(), EngineError> {
        self.held().await.map(|_| ())
    }

    async fn release(&self) {
        self.writer.lock().await.take();
    }

    async fn refresh(&self) -> Result<(), EngineError> {
        let Ok(held) = Arc::clone(&self.writer).try_lock_owned() else {
            return Ok(()); // this process is writing
        };
        if held.is_some() {
            return Ok(());
        }
        let (folder, live) = (self.folder.clone(), Arc::clone(&self.live));
        run_blocking(move || {
            let _held = held;
            catch_up(&folder, &live)
        })
        .await
    }
}

/// A new index, and the lock required to put it into use.
struct Rebuilding {
    folder: Folder,
    live: Arc<Live>,
    writer: Writer,
    held: OwnedMutexGuard<Option<Held>>,
    in_use: Arc<RwLock<Arc<Live>>>,
}

#[async_trait]
impl Rebuild for Rebuilding {
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), EngineError> {
        // This only hands the documents to the indexing thread.
        for document in &documents {
            self.writer.add(document)?;
        }
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<(), EngineError> {
        let swap = move || {
            let name = self.live.name.clone();
            self.writer.commit()?;
            self.live.reload()?;
            self.folder.point_to(&name)?;
            *self.in_use.write().unwrap_or_else(PoisonError::into_inner) = self.live;
            if let Some(held) = self.held.take() {
                *self.held = Some(Held {
                    lock: held.lock,
                    writer: self.writer,
                });
            }
            self.folder.remove_others(&name);
            Ok(())
        };
        run_blocking(swap).await
    }
}

async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T, EngineError> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(anyhow::Error::from)??)
}
