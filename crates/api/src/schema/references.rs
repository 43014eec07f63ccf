//! Targets of references from custom fields, merchant-defined records and menu entries.

use super::{
    Collection, Location, Product, ProductVariant,
    node::{Node, node_of},
};
use crate::{
    cart::Cart,
    catalog::{MediaImage, Model3d, SellingPlan, Video},
    connection,
    content::{self, Article, Blog, GenericFile, Metaobject, Page, Shop, ShopPolicy},
    market::Market,
    orders::Order,
};
use async_graphql::{Context, Union};
use futures_util::future::try_join_all;
use souk_entities::ids::SellingPlanId;
use souk_kernel::{
    error::ApiError,
    ids::{self, Gid},
    pagination::{RequestedPage as ListPage, Slice, encode_cursor},
    scalars::Url,
};

/// Defines the conversion from a node to a union.
macro_rules! from_nodes {
    ($union:ident: $($variant:ident),+) => {
        impl $union {
            /// The node as a member of this union; `None` if the union does not contain its type.
            pub fn from_node(node: Node) -> Option<Self> {
                match node {
                    $(Node::$variant(object) => Some(Self::$variant(object)),)+
                    _ => None,
                }
            }
        }
    };
}

/// Resource that a menu entry links to.
#[derive(Union, Clone)]
pub enum MenuItemResource {
    /// An article.
    Article(Article),
    /// A blog.
    Blog(Blog),
    /// A collection.
    Collection(Collection),
    /// A merchant-defined record.
    Metaobject(Metaobject),
    /// A page.
    Page(Page),
    /// A product.
    Product(Product),
    /// A policy of the shop.
    ShopPolicy(ShopPolicy),
}

from_nodes!(MenuItemResource: Article, Blog, Collection, Metaobject, Page, Product, ShopPolicy);

/// Resource that a custom field refers to.
#[derive(Union, Clone)]
pub enum MetafieldReference {
    /// An article.
    Article(Article),
    /// A collection.
    Collection(Collection),
    /// A file that is not an image.
    GenericFile(GenericFile),
    /// An image.
    MediaImage(MediaImage),
    /// A merchant-defined record.
    Metaobject(Metaobject),
    /// A 3D model.
    Model3d(Model3d),
    /// A page.
    Page(Page),
    /// A product.
    Product(Product),
    /// A variant.
    ProductVariant(ProductVariant),
    /// A video.
    Video(Video),
}

from_nodes!(MetafieldReference: Article, Collection, GenericFile, MediaImage, Metaobject, Model3d, Page, Product,
    ProductVariant, Video);

connection!(
    MetafieldReferenceConnection,
    MetafieldReferenceEdge,
    MetafieldReference,
    "resources that a custom field refers to"
);

/// Resource that a custom field belongs to.
#[derive(Union, Clone)]
pub enum MetafieldParentResource {
    /// An article.
    Article(Article),
    /// A blog.
    Blog(Blog),
    /// A cart.
    Cart(Cart),
    /// A collection.
    Collection(Collection),
    /// A location that holds stock.
    Location(Location),
    /// A market.
    Market(Market),
    /// An order.
    Order(Order),
    /// A page.
    Page(Page),
    /// A product.
    Product(Product),
    /// A variant.
    ProductVariant(ProductVariant),
    /// A selling plan.
    SellingPlan(SellingPlan),
    /// The shop.
    Shop(Shop),
}

from_nodes!(MetafieldParentResource: Article, Blog, Cart, Collection, Location, Market, Order, Page, Product,
    ProductVariant, Shop);

/// Resource that a custom field belongs to.
///
/// # Errors
///
/// [`ApiError::NotFound`] if the caller may not see it, or when the database fails.
pub async fn parent_of(
    ctx: &Context<'_>,
    owner_type: &str,
    owner_id: i64,
) -> Result<MetafieldParentResource, ApiError> {
    if owner_type == SellingPlanId::KIND {
        let plan = SellingPlan::by_id(ctx, owner_id.into()).await?;
        let plan = plan.map(MetafieldParentResource::SellingPlan);
        return plan.ok_or(ApiError::NotFound("owner of the custom field"));
    }
    let owner = node_of(ctx, owner_type, owner_id).await?;
    owner
        .and_then(MetafieldParentResource::from_node)
        .ok_or(ApiError::NotFound("owner of the custom field"))
}

/// The resource that a single value refers to; `None` for values of other types and for resources
/// that the caller may not see.
///
/// # Errors
///
/// When the database fails.
pub async fn reference_of(
    ctx: &Context<'_>,
    kind: &str,
    value: &str,
) -> Result<Option<MetafieldReference>, ApiError> {
    if kind.starts_with("list.") || !kind.ends_with("_reference") {
        return Ok(None);
    }
    resolve(ctx, value).await
}

/// A page of the resources in a list of references; `None` for values of other types. Resources
/// that the caller may not see are left out.
///
/// # Errors
///
/// [`ApiError::BadInput`] for invalid arguments, or when the database fails.
pub async fn references_of(
    ctx: &Context<'_>,
    kind: &str,
    value: &str,
    (first, after, last, before): (Option<i32>, Option<String>, Option<i32>, Option<String>),
) -> Result<Option<MetafieldReferenceConnection>, ApiError> {
    if !kind.starts_with("list.") || !kind.ends_with("_reference") {
        return Ok(None);
    }
    let page: ListPage<usize> = ListPage::from_arguments(first, after, last, before)?;
    let named: Vec<String> = serde_json::from_str(value).unwrap_or_default();
    let slice = Slice::of_list(named.into_iter().enumerate().collect(), &page);
    let (has_previous, has_next) = (slice.has_previous, slice.has_next);
    let found = try_join_all(slice.items.iter().map(|(_, id)| resolve(ctx, id))).await?;
    let places = slice.items.iter().map(|(place, _)| *place);
    let items = places
        .zip(found)
        .filter_map(|(place, found)| Some((encode_cursor(&place), found?)))
        .collect();
    Ok(Some(MetafieldReferenceConnection::new(Slice {
        items,
        has_previous,
        has_next,
    })))
}

async fn resolve(ctx: &Context<'_>, id: &str) -> Result<Option<MetafieldReference>, ApiError> {
    let Some((kind, number)) = ids::split(id) else {
        return Ok(None);
    };
    let node = node_of(ctx, kind, number).await?;
    Ok(node.and_then(MetafieldReference::from_node))
}

impl MenuItemResource {
    /// URL in the online store; `None` if it has none. `tags` narrow the products of a collection.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn address(
        &self,
        ctx: &Context<'_>,
        tags: &[String],
    ) -> Result<Option<Url>, ApiError> {
        Ok(match self {
            Self::Article(article) => Some(article.address(ctx).await?),
            Self::Blog(blog) => Some(blog.address(ctx)),
            Self::Collection(collection) => {
                let mut path = format!("/collections/{}", collection.row.handle);
                if !tags.is_empty() {
                    path.push('/');
                    path.push_str(&tags.join("+"));
                }
                Some(content::online_store_url_of(ctx, &path))
            }
            Self::Metaobject(metaobject) => metaobject.address(ctx),
            Self::Page(page) => Some(content::online_store_url_of(
                ctx,
                &format!("/pages/{}", page.row().handle),
            )),
            Self::Product(product) => Some(content::online_store_url_of(
                ctx,
                &format!("/products/{}", product.row.handle),
            )),
            Self::ShopPolicy(policy) => Some(policy.address(ctx)),
        })
    }
}
