//! Secret keys of a shop: random bytes generated once per data folder, never built in.

use crate::data_folder;
use anyhow::{Context, ensure};
use rand::RngCore;
use std::{fs, io::ErrorKind, path::Path};

/// Length of a key in bytes.
pub const KEY_BYTES: usize = 32;

/// Loads the key `name` from the data folder, or creates it. Processes that share the folder get
/// the same key, even if they start at the same time.
///
/// # Errors
///
/// When the folder cannot be written, or the file does not contain a key.
pub fn load_or_create(data_dir: &Path, name: &str) -> anyhow::Result<[u8; KEY_BYTES]> {
    let folder = data_folder::subfolder(data_dir, "keys")?;
    let path = folder.join(format!("{name}.key"));
    if !path.exists() {
        create(&folder, &path)?;
    }
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(
        bytes.len() == KEY_BYTES,
        "{} is no key of this shop",
        path.display()
    );
    let mut key = [0; KEY_BYTES];
    key.copy_from_slice(&bytes);
    Ok(key)
}

/// Writes the key to a temporary file and links it into place, so that nobody reads half a key and
/// the first of two processes wins.
fn create(folder: &Path, path: &Path) -> anyhow::Result<()> {
    let mut key = [0; KEY_BYTES];
    rand::rng().fill_bytes(&mut key);
    let draft = folder.join(format!("{}.new", uuid::Uuid::new_v4()));
    fs::write(&draft, key).with_context(|| format!("cannot write {}", draft.display()))?;
    only_for_owner(&draft)?;
    let linked = match fs::hard_link(&draft, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    };
    fs::remove_file(&draft).with_context(|| format!("cannot remove {}", draft.display()))?;
    linked.with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(unix)]
fn only_for_owner(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .with_context(|| format!("cannot protect {}", path.display()))
}

#[cfg(not(unix))]
fn only_for_owner(_: &Path) -> anyhow::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::load_or_create;

    #[test]
    fn a_key_is_made_once_and_differs_by_name() {
        let folder = tempfile::tempdir().unwrap();

        let first = load_or_create(folder.path(), "cart").unwrap();

        assert_eq!(load_or_create(folder.path(), "cart").unwrap(), first);
        assert_ne!(load_or_create(folder.path(), "other").unwrap(), first);
    }
}
