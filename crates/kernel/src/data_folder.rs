//! The data folder: everything the shop writes is in it, and nobody but its owner may read it.

use anyhow::Context;
use std::{
    fs::{self, DirBuilder, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Creates the data folder with rights for its owner only. The rights of an existing folder are the
/// operator's: if others may enter it, a warning is logged.
///
/// # Errors
///
/// When the folder cannot be created.
pub fn open(data_dir: &Path) -> anyhow::Result<()> {
    create(data_dir)?;
    if let Some(mode) = wide_mode(data_dir) {
        tracing::warn!(
            "data_dir: others may enter {} (mode {mode:03o}): run chmod 700 on it",
            data_dir.display()
        );
    }
    Ok(())
}

/// The folder `name` of the data folder, created with rights for its owner only.
///
/// # Errors
///
/// When it cannot be created.
pub fn subfolder(data_dir: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let folder = data_dir.join(name);
    create(&folder)?;
    Ok(folder)
}

/// Creates an empty file that only its owner may read; an existing one stays as it is. SQLite gives
/// the files beside a database the rights of the database.
pub(crate) fn create_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn create(folder: &Path) -> anyhow::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .with_context(|| format!("data_dir: cannot make {}", folder.display()))
}

/// The mode of a folder that others than its owner may enter or list.
#[cfg(unix)]
fn wide_mode(folder: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn wide_mode(_: &Path) -> Option<u32> {
    None
}
