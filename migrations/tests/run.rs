//! Migrations run once, in order, and only on databases they know.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use souk_migrations::{Migration, customers, orders, run};

async fn names(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let query = "SELECT version FROM seaql_migrations ORDER BY version";
    let query = Statement::from_string(db.get_database_backend(), query);
    let rows = db.query_all_raw(query).await?;
    rows.iter().map(|row| row.try_get("", "version")).collect()
}

#[tokio::test]
async fn each_runs_once() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:").await?;
    let (first, later) = orders::MIGRATIONS.split_at(3);
    run(&db, first).await?;
    assert_eq!(names(&db).await?.len(), first.len());
    run(&db, orders::MIGRATIONS).await?;
    run(&db, orders::MIGRATIONS).await?;
    assert_eq!(names(&db).await?.len(), first.len() + later.len());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_all_start() -> Result<(), DbErr> {
    let folder = tempfile::tempdir().unwrap();
    for turn in 0..10 {
        let file = folder.path().join(format!("{turn}.sqlite"));
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let starts = (0..4).map(|_| {
            let url = url.clone();
            tokio::spawn(async move {
                let mut options = ConnectOptions::new(url);
                options.max_connections(1);
                let db = Database::connect(options).await?;
                run(&db, orders::MIGRATIONS).await
            })
        });
        for start in starts.collect::<Vec<_>>() {
            start.await.unwrap()?;
        }
        let db = Database::connect(url).await?;
        assert_eq!(names(&db).await?.len(), orders::MIGRATIONS.len());
    }
    Ok(())
}

#[tokio::test]
async fn a_database_of_a_newer_souk_is_refused() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:").await?;
    run(&db, orders::MIGRATIONS).await?;
    let failure = run(&db, customers::MIGRATIONS).await.unwrap_err();
    assert!(matches!(failure, DbErr::Migration(_)), "{failure}");
    Ok(())
}

#[tokio::test]
async fn one_that_fails_leaves_nothing() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:").await?;
    let broken = Migration {
        name: "m0001_broken",
        up: |steps| {
            customers::MIGRATIONS
                .iter()
                .for_each(|whole| (whole.up)(steps));
            customers::MIGRATIONS
                .iter()
                .for_each(|again| (again.up)(steps));
        },
    };
    assert!(run(&db, &[broken]).await.is_err());
    run(&db, customers::MIGRATIONS).await?;
    assert_eq!(names(&db).await?.len(), customers::MIGRATIONS.len());
    Ok(())
}
