//! Writing: versions, deletions, rebuilds.

use super::*;

#[tokio::test]
async fn an_older_document_never_wins_and_deleted_ones_are_gone() {
    let version = |version, title: &str| Document {
        version,
        ..product(1, title, 100)
    };
    let bench = Bench::with(vec![version(5, "Fifth")]).await;
    bench.put(vec![version(4, "Fourth")]).await;
    assert_eq!(bench.text("fourth", false).await, [0; 0]);
    assert_eq!(bench.text("fifth", false).await, [1]);
    bench
        .put(vec![version(6, "Sixth"), version(5, "Fifth")])
        .await;
    assert_eq!(bench.text("sixth", false).await, [1]);
    assert_eq!(bench.filtered(&[]).await, [1]);
    bench.put(vec![version(6, "Again")]).await;
    assert_eq!(bench.text("again", false).await, [1]);
    let gone = version(7, "").key;
    bench
        .engine
        .write(vec![IndexChange::Delete(gone)])
        .await
        .unwrap();
    assert_eq!(bench.filtered(&[]).await, [0; 0]);
}

#[tokio::test]
async fn a_rebuild_replaces_everything_and_the_index_outlives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder);
    assert!(engine.is_new());
    let put = |id| IndexChange::Put(Box::new(product(id, "Cup", 100)));
    engine.write(vec![put(1), put(2)]).await.unwrap();
    assert!(!engine.is_new());
    let mut rebuild = engine.rebuild().await.unwrap();
    rebuild.add(vec![product(3, "Cup", 100)]).await.unwrap();
    assert_eq!(ids(&engine.find(&listing()).await.unwrap()), [1, 2]);
    rebuild.finish().await.unwrap();
    assert_eq!(ids(&engine.find(&listing()).await.unwrap()), [3]);
    engine.write(vec![put(4)]).await.unwrap();
    let second = open(&folder);
    assert!(second.claim().await.is_err());
    drop(engine);
    let again = open(&folder);
    assert!(!again.is_new());
    assert_eq!(ids(&again.find(&listing()).await.unwrap()), [3, 4]);
}

#[tokio::test]
async fn what_another_process_writes_is_seen_after_a_refresh() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, reader) = (open(&folder), open(&folder));
    let put = |id| IndexChange::Put(Box::new(product(id, "Cup", 100)));
    let seen = async || ids(&reader.find(&listing()).await.unwrap());
    writer.write(vec![put(1)]).await.unwrap();
    assert_eq!(seen().await, [0; 0]);
    reader.refresh().await.unwrap();
    assert_eq!(seen().await, [1]);
    assert!(!reader.is_new());
    let mut rebuild = writer.rebuild().await.unwrap();
    rebuild.add(vec![product(2, "Cup", 100)]).await.unwrap();
    rebuild.finish().await.unwrap();
    assert_eq!(seen().await, [1]); // what it opened stays readable
    reader.refresh().await.unwrap();
    assert_eq!(seen().await, [2]);
    writer.write(vec![put(3)]).await.unwrap();
    drop(writer);
    reader.write(vec![put(4)]).await.unwrap(); // takes over, and loses nothing
    assert_eq!(seen().await, [2, 3, 4]);
}
