//! The first start of a shop: killed at any moment, beside another, and with nobody to read its
//! logs.

use crate::processes::{souk, text_of};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A server on a data folder.
fn server(folder: &Path) -> Command {
    let mut command = souk();
    command
        .env("SOUK__DATA_DIR", folder)
        .env("SOUK__SERVER__LISTEN", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Waits until it is open; its address.
fn address_of(server: &mut Child) -> String {
    let mut said = String::new();
    let out = server.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut said).unwrap();
    let url = said
        .split_whitespace()
        .find(|word| word.starts_with("http://"));
    url.map_or_else(String::new, |url| {
        url.trim_start_matches("http://").to_owned()
    })
}

/// The status line of a request.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

fn end(mut server: Child) {
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn killed_at_any_moment_it_starts_again() {
    for turn in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let mut killed = server(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(5 + 25 * turn));
        killed.kill().unwrap();
        killed.wait().unwrap();

        let start = Instant::now();
        let mut again = server(folder.path()).spawn().unwrap();
        let address = address_of(&mut again);
        if address.is_empty() {
            let said = again.wait_with_output().unwrap();
            panic!("after {turn}: {}", text_of(&said));
        }
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{:?}",
            start.elapsed()
        );
        assert_eq!(get(&address, "/readyz"), "HTTP/1.1 200 OK");
        end(again);
    }
}

#[test]
fn two_at_once_both_start() {
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let mut both = [(); 2].map(|()| server(folder.path()).spawn().unwrap());
        for server in &mut both {
            assert_ne!(address_of(server), "", "one did not start");
        }
        both.into_iter().for_each(end);
    }
}

#[test]
fn a_log_that_cannot_be_written_costs_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = server(folder.path())
        .env("RUST_LOG", "debug")
        .spawn()
        .unwrap();
    drop(server.stderr.take()); // whoever read the logs is gone
    let address = address_of(&mut server);
    for _ in 0..20 {
        assert_eq!(get(&address, "/readyz"), "HTTP/1.1 200 OK");
    }
    assert!(server.try_wait().unwrap().is_none(), "it runs");
    end(server);
}
