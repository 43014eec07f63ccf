//! Transformed pictures on disk. Together they are bounded in bytes; those not asked for the longest
//! are removed first.

use super::disk;
use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    time::SystemTime,
};
use tokio::{sync::Mutex, task::spawn_blocking};

/// What a file takes on disk is a multiple of this.
const BLOCK: u64 = 4_096;
/// Another process may fill the same folder, so after this part of the bound has been written, the
/// folder is measured again.
const PARTS: u64 = 16;

/// A folder of files that can be made again.
pub(super) struct Cache {
    folder: PathBuf,
    most_bytes: u64,
    /// Bytes that may be written before the folder is measured; 0 until it has been.
    spare: Mutex<u64>,
}

impl Cache {
    pub(super) fn new(folder: PathBuf, most_bytes: u64) -> Self {
        Self {
            folder,
            most_bytes,
            spare: Mutex::default(),
        }
    }

    /// Opens a file, and notes that it was asked for.
    pub(super) async fn open(&self, name: &str) -> io::Result<Option<fs::File>> {
        let path = self.folder.join(name);
        let opened = spawn_blocking(move || {
            let file = fs::File::open(path)?;
            file.set_modified(SystemTime::now())?;
            io::Result::Ok(file)
        });
        match opened.await.map_err(io::Error::other)? {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a file. Older ones are removed first to make room for it.
    pub(super) async fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let size = on_disk(bytes.len() as u64);
        let mut spare = self.spare.lock().await;
        if *spare < size {
            let (folder, most) = (self.folder.clone(), self.most_bytes);
            let left = spawn_blocking(move || make_room(&folder, most, size));
            let left = left.await.map_err(io::Error::other)??;
            *spare = (most.saturating_sub(left)).min(most / PARTS).max(size);
        }
        disk::write_whole(&self.folder, name, bytes).await?;
        *spare -= size;
        Ok(())
    }
}

/// Removes files, those not asked for the longest first, until `size` bytes fit in. Returns how many
/// bytes are left.
fn make_room(folder: &Path, most: u64, size: u64) -> io::Result<u64> {
    let mut files = Vec::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        // A file may have been removed by another process.
        if let Ok(about) = entry.metadata()
            && about.is_file()
        {
            let used = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            files.push((used, on_disk(about.len()), entry.path()));
        }
    }
    let mut total: u64 = files.iter().map(|(_, size, _)| size).sum();
    if total + size <= most {
        return Ok(total);
    }
    // Some more than necessary, so that not every file needs a look at all the others.
    let bound = (most - most / PARTS).saturating_sub(size);
    files.sort_unstable_by_key(|(used, ..)| *used);
    for (_, size, path) in files {
        if total <= bound {
            break;
        }
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => total -= size,
        }
    }
    Ok(total)
}

fn on_disk(bytes: u64) -> u64 {
    bytes.next_multiple_of(BLOCK)
}
