//! Resolves the locations, collections, variants, metaobjects and uploads that inputs refer to, for
//! many inputs at once.

use crate::{
    catalog::{
        media_url,
        product_inputs::{FileSetInput, MetafieldInput, ProductSetInput, ProductVariantSetInput},
        store,
    },
    content, inventory,
    market::Directory,
};
use async_graphql::ID;
use sea_orm::DbErr;
use souk_entities::{
    catalog::metafield_definition,
    ids::{CollectionId, FileId, LocationId, MetaobjectId, VariantId},
};
use souk_kernel::{app::App, codes::CurrencyCode, ids::Gid};
use std::collections::{HashMap, HashSet};

/// What inputs refer to, by name and id.
#[derive(Debug)]
pub struct ProductNames {
    /// Currency of the shop.
    pub currency: CurrencyCode,
    locations: HashMap<String, LocationId>,
    collections: HashMap<String, (CollectionId, bool)>,
    variants: HashMap<String, VariantId>,
    metaobjects: HashMap<String, MetaobjectId>,
    uploads: HashSet<FileId>,
    definitions: HashMap<(String, String, String), metafield_definition::Model>,
}

impl ProductNames {
    /// Reads what `inputs` refer to.
    ///
    /// # Errors
    ///
    /// When a database fails.
    pub async fn load<'a>(
        app: &App,
        inputs: impl IntoIterator<Item = &'a ProductSetInput> + Clone,
    ) -> Result<Self, DbErr> {
        let catalog = app.databases.catalog.writer();
        let mut names = Self {
            currency: Directory::current(app).currency,
            locations: HashMap::new(),
            collections: HashMap::new(),
            variants: HashMap::new(),
            metaobjects: HashMap::new(),
            uploads: HashSet::new(),
            definitions: HashMap::new(),
        };
        for row in inventory::all_locations(app).await? {
            names.locations.insert(row.name.clone(), row.id);
            names.locations.insert(row.id.gid().to_string(), row.id);
        }
        for row in store::metafield_definitions(catalog).await? {
            let place = (
                row.owner_type.clone(),
                row.namespace.clone(),
                row.key.clone(),
            );
            names.definitions.insert(place, row);
        }
        let mut wanted = Wanted::default();
        for input in inputs {
            wanted.add(input);
        }
        names.load_collections(app, &wanted).await?;
        names.load_variants(app, &wanted).await?;
        let handles: Vec<String> = wanted.metaobjects.into_iter().collect();
        for row in content::metaobjects_by_handles(catalog, &handles).await? {
            let name = format!("{}/{}", row.kind, row.handle);
            names.metaobjects.insert(name, row.id);
        }
        let files: Vec<FileId> = wanted.uploads.into_iter().collect();
        names.uploads = content::uploads_among(catalog, &files).await?;
        Ok(names)
    }

    /// Reads what custom fields outside a product input refer to.
    ///
    /// # Errors
    ///
    /// When a database fails.
    pub async fn of_metafields(app: &App, fields: Vec<MetafieldInput>) -> Result<Self, DbErr> {
        let input = ProductSetInput {
            metafields: Some(fields),
            ..ProductSetInput::default()
        };
        Self::load(app, [&input]).await
    }

    /// Reads what variants outside a product input refer to.
    ///
    /// # Errors
    ///
    /// When a database fails.
    pub async fn of_variants(
        app: &App,
        variants: Vec<ProductVariantSetInput>,
    ) -> Result<Self, DbErr> {
        let input = ProductSetInput {
            variants: Some(variants),
            ..ProductSetInput::default()
        };
        Self::load(app, [&input]).await
    }

    async fn load_collections(&mut self, app: &App, wanted: &Wanted) -> Result<(), DbErr> {
        let catalog = app.databases.catalog.writer();
        let handles: Vec<String> = wanted.collections.iter().cloned().collect();
        let ids: Vec<CollectionId> = parsed(&wanted.collections);
        let mut found = store::collections_by_handles(catalog, &handles).await?;
        found.extend(store::collections_by_ids(catalog, &ids).await?);
        for row in found {
            let entry = (row.id, row.rule_set.is_none());
            self.collections.insert(row.id.gid().to_string(), entry);
            self.collections.insert(row.handle, entry);
        }
        Ok(())
    }

    async fn load_variants(&mut self, app: &App, wanted: &Wanted) -> Result<(), DbErr> {
        let catalog = app.databases.catalog.writer();
        let skus: Vec<String> = wanted.variants.iter().cloned().collect();
        for (id, sku) in store::variant_ids_by_skus(catalog, &skus).await? {
            self.variants.extend(sku.map(|sku| (sku, id)));
        }
        let ids: Vec<VariantId> = parsed(&wanted.variants);
        for row in store::variants_by_ids(catalog, &ids).await? {
            self.variants.insert(row.id.gid().to_string(), row.id);
        }
        Ok(())
    }

    /// The location with this id or name.
    pub fn location(&self, name: &str) -> Option<LocationId> {
        lookup(&self.locations, name)
    }

    /// The collection with this id or handle, and whether it is a manual one.
    pub fn collection(&self, name: &str) -> Option<(CollectionId, bool)> {
        lookup(&self.collections, name)
    }

    /// The variant with this id or SKU.
    pub fn variant(&self, name: &str) -> Option<VariantId> {
        lookup(&self.variants, name)
    }

    /// The metaobject named `type/handle`.
    pub fn metaobject(&self, name: &str) -> Option<MetaobjectId> {
        self.metaobjects.get(name).copied()
    }

    /// Whether this is an upload of the shop.
    pub fn is_upload(&self, id: FileId) -> bool {
        self.uploads.contains(&id)
    }

    /// Definition of a custom field.
    pub fn definition(
        &self,
        owner_type: &str,
        namespace: &str,
        key: &str,
    ) -> Option<&metafield_definition::Model> {
        let place = (owner_type.to_owned(), namespace.to_owned(), key.to_owned());
        self.definitions.get(&place)
    }
}

/// Looks up a name. A global id matches whatever its namespace is.
fn lookup<T: Copy>(names: &HashMap<String, T>, name: &str) -> Option<T> {
    names.get(name).copied().or_else(|| {
        let (kind, number) = souk_kernel::ids::split(name)?;
        names
            .get(souk_kernel::ids::gid(kind, number).as_str())
            .copied()
    })
}

fn parsed<I: Gid>(names: &HashSet<String>) -> Vec<I> {
    let ids = names.iter().filter(|name| name.starts_with("gid://"));
    ids.filter_map(|name| I::parse(&ID(name.clone())).ok())
        .collect()
}

/// Names that inputs refer to.
#[derive(Default)]
struct Wanted {
    collections: HashSet<String>,
    variants: HashSet<String>,
    metaobjects: HashSet<String>,
    uploads: HashSet<FileId>,
}

impl Wanted {
    fn add(&mut self, input: &ProductSetInput) {
        let files = input.files.iter().flatten();
        let options = input.product_options.iter().flatten();
        let values = options.flat_map(|option| option.values.iter().flatten());
        let swatches = values.filter_map(|value| value.swatch.as_ref()?.image.as_ref());
        let of_variants = input.variants.iter().flatten();
        let of_variants = of_variants.filter_map(|variant| variant.file.as_ref());
        let files = files.chain(swatches).chain(of_variants);
        self.uploads.extend(files.filter_map(upload_of));

        let collections = input.collections.iter().flatten();
        self.collections.extend(collections.map(|id| id.0.clone()));
        let variants = input.variants.iter().flatten();
        let parts = variants
            .clone()
            .flat_map(|variant| variant.components.iter().flatten());
        self.variants
            .extend(parts.map(|part| part.variant_id.0.clone()));
        let of_variants = variants.flat_map(|variant| variant.metafields.iter().flatten());
        for field in input.metafields.iter().flatten().chain(of_variants) {
            let value = field.value.as_deref().unwrap_or_default();
            if field
                .kind
                .as_deref()
                .is_none_or(|kind| kind.contains("reference"))
                && let Some((_, handle)) = value.split_once('/')
                && !value.starts_with("gid://")
            {
                self.metaobjects.insert(handle.to_owned());
            }
        }
    }
}

/// The upload that a file is loaded from.
fn upload_of(file: &FileSetInput) -> Option<FileId> {
    let name = file.original_source.as_deref()?.strip_prefix("file:")?;
    media_url::file_id(name)
}
