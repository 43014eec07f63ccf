//! The embedded engine: tantivy, in this process, in a folder of its own.
//!
//! The folder holds one folder per index and a file `current` that names the one in use; a rebuild
//! fills a new folder and then changes that file. The file `lock` is held by the process that
//! writes. Text is looked up in the index; filters, facets and sorting read its columns.

mod facet_table;
mod facets;
mod fields;
mod filters;
mod finding;
mod paging;
mod segment;
mod syntax;
mod text;
mod writing;

use super::{Change, Document, EngineError, Found, Listing, Rebuild, SearchEngine};
use anyhow::Context;
use async_trait::async_trait;
use fields::Fields;
use finding::Snapshot;
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};
use tantivy::{Index, IndexReader, ReloadPolicy};
use tokio::sync::{Mutex, OwnedMutexGuard};
use writing::Writer;

/// Changes when documents lie differently in the index: an index of another format is not opened.
const FORMAT: &str = "v1";
/// Documents from which on a search that nothing remembers leaves the request's thread.
const MANY_DOCUMENTS: u64 = 50_000;

/// The embedded engine.
pub(super) struct Embedded {
    folder: PathBuf,
    memory_bytes: usize,
    live: Arc<RwLock<Arc<Live>>>,
    writer: Arc<Mutex<Option<Held>>>,
    is_new: Arc<AtomicBool>,
    rebuilds: AtomicU64,
}

/// The index in use.
struct Live {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    snapshot: RwLock<Arc<Snapshot>>,
}

/// The right to write, and the writer.
struct Held {
    lock: Arc<File>,
    writer: Writer,
}

impl Embedded {
    /// Opens the index in `folder`, or an empty one.
    pub(super) fn open(folder: &Path, memory_bytes: usize) -> anyhow::Result<Self> {
        fs::create_dir_all(folder)
            .with_context(|| format!("search: cannot make {}", folder.display()))?;
        let current = fs::read_to_string(folder.join("current")).unwrap_or_default();
        let known = current.trim();
        let usable = known.starts_with(FORMAT) && !known.contains(['/', '\\']);
        let opened = usable.then(|| Live::open(&folder.join(known)));
        let (live, is_new) = match opened {
            Some(Ok(live)) => (live, false),
            Some(Err(error)) => {
                tracing::warn!(%error, "the search index is unreadable and will be rebuilt");
                (Self::start_empty(folder)?, true)
            }
            None => (Self::start_empty(folder)?, true),
        };
        Ok(Self {
            folder: folder.to_owned(),
            memory_bytes,
            live: Arc::new(RwLock::new(Arc::new(live))),
            writer: Arc::default(),
            is_new: Arc::new(AtomicBool::new(is_new)),
            rebuilds: AtomicU64::new(0),
        })
    }

    fn start_empty(folder: &Path) -> anyhow::Result<Live> {
        let name = new_name(0);
        let live = Live::create(&folder.join(&name))?;
        point_to(folder, &name)?;
        Ok(live)
    }

    fn live(&self) -> Arc<Live> {
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&live)
    }

    /// The writer, opened at its first use.
    async fn held(&self) -> Result<OwnedMutexGuard<Option<Held>>, EngineError> {
        let mut held = Arc::clone(&self.writer).lock_owned().await;
        if held.is_none() {
            let lock = File::create(self.folder.join("lock")).context("search: cannot lock")?;
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(EngineError::HeldElsewhere),
                Err(TryLockError::Error(error)) => {
                    return Err(EngineError::Failed(error.into()));
                }
            }
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

impl Live {
    fn create(folder: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(folder)
            .with_context(|| format!("search: cannot make {}", folder.display()))?;
        let (schema, _) = fields::schema();
        Self::of(Index::create_in_dir(folder, schema)?)
    }

    fn open(folder: &Path) -> anyhow::Result<Self> {
        let index = Index::open_in_dir(folder)?;
        anyhow::ensure!(
            index.schema() == fields::schema().0,
            "its fields are of another version"
        );
        Self::of(index)
    }

    fn of(index: Index) -> anyhow::Result<Self> {
        text::register(index.tokenizers());
        let (_, fields) = fields::schema();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = Snapshot::open(reader.searcher(), &fields, None)?;
        Ok(Self {
            index,
            reader,
            fields,
            snapshot: RwLock::new(Arc::new(snapshot)),
        })
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.snapshot.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&snapshot)
    }

    /// Shows what was committed.
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
}

#[async_trait]
impl SearchEngine for Embedded {
    async fn find(&self, listing: &Listing) -> Result<Arc<Found>, EngineError> {
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

    async fn write(&self, changes: Vec<Change>) -> Result<(), EngineError> {
        let mut held = self.held().await?;
        let live = self.live();
        let write = move || {
            let held = held.as_mut().expect("held() opens the writer");
            held.writer.apply(&live.snapshot(), &changes)?;
            live.reload()
        };
        run_blocking(write).await?;
        self.is_new.store(false, Ordering::Relaxed);
        Ok(())
    }

    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, EngineError> {
        let held = self.held().await?;
        let name = new_name(self.rebuilds.fetch_add(1, Ordering::Relaxed) + 1);
        let live = Live::create(&self.folder.join(&name))?;
        let writer = Writer::open(&live.index, &live.fields, self.memory_bytes)?;
        Ok(Box::new(Rebuilding {
            folder: self.folder.clone(),
            name,
            live: Arc::new(live),
            writer,
            held,
            in_use: Arc::clone(&self.live),
            is_new: Arc::clone(&self.is_new),
        }))
    }

    fn is_new(&self) -> bool {
        self.is_new.load(Ordering::Relaxed)
    }

    async fn claim(&self) -> Result<(), EngineError> {
        self.held().await.map(|_| ())
    }
}

/// A new index, and the right to put it into use.
struct Rebuilding {
    folder: PathBuf,
    name: String,
    live: Arc<Live>,
    writer: Writer,
    held: OwnedMutexGuard<Option<Held>>,
    in_use: Arc<RwLock<Arc<Live>>>,
    is_new: Arc<AtomicBool>,
}

#[async_trait]
impl Rebuild for Rebuilding {
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), EngineError> {
        // Adding only hands documents to the indexing thread.
        for document in &documents {
            self.writer.add(document)?;
        }
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<(), EngineError> {
        let swap = move || {
            self.writer.commit()?;
            self.live.reload()?;
            point_to(&self.folder, &self.name)?;
            *self.in_use.write().unwrap_or_else(PoisonError::into_inner) = self.live;
            if let Some(held) = self.held.take() {
                *self.held = Some(Held {
                    lock: held.lock,
                    writer: self.writer,
                });
            }
            self.is_new.store(false, Ordering::Relaxed);
            remove_others(&self.folder, &self.name);
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

fn new_name(counter: u64) -> String {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since_epoch.unwrap_or_default().as_millis();
    format!("{FORMAT}-{millis}-{counter}")
}

/// Names the index in use, in one step.
fn point_to(folder: &Path, name: &str) -> anyhow::Result<()> {
    let fresh = folder.join("current.new");
    fs::write(&fresh, name)?;
    fs::rename(&fresh, folder.join("current"))?;
    Ok(())
}

/// Deletes indexes that are no longer in use. What cannot be deleted now is at the next rebuild.
fn remove_others(folder: &Path, name: &str) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.path().is_dir() && entry.file_name() != name {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
