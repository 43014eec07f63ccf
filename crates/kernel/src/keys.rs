//! Secret keys of a shop: random bytes generated once per data folder, never built in.

use crate::data_folder;
use anyhow::{Context, ensure};
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::Sha256;
use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// Length of a key in bytes.
pub const KEY_BYTES: usize = 32;
/// How long to wait for the rest of a file that is shorter: another process may be writing it, a
/// copy of a backup or a souk that wrote keys in place.
const PATIENCE: Duration = Duration::from_secs(2);

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
    let bytes = read_whole(&path).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(
        bytes.len() == KEY_BYTES,
        "{} is no key of this shop",
        path.display()
    );
    let mut key = [0; KEY_BYTES];
    key.copy_from_slice(&bytes);
    Ok(key)
}

/// A MAC that only the shop with this key can compute, of what is added to it.
pub fn mac(key: &[u8; KEY_BYTES]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("keys of any length will do")
}

/// Reads the file once it is as long as a key, or has had time to be.
fn read_whole(path: &Path) -> std::io::Result<Vec<u8>> {
    let start = Instant::now();
    loop {
        let bytes = fs::read(path)?;
        if bytes.len() >= KEY_BYTES || start.elapsed() > PATIENCE {
            return Ok(bytes);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Writes the key to a temporary file and links it into place, so that nobody reads half a key and
/// the first of two processes wins.
fn create(folder: &Path, path: &Path) -> anyhow::Result<()> {
    let mut key = [0; KEY_BYTES];
    rand::rng().fill_bytes(&mut key);
    let draft = folder.join(format!("{}.new", uuid::Uuid::new_v4()));
    write_to_disk(&draft, &key).with_context(|| format!("cannot write {}", draft.display()))?;
    only_for_owner(&draft)?;
    let linked = match fs::hard_link(&draft, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    };
    fs::remove_file(&draft).with_context(|| format!("cannot remove {}", draft.display()))?;
    linked.with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a file that is whole after a power cut, too.
fn write_to_disk(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
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
    fn a_key_that_is_being_written_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/slow.key");
        std::fs::create_dir(folder.path().join("keys")).unwrap();
        std::fs::write(&path, []).unwrap();

        let writer = std::thread::spawn(move || {
            for length in [7, 31, 32] {
                std::thread::sleep(std::time::Duration::from_millis(30));
                std::fs::write(&path, vec![5; length]).unwrap();
            }
        });

        assert_eq!(load_or_create(folder.path(), "slow").unwrap(), [5; 32]);
        writer.join().unwrap();
    }

    #[test]
    fn processes_that_start_at_once_have_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let keys = std::thread::scope(|scope| {
            let load = || load_or_create(folder.path(), "new").unwrap();
            let loads: Vec<_> = (0..16).map(|_| scope.spawn(load)).collect();
            let keys = loads.into_iter().map(|load| load.join().unwrap());
            keys.collect::<std::collections::HashSet<_>>()
        });
        assert_eq!(keys.len(), 1);
    }

    #[test]
    fn a_key_is_made_once_and_differs_by_name() {
        let folder = tempfile::tempdir().unwrap();

        let first = load_or_create(folder.path(), "cart").unwrap();

        assert_eq!(load_or_create(folder.path(), "cart").unwrap(), first);
        assert_ne!(load_or_create(folder.path(), "other").unwrap(), first);
    }
}
