//! Tables of the `catalog` database.

pub mod article;
pub mod blog;
pub mod collection;
pub mod collection_product;
pub mod comment;
pub mod market;
pub mod media_file;
pub mod menu;
pub mod metafield;
pub mod metafield_definition;
pub mod metaobject;
pub mod metaobject_definition;
pub mod operation;
pub mod page;
pub mod price_list;
pub mod price_list_price;
pub mod product;
pub mod sales_channel;
pub mod selling_plan_group;
pub mod selling_plan_group_product;
pub mod shop;
pub mod shop_policy;
pub mod translation;
pub mod url_redirect;
pub mod variant;
pub mod variant_component;
