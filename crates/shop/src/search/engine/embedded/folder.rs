//! The engine's folder: a subfolder for each index, the file `current` that names the one in use,
//! and the file `lock` that the writing process locks.

use crate::search::engine::EngineError;
use anyhow::Context;
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

/// Changes with the layout of documents in the index: an index of another format is not opened.
const FORMAT: &str = "v1";

/// The engine's folder.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Opens the folder and creates it if necessary.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(path)
            .with_context(|| format!("search: cannot make {}", path.display()))?;
        Ok(Self(path.to_owned()))
    }

    /// The folder of the index with this name.
    pub(super) fn of_index(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Name of the index in use, if it has the format that this version reads.
    pub(super) fn current(&self) -> Option<String> {
        let current = fs::read_to_string(self.0.join("current")).ok()?;
        let name = current.trim();
        let usable = name.starts_with(FORMAT) && !name.contains(['/', '\\']);
        usable.then(|| name.to_owned())
    }

    /// A name that no index has used before.
    pub(super) fn new_name(counter: u64) -> String {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
        let millis = since_epoch.unwrap_or_default().as_millis();
        format!("{FORMAT}-{millis}-{counter}")
    }

    /// Acquires the write lock, which is held until the file is closed.
    ///
    /// # Errors
    ///
    /// [`EngineError::HeldElsewhere`] if another process holds it.
    pub(super) fn lock(&self) -> Result<File, EngineError> {
        let lock = File::create(self.0.join("lock")).context("search: cannot lock")?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(EngineError::HeldElsewhere),
            Err(TryLockError::Error(error)) => Err(EngineError::Failed(error.into())),
        }
    }

    /// Records the name of the index in use, atomically. Only for the holder of the lock.
    pub(super) fn point_to(&self, name: &str) -> anyhow::Result<()> {
        let fresh = self.0.join("current.new");
        fs::write(&fresh, name)?;
        fs::rename(&fresh, self.0.join("current"))?;
        Ok(())
    }

    /// Deletes indexes that are no longer in use; processes that still read one keep its files
    /// open. What cannot be deleted now is deleted at the next rebuild.
    pub(super) fn remove_others(&self, name: &str) {
        let Ok(entries) = fs::read_dir(&self.0) else {
            return;
        };
        for entry in entries.flatten() {
            if entry.path().is_dir() && entry.file_name() != name {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}
