//! The interface of objects with a global id, and other interfaces shared by types of several
//! domains.

use super::{Collection, Location, Product, ProductVariant};
use crate::list::List;
use crate::{
    cart::{
        AppliedGiftCard, Cart, CartLine, CartUserError, ComponentizableCartLine, MailingAddress,
        MetafieldDeleteUserError,
    },
    catalog::{
        CatalogContext, MediaImage, Metafield, MetafieldsSetUserError, Model3d, SellingPlan,
        TaxonomyCategory, Video,
    },
    content::{
        self, Article, Blog, Comment, File, GenericFile, Menu, MenuItem, Metaobject, Page, SHOP_ID,
        Shop, ShopPolicy, UrlRedirect,
    },
    context::RequestContext,
    interface,
    inventory::{self, InventoryItem},
    market::Market,
    orders::{self, Order},
    search::SearchQuerySuggestion,
};
use async_graphql::{Context, ID, Object};
use futures_util::future::try_join_all;
use souk_entities::ids::{CollectionId, ProductId, VariantId};
use souk_kernel::{error::ApiError, ids};
use souk_shop::catalog;
use std::sync::Arc;

interface! {
    /// An object with a global id.
    Node, like Page: ["id"],
    /// A gift card applied to a cart.
    AppliedGiftCard(AppliedGiftCard),
    /// An article.
    Article(Article),
    /// A blog.
    Blog(Blog),
    /// A cart.
    Cart(Cart),
    /// A line of a cart.
    CartLine(CartLine),
    /// A collection.
    Collection(Collection),
    /// A comment.
    Comment(Comment),
    /// A cart line that holds a bundle.
    ComponentizableCartLine(ComponentizableCartLine),
    /// A file that is not an image.
    GenericFile(GenericFile),
    /// An inventory item.
    InventoryItem(InventoryItem),
    /// A location that holds stock.
    Location(Location),
    /// A market.
    Market(Market),
    /// A postal address.
    MailingAddress(MailingAddress),
    /// An image.
    MediaImage(MediaImage),
    /// A menu.
    Menu(Menu),
    /// A menu entry.
    MenuItem(MenuItem),
    /// A custom field.
    Metafield(Metafield),
    /// A merchant-defined record.
    Metaobject(Metaobject),
    /// A 3D model.
    Model3d(Model3d),
    /// An order.
    Order(Order),
    /// A page.
    Page(Page),
    /// A product.
    Product(Product),
    /// A variant.
    ProductVariant(ProductVariant),
    /// The shop.
    Shop(Shop),
    /// A policy of the shop.
    ShopPolicy(ShopPolicy),
    /// A product category.
    TaxonomyCategory(TaxonomyCategory),
    /// A redirect.
    UrlRedirect(UrlRedirect),
    /// A video.
    Video(Video),
}

interface! {
    /// An object with custom fields.
    HasMetafields, like Page: ["metafield", "metafields"],
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

interface! {
    /// An object that can have a page in the online store.
    OnlineStorePublishable, like Page: ["onlineStoreUrl"],
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
}

interface! {
    /// An object that a search can find, with parameters to identify visits from the search.
    Trackable, like Page: ["trackingParameters"],
    /// An article.
    Article(Article),
    /// A collection.
    Collection(Collection),
    /// A page.
    Page(Page),
    /// A product.
    Product(Product),
    /// A suggested search.
    SearchQuerySuggestion(SearchQuerySuggestion),
}

interface! {
    /// An error in the client's input that can be shown to people.
    DisplayableError, like CartUserError: ["field", "message"],
    /// An error in a cart operation.
    CartUserError(CartUserError),
    /// An error in deleting a custom field.
    MetafieldDeleteUserError(MetafieldDeleteUserError),
    /// An error in setting custom fields.
    MetafieldsSetUserError(MetafieldsSetUserError),
}

/// Queries by global id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Returns an object by its global id, or null if there is none that the caller may see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<Node, ApiError>> {
        by_gid(ctx, &id).await.transpose()
    }

    /// Returns objects by their global ids, in the order of the ids, with null for each that does
    /// not exist or that the caller may not see.
    #[graphql(complexity = "25 * child_complexity")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids, at most 250.", validator(max_items = 250))] ids: Vec<ID>,
    ) -> Result<List<Option<Node>>, ApiError> {
        try_join_all(ids.iter().map(|id| by_gid(ctx, id)))
            .await
            .map(Into::into)
    }
}

async fn by_gid(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, ApiError> {
    if let Ok(path) = TaxonomyCategory::path_of(id) {
        return Ok(Some(Node::TaxonomyCategory(TaxonomyCategory::new(&path))));
    }
    let (kind, number) =
        ids::split(id).ok_or_else(|| ApiError::BadInput("invalid global id".to_owned()))?;
    node_of(ctx, kind, number).await
}

/// The resource of this type and number, if the caller may see it; `None` for unknown types.
///
/// # Errors
///
/// When a database fails.
pub async fn node_of(ctx: &Context<'_>, kind: &str, number: i64) -> Result<Option<Node>, ApiError> {
    Ok(match kind {
        "Collection" => collection(ctx, number.into()).await?.map(Node::Collection),
        "InventoryItem" => inventory::inventory_item_node(ctx, number.into())
            .await?
            .map(Node::InventoryItem),
        "Location" => inventory::location_by_id(ctx, number.into())
            .await?
            .map(Node::Location),
        "Market" => {
            let mut markets = ctx.directory().markets.iter();
            let found = markets.find(|market| market.id.0 == number);
            found.map(|market| Node::Market(Market::new(Arc::clone(market))))
        }
        "Metafield" => crate::catalog::metafield_by_id(ctx, number.into())
            .await?
            .map(Node::Metafield),
        "Order" => orders::order_by_id(ctx, number.into())
            .await?
            .map(Node::Order),
        "Product" => product(ctx, number.into()).await?.map(Node::Product),
        "ProductVariant" => variant(ctx, number.into()).await?.map(Node::ProductVariant),
        "Shop" => (number == SHOP_ID).then_some(Node::Shop(Shop)),
        _ => content_node(ctx, kind, number).await?,
    })
}

/// The node of a kind that the domain content owns.
async fn content_node(
    ctx: &Context<'_>,
    kind: &str,
    number: i64,
) -> Result<Option<Node>, ApiError> {
    Ok(match kind {
        "Article" => content::article_by_id(ctx, number.into())
            .await?
            .map(Node::Article),
        "Blog" => content::blog_by_id(ctx, number.into())
            .await?
            .map(Node::Blog),
        "Comment" => content::comment_by_id(ctx, number.into())
            .await?
            .map(Node::Comment),
        "GenericFile" | "MediaImage" => {
            let file = content::file_by_id(ctx, number.into()).await?;
            file.map(|file| match file {
                File::Picture(picture) => Node::MediaImage(picture),
                File::Other(file) => Node::GenericFile(file),
            })
        }
        "Menu" => content::menu_by_id(ctx, number.into())
            .await?
            .map(Node::Menu),
        "MenuItem" => content::menu_item_by_id(ctx, number.into())
            .await?
            .map(Node::MenuItem),
        "Metaobject" => content::metaobject_by_id(ctx, number.into())
            .await?
            .map(Node::Metaobject),
        "Page" => content::page_by_id(ctx, number.into())
            .await?
            .map(Node::Page),
        "ShopPolicy" => content::policy_by_id(ctx, number.into())
            .await?
            .map(Node::ShopPolicy),
        "UrlRedirect" => content::redirect_by_id(ctx, number.into())
            .await?
            .map(Node::UrlRedirect),
        _ => None,
    })
}

async fn product(ctx: &Context<'_>, id: ProductId) -> Result<Option<Product>, ApiError> {
    let row = ctx.catalog().products.load_one(id).await?;
    let row = row.filter(|row| catalog::sees_product(ctx.audience(), ctx.viewer(), row));
    Ok(row.map(Product::new))
}

async fn variant(ctx: &Context<'_>, id: VariantId) -> Result<Option<ProductVariant>, ApiError> {
    let Some(row) = ctx.catalog().variants.load_one(id).await? else {
        return Ok(None);
    };
    let product = product(ctx, row.product_id).await?;
    Ok(product.map(|product| ProductVariant::new(row, Arc::clone(&product.row))))
}

async fn collection(ctx: &Context<'_>, id: CollectionId) -> Result<Option<Collection>, ApiError> {
    let row = ctx.catalog().collections.load_one(id).await?;
    let row = row.filter(|row| catalog::sees_collection(ctx.audience(), ctx.viewer(), row));
    Ok(row.map(Collection::new))
}
