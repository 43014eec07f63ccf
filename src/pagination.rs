//! Keyset pagination: arguments in, slices and page information out.

use crate::error::ApiError;
use async_graphql::SimpleObject;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

/// Maximum page size.
pub const MAX_PAGE: i32 = 250;

/// A requested page: its size, direction and start. `C` is the content of a cursor: the sort key of
/// a row and its id.
#[derive(Clone, Debug)]
pub struct Page<C> {
    /// Maximum number of rows.
    pub size: u64,
    /// Whether the page consists of the last rows before the cursor instead of the first after it.
    pub backward: bool,
    /// The row that precedes the page in the direction of reading.
    pub cursor: Option<C>,
}

impl<C: DeserializeOwned> Page<C> {
    /// Reads the arguments of a connection.
    ///
    /// # Errors
    ///
    /// [`ApiError::BadInput`] when neither or both of `first` and `last` are given, when one is
    /// outside 0 to 250, or for a cursor of another list.
    pub fn from_arguments(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self, ApiError> {
        let bad = |why: &str| Err(ApiError::BadInput(why.to_owned()));
        let (size, backward) = match (first, last) {
            (Some(first), None) => (first, false),
            (None, Some(last)) => (last, true),
            (None, None) => return bad("give first or last"),
            (Some(_), Some(_)) => return bad("give first or last, not both"),
        };
        if !(0..=MAX_PAGE).contains(&size) {
            return bad("first and last must be between 0 and 250");
        }
        let cursor = if backward { before } else { after };
        Ok(Self {
            size: size.unsigned_abs().into(),
            backward,
            cursor: cursor.map(|text| decode_cursor(&text)).transpose()?,
        })
    }
}

/// Encodes a cursor: opaque text that contains `key`.
pub fn encode_cursor(key: &impl Serialize) -> String {
    let json = serde_json::to_vec(key).expect("sort keys are plain values");
    BASE64_URL_SAFE_NO_PAD.encode(json)
}

/// Decodes a cursor.
///
/// # Errors
///
/// [`ApiError::BadInput`] when the text is not a cursor of this list.
pub fn decode_cursor<C: DeserializeOwned>(text: &str) -> Result<C, ApiError> {
    let bad = || ApiError::BadInput("invalid cursor".to_owned());
    let json = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
    serde_json::from_slice(&json).map_err(|_| bad())
}

/// The rows of one page, in list order.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// Rows.
    pub items: Vec<T>,
    /// Whether there are rows before these.
    pub has_previous: bool,
    /// Whether there are rows after these.
    pub has_next: bool,
}

impl<T> Slice<T> {
    /// Builds a page from rows read in the direction of `page`, one more than its size: the extra
    /// row shows whether there are more.
    pub fn from_overfetch<C>(mut rows: Vec<T>, page: &Page<C>) -> Self {
        let size = usize::try_from(page.size).expect("a page has at most 250 rows");
        let more = rows.len() > size;
        rows.truncate(size);
        let behind = page.cursor.is_some();
        if page.backward {
            rows.reverse();
            Self {
                items: rows,
                has_previous: more,
                has_next: behind,
            }
        } else {
            Self {
                items: rows,
                has_previous: behind,
                has_next: more,
            }
        }
    }

    /// A page of a list in memory; a cursor is an index into the list.
    pub fn of_list(list: Vec<T>, page: &Page<usize>) -> Self {
        let size = usize::try_from(page.size).expect("a page has at most 250 rows");
        let (start, end) = if page.backward {
            let end = page.cursor.unwrap_or(list.len()).min(list.len());
            (end.saturating_sub(size), end)
        } else {
            let start = page
                .cursor
                .map_or(0, |place| place.saturating_add(1))
                .min(list.len());
            (start, (start + size).min(list.len()))
        };
        let (has_previous, has_next) = (start > 0, end < list.len());
        let items = list.into_iter().skip(start).take(end - start).collect();
        Self {
            items,
            has_previous,
            has_next,
        }
    }

    /// Maps the rows of the page.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Slice<U> {
        Slice {
            items: self.items.into_iter().map(each).collect(),
            has_previous: self.has_previous,
            has_next: self.has_next,
        }
    }
}

/// Position of a page within its list.
#[derive(Clone, Debug, Default, SimpleObject)]
pub struct PageInfo {
    /// Cursor of the last item of the page.
    pub end_cursor: Option<String>,
    /// Whether there are more items after the page.
    pub has_next_page: bool,
    /// Whether there are items before the page.
    pub has_previous_page: bool,
    /// Cursor of the first item of the page.
    pub start_cursor: Option<String>,
}

/// Declares a connection type of the reference shape (`edges`, `nodes`, `pageInfo`) and its edge:
/// `connection!(PageConnection, PageEdge, Page, "pages")`. Make one with `new(slice, cursor_of)`.
#[macro_export]
macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ty, $what:literal) => {
        #[doc = concat!("One item of a list of ", $what, ", with its cursor.")]
        #[derive(async_graphql::SimpleObject, Clone)]
        pub struct $edge {
            /// Cursor of the item, to be passed as `after` or `before`.
            pub cursor: String,
            /// The item.
            pub node: $node,
        }

        #[doc = concat!("A page of a list of ", $what, ".")]
        #[derive(async_graphql::SimpleObject, Clone)]
        pub struct $connection {
            /// The items with their cursors.
            pub edges: Vec<$edge>,
            /// The items.
            pub nodes: Vec<$node>,
            /// Position of the page within the list.
            pub page_info: $crate::pagination::PageInfo,
        }

        impl $connection {
            /// Builds the page from items and their cursors.
            pub fn new(slice: $crate::pagination::Slice<(String, $node)>) -> Self {
                let page_info = $crate::pagination::PageInfo {
                    start_cursor: slice.items.first().map(|(cursor, _)| cursor.clone()),
                    end_cursor: slice.items.last().map(|(cursor, _)| cursor.clone()),
                    has_next_page: slice.has_next,
                    has_previous_page: slice.has_previous,
                };
                let nodes = slice.items.iter().map(|(_, node)| node.clone()).collect();
                let edges = slice.items.into_iter();
                let edges = edges.map(|(cursor, node)| $edge { cursor, node }).collect();
                Self {
                    edges,
                    nodes,
                    page_info,
                }
            }
        }
    };
}

/// Maximum number of nodes that a list adds to the estimated cost of a request: the requested size,
/// at most 250, times the cost of an item.
pub fn list_cost(first: Option<i32>, last: Option<i32>, child_complexity: usize) -> usize {
    let asked = first.or(last).unwrap_or(MAX_PAGE).clamp(0, MAX_PAGE);
    usize::try_from(asked)
        .unwrap_or(0)
        .saturating_mul(child_complexity)
        + 1
}

/// A number of objects.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct Count {
    /// The count.
    pub count: i32,
    /// Whether the count is exact.
    pub precision: CountPrecision,
}

/// Precision of a count.
#[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountPrecision {
    /// The actual number is the count or more.
    AtLeast,
    /// The count is exact.
    Exact,
}

impl Count {
    /// An exact count.
    pub fn exact(count: i32) -> Self {
        Self {
            count,
            precision: CountPrecision::Exact,
        }
    }
}
