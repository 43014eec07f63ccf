//! Keyset pagination: arguments in, slices and page information out.

use crate::error::ApiError;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

/// Maximum page size.
pub const MAX_PAGE: i32 = 250;

/// A requested page: its size, direction and start. `C` is the content of a cursor: the sort key of
/// a row and its id.
#[derive(Clone, Debug)]
pub struct RequestedPage<C> {
    /// Maximum number of rows.
    pub size: u64,
    /// Whether the page consists of the last rows before the cursor instead of the first after it.
    pub backward: bool,
    /// The row that precedes the page in the direction of reading.
    pub cursor: Option<C>,
}

impl<C: DeserializeOwned> RequestedPage<C> {
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
    pub fn from_overfetch<C>(mut rows: Vec<T>, page: &RequestedPage<C>) -> Self {
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
    pub fn of_list(list: Vec<T>, page: &RequestedPage<usize>) -> Self {
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
