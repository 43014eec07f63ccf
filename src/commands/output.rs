//! What long-running commands say on standard output.

use std::io::Write;

/// Says something, if anybody listens: a closed pipe does not stop the process.
pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
