//! The folder of the engine: a folder for each index, the file `current` that names the one in use,
//! and the file `lock` that the process which writes holds.

use super::super::EngineError;
use anyhow::Context;
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

/// Changes when documents lie differently in the index: an index of another format is not opened.
const FORMAT: &str = "v1";

/// The folder of the engine.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Opens the folder, made where it does not exist.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(path)
            .with_context(|| format!("search: cannot make {}", path.display()))?;
        Ok(Self(path.to_owned()))
    }

    /// The folder of the index with this name.
    pub(super) fn of_index(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Name of the index in use, where it is of the format this version reads.
    pub(super) fn current(&self) -> Option<String> {
        let current = fs::read_to_string(self.0.join("current")).ok()?;
        let name = current.trim();
        let usable = name.starts_with(FORMAT) && !name.contains(['/', '\\']);
        usable.then(|| name.to_owned())
    }

    /// A name that no index had yet.
    pub(super) fn new_name(counter: u64) -> String {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
        let millis = since_epoch.unwrap_or_default().as_millis();
        format!("{FORMAT}-{millis}-{counter}")
    }

    /// The right to write, until the file is closed.
    ///
    /// # Errors
    ///
    /// [`EngineError::HeldElsewhere`] when another process has it.
    pub(super) fn lock(&self) -> Result<File, EngineError> {
        let lock = File::create(self.0.join("lock")).context("search: cannot lock")?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(EngineError::HeldElsewhere),
            Err(TryLockError::Error(error)) => Err(EngineError::Failed(error.into())),
        }
    }

    /// Names the index in use, in one step. Only for who holds the lock.
    pub(super) fn point_to(&self, name: &str) -> anyhow::Result<()> {
        let fresh = self.0.join("current.new");
        fs::write(&fresh, name)?;
        fs::rename(&fresh, self.0.join("current"))?;
        Ok(())
    }

    /// Deletes indexes that are no longer in use; who still reads one keeps its open files. What
    /// cannot be deleted now is at the next rebuild.
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
