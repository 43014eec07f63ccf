//! Categories: nodes of a tree, stored as the path to each node.

use crate::list::List;
use async_graphql::{Description, ID, Object};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use souk_kernel::{error::ApiError, ids::NAMESPACE};

/// Separator between the names in a path.
const SEPARATOR: &str = " > ";
const KIND: &str = "/TaxonomyCategory/";

/// A product category.
#[derive(Clone, Debug, PartialEq, Eq, Description)]
pub struct TaxonomyCategory {
    /// Names from the broadest category to this one, joined by ` > `.
    path: String,
}

impl TaxonomyCategory {
    /// The category at the end of `path`.
    pub fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// Global id.
    pub fn gid(&self) -> ID {
        let key = BASE64_URL_SAFE_NO_PAD.encode(&self.path);
        ID(format!("gid://{NAMESPACE}{KIND}{key}"))
    }

    /// The path encoded in a category's global id.
    ///
    /// # Errors
    ///
    /// [`ApiError::BadInput`] if the text is not the id of a category.
    pub fn path_of(id: &str) -> Result<String, ApiError> {
        let bad = || ApiError::BadInput("invalid TaxonomyCategory id".to_owned());
        let (namespace, key) = id.split_once(KIND).ok_or_else(bad)?;
        if !namespace.starts_with("gid://") {
            return Err(bad());
        }
        let path = BASE64_URL_SAFE_NO_PAD.decode(key).map_err(|_| bad())?;
        String::from_utf8(path).map_err(|_| bad())
    }
}

#[Object(use_type_description)]
impl TaxonomyCategory {
    /// The categories above this one, the nearest first.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn ancestors(&self) -> List<TaxonomyCategory> {
        let mut above = Vec::new();
        let mut path = self.path.as_str();
        while let Some((parent, _)) = path.rsplit_once(SEPARATOR) {
            above.push(Self::new(parent));
            path = parent;
        }
        above.into()
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.gid()
    }

    /// Name, such as `Lamps`.
    async fn name(&self) -> &str {
        let end = self.path.rsplit_once(SEPARATOR);
        end.map_or(&self.path, |(_, name)| name)
    }
}
