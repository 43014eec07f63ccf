//! Readers' comments on articles.

use super::ContentContext;
use crate::context::RequestContext;
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::{catalog::comment, ids::CommentId};
use souk_kernel::{error::ApiError, ids::Gid, scalars::Html};
use souk_shop::{catalog, content::sees};
use std::sync::Arc;

/// A reader's comment on an article.
#[derive(Clone, Description)]
pub struct Comment(Arc<comment::Model>);

impl Comment {
    /// Wraps a comment that the caller is known to be allowed to see.
    pub fn new(row: Arc<comment::Model>) -> Self {
        Self(row)
    }
}

#[Object(use_type_description)]
impl Comment {
    /// Author.
    async fn author(&self) -> CommentAuthor {
        CommentAuthor {
            email: self.0.author_email.clone(),
            name: self.0.author_name.clone(),
        }
    }

    /// The text without markup.
    async fn content(
        &self,
        #[graphql(desc = "Maximum number of characters; no limit if omitted.")] truncate_at: Option<
            i32,
        >,
    ) -> String {
        let text = self.0.content.as_str().into();
        catalog::truncated_text(text, truncate_at).into_owned()
    }

    /// The text with markup.
    async fn content_html(&self) -> Html {
        Html(self.0.content_html.clone())
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }
}

/// Author of a comment.
#[derive(SimpleObject, Clone, Debug)]
pub struct CommentAuthor {
    /// E-mail address.
    email: String,
    /// Name.
    name: String,
}

/// The comment with this id, if the caller may see it and its article.
///
/// # Errors
///
/// When the database fails.
pub async fn comment_by_id(ctx: &Context<'_>, id: CommentId) -> Result<Option<Comment>, ApiError> {
    let Some(row) = ctx.content().comments.load_one(id).await? else {
        return Ok(None);
    };
    let since = row.published.then_some(row.created_at);
    let seen = |since| sees(ctx.audience(), ctx.viewer(), since);
    let article = ctx.content().articles.load_one(row.article_id).await?;
    let article_seen = article.is_some_and(|article| seen(article.published_at));
    Ok((seen(since) && article_seen).then(|| Comment::new(row)))
}
