//! Pages, menus, blogs, policies and merchant-defined records.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(
        steps,
        [
            article(),
            blog(),
            comment(),
            media_file(),
            menu(),
            metaobject(),
            metaobject_definition(),
            page(),
            shop_policy(),
            url_redirect(),
        ],
    );
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "metaobject_by_handle",
                table: "metaobject",
                columns: &["kind", "handle"],
                unique: true,
            },
            create::NewIndex {
                name: "article_by_handle",
                table: "article",
                columns: &["blog_id", "handle"],
                unique: true,
            },
            create::NewIndex {
                name: "article_by_date",
                table: "article",
                columns: &["published_at", "id"],
                unique: false,
            },
            create::NewIndex {
                name: "comment_by_article",
                table: "comment",
                columns: &["article_id", "id"],
                unique: false,
            },
        ],
    )
}

fn article() -> TableCreateStatement {
    Table::create()
        .table("article")
        .col(big_integer("id"))
        .col(big_integer("blog_id"))
        .col(text("handle"))
        .col(text("title"))
        .col(text("content_html"))
        .col(text("content"))
        .col(text_null("excerpt_html"))
        .col(json_binary("author"))
        .col(text("author_name"))
        .col(json_binary_null("image"))
        .col(json_binary("tags"))
        .col(text_null("seo_title"))
        .col(text_null("seo_description"))
        .col(big_integer_null("published_at"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn blog() -> TableCreateStatement {
    Table::create()
        .table("blog")
        .col(big_integer("id"))
        .col(text_uniq("handle"))
        .col(text("title"))
        .col(text_null("seo_title"))
        .col(text_null("seo_description"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn comment() -> TableCreateStatement {
    Table::create()
        .table("comment")
        .col(big_integer("id"))
        .col(big_integer("article_id"))
        .col(text("author_name"))
        .col(text("author_email"))
        .col(text("content_html"))
        .col(text("content"))
        .col(boolean("published"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn media_file() -> TableCreateStatement {
    Table::create()
        .table("media_file")
        .col(big_integer("id"))
        .col(text_null("source"))
        .col(text("mime_type"))
        .col(text("original_name"))
        .col(big_integer("byte_size"))
        .col(integer_null("width"))
        .col(integer_null("height"))
        .col(text_null("alt"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn menu() -> TableCreateStatement {
    Table::create()
        .table("menu")
        .col(big_integer("id"))
        .col(text_uniq("handle"))
        .col(text("title"))
        .col(json_binary("items"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn metaobject() -> TableCreateStatement {
    Table::create()
        .table("metaobject")
        .col(big_integer("id"))
        .col(text("kind"))
        .col(text("handle"))
        .col(json_binary("fields"))
        .col(text_null("seo_title"))
        .col(text_null("seo_description"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn metaobject_definition() -> TableCreateStatement {
    Table::create()
        .table("metaobject_definition")
        .col(big_integer("id"))
        .col(text_uniq("kind"))
        .col(text("name"))
        .col(json_binary("fields"))
        .col(boolean("storefront_visible"))
        .col(text_null("online_store_path"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn page() -> TableCreateStatement {
    Table::create()
        .table("page")
        .col(big_integer("id"))
        .col(text_uniq("handle"))
        .col(text("title"))
        .col(text("body"))
        .col(text("body_text"))
        .col(text_null("seo_title"))
        .col(text_null("seo_description"))
        .col(big_integer_null("published_at"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn shop_policy() -> TableCreateStatement {
    Table::create()
        .table("shop_policy")
        .col(big_integer("id"))
        .col(text_uniq("kind"))
        .col(text("handle"))
        .col(text("title"))
        .col(text("body"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn url_redirect() -> TableCreateStatement {
    Table::create()
        .table("url_redirect")
        .col(big_integer("id"))
        .col(text_uniq("path"))
        .col(text("target"))
        .primary_key(Index::create().col("id"))
        .take()
}
