//! Turns an input into a draft of a collection.

use super::CollectionDraft;
use crate::{
    catalog::{
        CatalogErrorCode,
        collection_inputs::{CollectionInput, CollectionRuleInput, CollectionRuleSetInput},
        product_inputs::{FileSetInput, ProductSetInput, PublicationInput},
        products::{self, draft::MediaDraft, names::ProductNames},
        rules, store,
    },
    market::Directory,
};
use async_graphql::ID;
use souk_entities::{
    catalog::{
        collection::{Rule, RuleColumn, RuleRelation, RuleSet},
        product::{Publication, Publications},
    },
    ids::{ChannelId, MetafieldDefinitionId, ProductId},
};
use souk_kernel::{
    app::App,
    refusal::ChangeError,
    validators::{self as checks, Checked, few, filled, given, refuse},
};

/// Maximum number of rules of a collection.
const MOST_RULES: usize = 60;

/// Validates an input of `collectionCreate` or `collectionUpdate`.
///
/// # Errors
///
/// The first error found in the input, or a failure of the database while looking up what it refers
/// to.
pub async fn validate(
    app: &App,
    input: CollectionInput,
) -> Result<CollectionDraft, ChangeError<CatalogErrorCode>> {
    let fields = input.metafields.unwrap_or_default();
    let image = given(input.image).map(|it| it.map(FileSetInput::from));
    let named = ProductSetInput {
        metafields: Some(fields.clone()),
        files: image.clone().flatten().map(|file| vec![file]),
        ..ProductSetInput::default()
    };
    let names = ProductNames::load(app, [&named]).await?;
    let rule_set = match given(input.rule_set) {
        None => None,
        Some(None) => Some(None),
        Some(Some(rule_set)) => Some(Some(checked_rules(app, rule_set).await?)),
    };
    let hand_picked = input.products.unwrap_or_default();
    if !hand_picked.is_empty() && matches!(rule_set, Some(Some(_))) {
        let why = "A collection must have products or rules, not both.";
        return Ok(refuse(
            CatalogErrorCode::Invalid,
            "collection.products",
            why,
        )?);
    }
    let title = input.title.as_deref();
    let handle = input.handle.as_deref();
    let seo = input.seo;
    Ok(CollectionDraft {
        handle: handle
            .map(|handle| checks::handle(handle, "collection.handle"))
            .transpose()?,
        redirect_new_handle: input.redirect_new_handle.unwrap_or(false),
        title: title
            .map(|title| checks::title(title, "collection.title"))
            .transpose()?,
        description_html: input.description_html.map(|html| html.0),
        image: image
            .map(|image| image.map(|it| checked_image(&it, &names)).transpose())
            .transpose()?,
        seo: seo.map(|seo| (filled(seo.title), filled(seo.description))),
        sort_order: input.sort_order.map(Into::into),
        rule_set,
        published_at: given(input.published_at).map(|at| at.map(|at| at.0)),
        publications: match given(input.publications) {
            None => None,
            Some(None) => Some(None),
            Some(Some(list)) => Some(Some(channels(&Directory::current(app), list)?)),
        },
        metafields: products::validate::validate_metafields(
            fields,
            &names,
            "Collection",
            METAFIELDS,
        )?,
        products: products(&hand_picked, "collection.products")?,
    })
}

const METAFIELDS: &str = "collection.metafields";

/// Parses product ids, at most 250.
///
/// # Errors
///
/// When one is not a product id, or there are too many.
pub fn products(ids: &[ID], field: &str) -> Checked<Vec<ProductId>, CatalogErrorCode> {
    few(ids, field)?;
    let ids = ids.iter().enumerate();
    ids.map(|(place, id)| checks::id(id, &format!("{field}.{place}")))
        .collect()
}

fn checked_image(
    image: &FileSetInput,
    names: &ProductNames,
) -> Checked<MediaDraft, CatalogErrorCode> {
    products::validate::validate_medium(image, names, "collection.image")
}

fn channels(
    directory: &Directory,
    list: Vec<PublicationInput>,
) -> Checked<Publications, CatalogErrorCode> {
    let field = "collection.publications";
    few(&list, field)?;
    let mut publications: Vec<Publication> = Vec::with_capacity(list.len());
    for (place, input) in list.into_iter().enumerate() {
        let field = format!("{field}.{place}.publicationId");
        let channel: ChannelId = checks::id(&input.publication_id, &field)?;
        if directory.channels.iter().all(|known| known.id != channel) {
            return refuse(
                CatalogErrorCode::NotFound,
                &field,
                "The publication does not exist.",
            );
        }
        if publications.iter().any(|other| other.channel == channel) {
            return refuse(
                CatalogErrorCode::Duplicate,
                &field,
                "The publication is given twice.",
            );
        }
        publications.push(Publication {
            channel,
            publish_at: input.publish_date.map(|date| date.0),
        });
    }
    Ok(Publications(publications))
}

async fn checked_rules(
    app: &App,
    input: CollectionRuleSetInput,
) -> Result<RuleSet, ChangeError<CatalogErrorCode>> {
    let field = "collection.ruleSet.rules";
    if input.rules.is_empty() {
        return Ok(refuse(
            CatalogErrorCode::Blank,
            field,
            "A rule set must have a rule.",
        )?);
    }
    checks::few_of(&input.rules, MOST_RULES, "rules", field)?;
    let mut rules = Vec::with_capacity(input.rules.len());
    for (place, rule) in input.rules.into_iter().enumerate() {
        rules.push(checked_rule(app, rule, &format!("{field}.{place}")).await?);
    }
    Ok(RuleSet {
        applied_disjunctively: input.applied_disjunctively,
        rules,
    })
}

async fn checked_rule(
    app: &App,
    input: CollectionRuleInput,
    field: &str,
) -> Result<Rule, ChangeError<CatalogErrorCode>> {
    let metafield = match input.column.into() {
        RuleColumn::ProductMetafieldDefinition => Some("Product"),
        RuleColumn::VariantMetafieldDefinition => Some("ProductVariant"),
        _ => None,
    };
    let metafield = match metafield {
        None => None,
        Some(owner) => {
            let field = format!("{field}.conditionObjectId");
            Some(defined(app, input.condition_object_id.as_ref(), owner, &field).await?)
        }
    };
    let rule = Rule {
        column: input.column.into(),
        relation: input.relation.into(),
        condition: input.condition.trim().to_owned(),
        metafield,
    };
    check(&rule, field)?;
    Ok(rule)
}

/// Namespace and key of a definition, joined by a dot.
async fn defined(
    app: &App,
    id: Option<&ID>,
    owner: &str,
    field: &str,
) -> Result<String, ChangeError<CatalogErrorCode>> {
    let Some(id) = id else {
        let why = "The id of the definition of the custom field must be given.";
        return Ok(refuse(CatalogErrorCode::Blank, field, why)?);
    };
    let id: MetafieldDefinitionId = checks::id(id, field)?;
    let db = app.databases.catalog.writer();
    let row = store::metafield_definition_by_id(db, id).await?;
    match row.filter(|row| row.owner_type == owner) {
        Some(row) => Ok(format!("{}.{}", row.namespace, row.key)),
        None => {
            let why = format!("The definition does not exist, or is not of a {owner}.");
            Ok(refuse(CatalogErrorCode::NotFound, field, why)?)
        }
    }
}

/// Type of the values in a column, which decides how they can be compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    Text,
    /// A number, which may be missing.
    Number,
    Flag,
    /// A text or number, depending on the definition.
    Any,
}

fn values(column: RuleColumn) -> Values {
    match column {
        RuleColumn::Tag
        | RuleColumn::Title
        | RuleColumn::Type
        | RuleColumn::ProductCategory
        | RuleColumn::VariantTitle
        | RuleColumn::Vendor => Values::Text,
        RuleColumn::VariantCompareAtPrice
        | RuleColumn::VariantInventory
        | RuleColumn::VariantPrice
        | RuleColumn::VariantWeight => Values::Number,
        RuleColumn::IsPriceReduced => Values::Flag,
        RuleColumn::ProductMetafieldDefinition | RuleColumn::VariantMetafieldDefinition => {
            Values::Any
        }
    }
}

/// Refuses a rule that can never match.
fn check(rule: &Rule, field: &str) -> Checked<(), CatalogErrorCode> {
    use RuleRelation as R;
    let values = values(rule.column);
    let fits = match rule.relation {
        R::IsSet | R::IsNotSet => true,
        R::Equals | R::NotEquals => values != Values::Flag,
        R::GreaterThan | R::LessThan => matches!(values, Values::Number | Values::Any),
        R::Contains | R::NotContains | R::StartsWith | R::EndsWith => {
            matches!(values, Values::Text | Values::Any)
        }
    };
    if !fits {
        let why = "The relation is not possible with this column.";
        return refuse(CatalogErrorCode::Invalid, &format!("{field}.relation"), why);
    }
    if matches!(rule.relation, R::IsSet | R::IsNotSet) {
        return Ok(());
    }
    let field = format!("{field}.condition");
    if rule.condition.is_empty() {
        return refuse(
            CatalogErrorCode::Blank,
            &field,
            "The condition must not be empty.",
        );
    }
    checks::short(&rule.condition, &field)?;
    let is_number = || rules::scaled(&rule.condition, 2).is_some();
    let compared = matches!(rule.relation, R::GreaterThan | R::LessThan);
    if (values == Values::Number || compared) && !is_number() {
        return refuse(
            CatalogErrorCode::Invalid,
            &field,
            "The condition must be a number.",
        );
    }
    Ok(())
}
