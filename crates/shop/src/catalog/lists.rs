//! Pages of lists that are held in memory, with cursors that survive changes to the list.

use serde::{Deserialize, Serialize};
use souk_kernel::pagination::{RequestedPage, Slice, encode_cursor};

/// Content of such a cursor: the index of an item and its id. The id finds the item again after the
/// list has changed; the index is used when the item is gone.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ListPosition(usize, i64);

/// Returns the requested page of `list`, each item with its cursor.
pub fn page_of_list<T>(
    list: Vec<T>,
    page: &RequestedPage<ListPosition>,
    id: impl Fn(&T) -> i64,
) -> Slice<(String, T)> {
    let cursor = page
        .cursor
        .and_then(|place| find(&list, place, page.backward, &id));
    let places = RequestedPage {
        size: page.size,
        backward: page.backward,
        cursor,
    };
    let items = list.into_iter().enumerate().collect();
    Slice::of_list(items, &places).map(|(place, item): (usize, T)| {
        let cursor = encode_cursor(&ListPosition(place, id(&item)));
        (cursor, item)
    })
}

/// The index after which the page starts: that of the item, or the one next to its former index.
fn find<T>(list: &[T], at: ListPosition, backward: bool, id: &impl Fn(&T) -> i64) -> Option<usize> {
    let ListPosition(place, wanted) = at;
    if list.get(place).is_some_and(|item| id(item) == wanted) {
        return Some(place);
    }
    match list.iter().position(|item| id(item) == wanted) {
        Some(place) => Some(place),
        None if backward => Some(place),
        None => place.checked_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use souk_kernel::pagination::decode_cursor;

    fn page(cursor: Option<&str>, backward: bool) -> RequestedPage<ListPosition> {
        let cursor = cursor.map(|text| decode_cursor(text).unwrap());
        RequestedPage {
            size: 2,
            backward,
            cursor,
        }
    }

    fn ids(slice: &Slice<(String, i64)>) -> Vec<i64> {
        slice.items.iter().map(|(_, id)| *id).collect()
    }

    #[test]
    fn pages_follow_each_other_when_the_list_changes() {
        let first = page_of_list(vec![1, 2, 3, 4], &page(None, false), |id| *id);
        assert_eq!(ids(&first), [1, 2]);
        assert!(first.has_next && !first.has_previous);
        let end = first.items[1].0.as_str();

        let grown = page_of_list(vec![9, 1, 2, 3, 4], &page(Some(end), false), |id| *id);
        assert_eq!(ids(&grown), [3, 4]);
        let gone = page_of_list(vec![1, 3, 4], &page(Some(end), false), |id| *id);
        assert_eq!(ids(&gone), [3, 4]);
        let back = page_of_list(vec![8, 9, 1, 2], &page(Some(end), true), |id| *id);
        assert_eq!(ids(&back), [9, 1]);
        assert!(back.has_next && back.has_previous);
    }
}
