//! A cart's delivery addresses: validating, storing and selecting them. Uses no database.

use super::{
    card_numbers::{WHY, holds_card_number},
    codes::{CartErrorCode as Code, CartWarningCode},
    refusal::{Warning, WarningTarget},
};
use souk_entities::cart::cart::{DeliveryAddress, PostalAddress};
use souk_kernel::{
    codes::{CountryCode, Province},
    refusal::Refusal,
    validators::{line_fault, phone_fault},
};

/// Most delivery addresses a cart may have.
pub const MOST_ADDRESSES: usize = 20;
/// Longest address field, in characters.
const MOST_CHARACTERS: usize = 255;

/// An address to add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAddress {
    /// The address. Country and province may be codes or names.
    pub address: PostalAddress,
    /// Whether it becomes the selected address.
    pub selected: bool,
    /// Whether it is for this order only.
    pub one_time: bool,
    /// Whether every field a shipment needs is required.
    pub strict: bool,
}

/// Names of the input fields being checked, for the path of an error.
#[derive(Clone, Copy, Debug, Default)]
pub struct AddressNames<'a> {
    /// The list of addresses.
    pub list: &'a [&'a str],
    /// Path of the address within a list entry.
    pub within: &'a [&'a str],
    /// Name of its country field.
    pub country: &'a str,
    /// Name of its province field.
    pub province: &'a str,
}

/// The addresses after a change, with warnings for the buyer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressesOutcome {
    /// The addresses, in the order they were added; one of them is selected.
    pub addresses: Vec<DeliveryAddress>,
    /// One for each address the cart already had.
    pub warnings: Vec<Warning>,
}

/// Appends the `new` addresses. One the cart already has is not added again.
///
/// # Errors
///
/// Everything that is wrong with the new addresses.
pub fn add_addresses(
    addresses: &[DeliveryAddress],
    new: &[NewAddress],
    names: AddressNames<'_>,
    mut next_id: impl FnMut() -> i64,
) -> Result<AddressesOutcome, Vec<Refusal<Code>>> {
    let checked = check(new, names)?;
    let mut outcome = AddressesOutcome {
        addresses: addresses.to_vec(),
        warnings: Vec::new(),
    };
    let mut selected = None;
    for (new, address) in new.iter().zip(checked) {
        let known = outcome.addresses.iter().find(|it| it.address == address);
        let id = match known.map(|known| known.id) {
            Some(id) => {
                outcome.warnings.push(Warning {
                    code: CartWarningCode::DuplicateDeliveryAddress,
                    target: WarningTarget::Address(id),
                    message: "The cart has this address already.".to_owned(),
                });
                id
            }
            None => {
                let id = next_id();
                outcome.addresses.push(DeliveryAddress {
                    id,
                    address,
                    selected: false,
                    one_time: new.one_time,
                });
                id
            }
        };
        if new.selected {
            selected = Some(id);
        }
    }
    if outcome.addresses.len() > MOST_ADDRESSES {
        let message = format!("A cart keeps at most {MOST_ADDRESSES} delivery addresses.");
        let refusal = Refusal::of_path(Code::TooManyDeliveryAddresses, names.list, message);
        return Err(vec![refusal]);
    }
    select(&mut outcome.addresses, selected);
    Ok(outcome)
}

/// Changes to an address. Fields that are `None` stay unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressChange {
    /// The address to change; `None` if the cart has no such address.
    pub id: Option<i64>,
    /// The new address.
    pub address: Option<PostalAddress>,
    /// Whether it becomes the selected address.
    pub selected: Option<bool>,
    /// Whether it is for this order only.
    pub one_time: Option<bool>,
    /// Whether every field a shipment needs is required.
    pub strict: bool,
}

/// Changes addresses of the cart.
///
/// # Errors
///
/// Everything that is wrong with the changes.
pub fn update_addresses(
    addresses: &[DeliveryAddress],
    changes: &[AddressChange],
    names: AddressNames<'_>,
) -> Result<Vec<DeliveryAddress>, Vec<Refusal<Code>>> {
    let mut changed = addresses.to_vec();
    let mut refusals = Vec::new();
    let mut selected = None;
    for (index, change) in changes.iter().enumerate() {
        let known = changed.iter_mut().find(|known| Some(known.id) == change.id);
        let Some(known) = known else {
            refusals.push(no_address(names.list, index, Some("id")));
            continue;
        };
        let new = NewAddress {
            address: change.address.as_ref().unwrap_or(&known.address).clone(),
            strict: change.strict,
            ..NewAddress::default()
        };
        let mut check = Check {
            index: Some(index),
            names,
            refusals: &mut refusals,
        };
        check.lines(&new.address);
        known.address = check.places(&new);
        known.one_time = change.one_time.unwrap_or(known.one_time);
        if change.selected == Some(true) && selected.replace(known.id).is_some() {
            refusals.push(second_selected(names.list, index));
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    select(&mut changed, selected);
    Ok(changed)
}

/// Removes addresses; `None` stands for an address the cart does not have.
///
/// # Errors
///
/// When the cart does not have one of the addresses.
pub fn remove(
    addresses: &[DeliveryAddress],
    ids: &[Option<i64>],
    list: &[&str],
) -> Result<Vec<DeliveryAddress>, Vec<Refusal<Code>>> {
    let is_known = |id: &Option<i64>| addresses.iter().any(|known| Some(known.id) == *id);
    let unknown = ids.iter().enumerate().filter(|(_, id)| !is_known(id));
    let refusals: Vec<Refusal<Code>> = unknown
        .map(|(index, _)| no_address(list, index, None))
        .collect();
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let kept = addresses.iter().filter(|it| !ids.contains(&Some(it.id)));
    let mut kept: Vec<DeliveryAddress> = kept.cloned().collect();
    select(&mut kept, None);
    Ok(kept)
}

/// Validates an address and returns it with country and province as codes.
///
/// # Errors
///
/// Everything that is wrong with it.
pub fn check_one(
    address: PostalAddress,
    names: AddressNames<'_>,
) -> Result<PostalAddress, Vec<Refusal<Code>>> {
    let mut refusals = Vec::new();
    let mut check = Check {
        index: None,
        names,
        refusals: &mut refusals,
    };
    check.lines(&address);
    let new = NewAddress {
        address,
        ..NewAddress::default()
    };
    let checked = check.places(&new);
    match refusals.is_empty() {
        true => Ok(checked),
        false => Err(refusals),
    }
}

fn no_address(list: &[&str], index: usize, field: Option<&str>) -> Refusal<Code> {
    let index = index.to_string();
    let path = list.iter().copied().chain([index.as_str()]).chain(field);
    let path: Vec<&str> = path.collect();
    let message = "The cart has no such delivery address.";
    Refusal::of_path(Code::InvalidDeliveryAddressId, &path, message)
}

fn second_selected(list: &[&str], index: usize) -> Refusal<Code> {
    let code = Code::OnlyOneDeliveryAddressCanBeSelected;
    let message = "Only one delivery address can be selected.";
    Refusal::at(code, list, index, "selected", message)
}

/// Selects one address: the one with this id, else the one selected before, else the first.
fn select(addresses: &mut [DeliveryAddress], id: Option<i64>) {
    let before = addresses
        .iter()
        .find(|it| it.selected)
        .or(addresses.first());
    let id = id.or(before.map(|it| it.id));
    for address in addresses {
        address.selected = Some(address.id) == id;
    }
}

/// The addresses with country and province as codes.
fn check(
    new: &[NewAddress],
    names: AddressNames<'_>,
) -> Result<Vec<PostalAddress>, Vec<Refusal<Code>>> {
    let mut refusals = Vec::new();
    let mut checked = Vec::with_capacity(new.len());
    for (index, new) in new.iter().enumerate() {
        let mut check = Check {
            index: Some(index),
            names,
            refusals: &mut refusals,
        };
        check.lines(&new.address);
        checked.push(check.places(new));
    }
    let mut selected = new.iter().enumerate().filter(|(_, new)| new.selected);
    if let Some((index, _)) = selected.nth(1) {
        refusals.push(second_selected(names.list, index));
    }
    match refusals.is_empty() {
        true => Ok(checked),
        false => Err(refusals),
    }
}

/// Collects what is wrong with one address.
struct Check<'a> {
    /// Index in the list; `None` outside a list.
    index: Option<usize>,
    names: AddressNames<'a>,
    refusals: &'a mut Vec<Refusal<Code>>,
}

impl Check<'_> {
    fn refuse(&mut self, code: Code, field: &str, message: impl Into<String>) {
        let index = self.index.map(|index| index.to_string());
        let list = self.names.list.iter().copied();
        let within = self.names.within.iter().copied();
        let path = list.chain(index.as_deref()).chain(within).chain([field]);
        let path: Vec<&str> = path.collect();
        self.refusals.push(Refusal::of_path(code, &path, message));
    }

    /// Rejects text that no address field may hold, because addresses are printed on labels.
    fn lines(&mut self, address: &PostalAddress) {
        let lines = [
            ("address1", &address.address1),
            ("address2", &address.address2),
            ("city", &address.city),
            ("company", &address.company),
            (self.names.country, &address.country),
            ("firstName", &address.first_name),
            ("lastName", &address.last_name),
            ("phone", &address.phone),
            (self.names.province, &address.province),
            ("zip", &address.zip),
        ];
        for (field, text) in lines {
            let text = text.as_deref();
            if text.is_some_and(holds_card_number) {
                self.refuse(Code::Invalid, field, WHY);
            } else if let Some((code, message)) = text.and_then(unprintable) {
                self.refuse(code, field, message);
            } else if field == "phone"
                && let Some(why) = filled(text).and_then(phone_fault)
            {
                self.refuse(Code::AddressFieldDoesNotMatchExpectedPattern, field, why);
            }
        }
    }

    /// The address with country and province as codes.
    fn places(&mut self, new: &NewAddress) -> PostalAddress {
        let mut address = trimmed(&new.address);
        let country = address.country.as_deref().map(CountryCode::find);
        if country == Some(None) {
            let message = "There is no such country.";
            self.refuse(Code::Invalid, self.names.country, message);
        }
        let country = country.flatten();
        address.country = country.map(|country| country.code().to_owned());
        if let (Some(country), Some(text)) = (country, &address.province) {
            match Province::find(country, text) {
                Some(province) => address.province = Some(province.code().to_owned()),
                None if new.strict => {
                    let message = "The country has no such province.";
                    self.refuse(Code::ProvinceNotFound, self.names.province, message);
                }
                None => {}
            }
        }
        if new.strict {
            let needed = [
                ("address1", &address.address1),
                ("city", &address.city),
                (self.names.country, &new.address.country),
            ];
            for (field, _) in needed.into_iter().filter(|(_, text)| text.is_none()) {
                let message = "This line of the address is missing.";
                self.refuse(Code::AddressFieldIsRequired, field, message);
            }
        }
        address
    }
}

fn unprintable(text: &str) -> Option<(Code, String)> {
    let code = if text.chars().count() > MOST_CHARACTERS {
        let message = format!("A line of an address has at most {MOST_CHARACTERS} characters.");
        return Some((Code::AddressFieldIsTooLong, message));
    } else if text.contains("://") || text.contains("www.") {
        (
            Code::AddressFieldContainsUrl,
            "An address has no web addresses.",
        )
    } else if text.contains('<') && text.contains('>') {
        (
            Code::AddressFieldContainsHtmlTags,
            "An address has no markup.",
        )
    } else if text.chars().any(is_pictogram) {
        (
            Code::AddressFieldContainsEmojis,
            "An address has no pictograms.",
        )
    } else if let Some(why) = line_fault(text) {
        (Code::AddressFieldDoesNotMatchExpectedPattern, why)
    } else {
        return None;
    };
    Some((code.0, code.1.to_owned()))
}

fn is_pictogram(character: char) -> bool {
    matches!(character, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}

/// The text, trimmed; `None` if it is blank.
fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// The address with whitespace trimmed; blank fields become `None`.
fn trimmed(address: &PostalAddress) -> PostalAddress {
    let kept = |text: &Option<String>| filled(text.as_deref()).map(str::to_owned);
    PostalAddress {
        address1: kept(&address.address1),
        address2: kept(&address.address2),
        city: kept(&address.city),
        company: kept(&address.company),
        country: kept(&address.country),
        first_name: kept(&address.first_name),
        last_name: kept(&address.last_name),
        phone: kept(&address.phone),
        province: kept(&address.province),
        zip: kept(&address.zip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: AddressNames<'_> = AddressNames {
        list: &["addresses"],
        within: &["address", "deliveryAddress"],
        country: "countryCode",
        province: "provinceCode",
    };

    fn new(address1: &str) -> NewAddress {
        NewAddress {
            address: PostalAddress {
                address1: Some(address1.to_owned()),
                country: Some("Canada".to_owned()),
                province: Some("Ontario".to_owned()),
                ..PostalAddress::default()
            },
            ..NewAddress::default()
        }
    }

    fn added(
        old: &[DeliveryAddress],
        new: &[NewAddress],
    ) -> Result<AddressesOutcome, Vec<Refusal<Code>>> {
        let mut id = 100 + i64::try_from(old.len()).unwrap();
        add_addresses(old, new, NAMES, || {
            id += 1;
            id
        })
    }

    #[test]
    fn one_address_is_selected_and_none_is_kept_twice() {
        let first = added(&[], &[new("1 Way"), new("2 Way")]).unwrap().addresses;
        let selected: Vec<bool> = first.iter().map(|it| it.selected).collect();
        assert_eq!(selected, [true, false]);
        assert_eq!(first[0].address.country.as_deref(), Some("CA"));
        assert_eq!(first[0].address.province.as_deref(), Some("ON"));

        let mut again = new(" 2 Way");
        again.selected = true;
        let second = added(&first, &[again]).unwrap();
        let selected: Vec<bool> = second.addresses.iter().map(|it| it.selected).collect();
        assert_eq!(selected, [false, true]);
        let code = CartWarningCode::DuplicateDeliveryAddress;
        assert_eq!(second.warnings[0].code, code);
    }

    #[test]
    fn what_cannot_be_delivered_to_is_refused_with_its_place() {
        let codes = |new: &[NewAddress]| -> Vec<(Code, String)> {
            let refusals = added(&[], new).unwrap_err().into_iter();
            refusals.map(|it| (it.code, it.field.join("."))).collect()
        };
        let mut nowhere = new("1 Way");
        nowhere.address.country = Some("Narnia".to_owned());
        let place = "addresses.0.address.deliveryAddress.countryCode".to_owned();
        assert_eq!(codes(&[nowhere]), [(Code::Invalid, place)]);

        let mut strict = new("<b>1</b>");
        strict.strict = true;
        strict.address.province = Some("Texas".to_owned());
        let found: Vec<Code> = codes(&[strict]).into_iter().map(|it| it.0).collect();
        let expected = [
            Code::AddressFieldContainsHtmlTags,
            Code::ProvinceNotFound,
            Code::AddressFieldIsRequired,
        ];
        assert_eq!(found, expected);

        let mut both = [new("1 Way"), new("2 Way")];
        both.iter_mut().for_each(|it| it.selected = true);
        let code = Code::OnlyOneDeliveryAddressCanBeSelected;
        assert_eq!(codes(&both)[0], (code, "addresses.1.selected".to_owned()));
        let many: Vec<NewAddress> = (0..21).map(|it| new(&format!("{it} Way"))).collect();
        assert_eq!(codes(&many)[0].0, Code::TooManyDeliveryAddresses);
    }
}
