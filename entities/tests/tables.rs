//! Tables as `Table` derives them, on a database in memory.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, Database, DatabaseConnection, DbErr,
    EntityTrait, IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter, Schema,
    Value,
};
use souk_entities::{
    Timestamp,
    catalog::collection_product,
    ids::{CollectionId, LocationId, ProductId},
    inventory::location::{self, Address, COLUMN, Column, Entity, Model, Pickup},
};

async fn database<E: EntityTrait>(table: E) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:").await?;
    let table = Schema::new(db.get_database_backend()).create_table_from_entity(table);
    db.execute(&table).await?;
    Ok(db)
}

fn berlin() -> Model {
    Model {
        id: LocationId(1),
        name: "Berlin".to_owned(),
        active: true,
        fulfills_online_orders: false,
        address: Address {
            city: Some("Berlin".to_owned()),
            latitude: Some(52.52),
            ..Address::default()
        },
        pickup: None,
        created_at: Timestamp(10),
        updated_at: Timestamp(20),
    }
}

#[tokio::test]
async fn a_row_is_read_as_it_was_written() -> Result<(), DbErr> {
    let db = database(Entity).await?;
    let written = berlin().into_active_model().reset_all();
    let inserted = Entity::insert(written).exec(&db).await?;
    assert_eq!(inserted.last_insert_id, LocationId(1));

    let pickup = Pickup {
        pickup_time: "TWO_HOURS".to_owned(),
        ..Pickup::default()
    };
    let change = location::ActiveModel {
        pickup: Set(Some(pickup.clone())),
        ..Default::default()
    };
    let changed = Entity::update_many()
        .set(change)
        .filter(COLUMN.name.eq("Berlin"))
        .exec(&db);
    assert_eq!(changed.await?.rows_affected, 1);

    let found = Entity::find_by_id(LocationId(1)).one(&db).await?;
    let expected = Model {
        pickup: Some(pickup),
        ..berlin()
    };
    assert_eq!(found, Some(expected));
    Ok(())
}

#[tokio::test]
async fn a_broken_json_column_is_an_error_and_an_absent_one_is_none() -> Result<(), DbErr> {
    let db = database(Entity).await?;
    let row = berlin().into_active_model().reset_all();
    Entity::insert(row).exec(&db).await?;
    let found = Entity::find().one(&db).await?;
    assert_eq!(found, Some(berlin()));

    db.execute_unprepared("UPDATE location SET pickup = '{'")
        .await?;
    let failure = Entity::find().one(&db).await.unwrap_err();
    assert!(matches!(failure, DbErr::Json(_)), "{failure}");
    Ok(())
}

#[tokio::test]
async fn a_key_may_have_two_columns() -> Result<(), DbErr> {
    let db = database(collection_product::Entity).await?;
    let row = collection_product::Model {
        collection_id: CollectionId(1),
        product_id: ProductId(2),
        position: 3,
    };
    let inserted = collection_product::Entity::insert(row.clone().into_active_model());
    inserted.exec(&db).await?;
    let key = (CollectionId(1), ProductId(2));
    let found = collection_product::Entity::find_by_id(key);
    assert_eq!(found.one(&db).await?, Some(row));

    let names =
        collection_product::PrimaryKey::iter().map(|key| format!("{:?}", key.into_column()));
    assert_eq!(names.collect::<Vec<_>>(), ["CollectionId", "ProductId"]);
    Ok(())
}

#[test]
fn columns_are_set_by_what_they_are() -> Result<(), DbErr> {
    let mut row = berlin().into_active_model();
    row.set_if_not_equals(Column::Name, "Berlin".into());
    assert!(row.name.is_unchanged());
    row.try_set(Column::Name, "Bonn".into())?;
    assert_eq!(row.name, Set("Bonn".to_owned()));
    assert!(row.try_set(Column::Name, true.into()).is_err());
    row.not_set(Column::Name);
    assert!(row.is_not_set(Column::Name));
    assert!(format!("{row:?}").starts_with("ActiveModel { id: Unchanged("));

    let mut model = berlin();
    let address = model.get(Column::Address);
    assert!(matches!(address, Value::Json(Some(_))));
    model.try_set(Column::Address, address)?;
    assert_eq!(model, berlin());
    assert!("city".parse::<Column>().is_err());
    assert!(matches!("updated_at".parse(), Ok(Column::UpdatedAt)));
    Ok(())
}
