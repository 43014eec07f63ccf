//! GraphQL types and resolvers of listings and searches.

mod facets;
pub mod filters;
pub mod listing;
pub mod predictive;
pub mod queries;
pub mod recommendations;
pub mod results;

pub use filters::{Filter, FilterValue, ProductFilter};
pub use listing::{CollectionListing, ProductConnection, ProductEdge};
pub use predictive::SearchQuerySuggestion;
pub use queries::SearchQuery;
