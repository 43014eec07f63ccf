//! An id that was made twice costs the second row, never the first.

use crate::settings;
use sea_orm::EntityTrait;
use souk_entities::{Timestamp, ids::EventId, outbox};
use souk_kernel::{database::Databases, rows};

fn row(id: i64, kind: &str) -> outbox::Model {
    outbox::Model {
        id: EventId(id),
        shard: 0,
        entity: "product:1".to_owned(),
        kind: kind.to_owned(),
        payload: String::new(),
        created_at: Timestamp(0),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_row_never_replaces_another() {
    let folder = tempfile::tempdir().unwrap();
    let databases = Databases::connect(&settings(folder.path())).await.unwrap();
    let db = databases.catalog.writer();
    let is_new = |row: &outbox::Model| row.kind == "new";

    let first = vec![row(1, "new"), row(2, "new")];
    rows::save::<outbox::Entity>(db, first, is_new)
        .await
        .unwrap();
    let twice = rows::save::<outbox::Entity>(db, vec![row(1, "new")], is_new).await;
    assert!(rows::is_taken(&twice.unwrap_err()));
    let twice = rows::insert::<outbox::Entity>(db, vec![row(2, "other")]).await;
    assert!(rows::is_taken(&twice.unwrap_err()));
    let known = vec![row(2, "known"), row(3, "new")];
    rows::save::<outbox::Entity>(db, known, is_new)
        .await
        .unwrap();

    let all = outbox::Entity::find().all(db).await.unwrap();
    let kinds: Vec<&str> = all.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["new", "known", "new"]);
}
