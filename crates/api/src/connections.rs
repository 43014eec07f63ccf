//! Connections: the GraphQL types of a page of a list.

use async_graphql::SimpleObject;
use souk_kernel::pagination::MAX_PAGE;

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
            pub edges: $crate::list::List<$edge>,
            /// The items.
            pub nodes: $crate::list::List<$node>,
            /// Position of the page within the list.
            pub page_info: $crate::connections::PageInfo,
        }

        impl $connection {
            /// Builds the page from items and their cursors.
            pub fn new(slice: souk_kernel::pagination::Slice<(String, $node)>) -> Self {
                let page_info = $crate::connections::PageInfo {
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
