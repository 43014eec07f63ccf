//! What buyers do with carts, one function for each action.

use super::{
    addresses::{self, AddressNames, NewAddress},
    card_numbers::{Search, WHY, holds_card_number},
    change::{self, Changed, Kept},
    codes::CartErrorCode,
    delivery, discounts, gift_cards,
    line_edits::asked_by,
    lines::{self, NewLine},
    merchandise::Shelf,
    metafields::{self, NewField, Wrong},
    refusal::{CartError, Warning, no_cart},
    token::CartToken,
    view::{audience_of_cart, build_view},
};
use crate::{cart::CartKeys, market::Audience};
use async_graphql::ID;
use souk_entities::cart::cart::{Attribute, Buyer, DeliveryAddress, PostalAddress};
use souk_kernel::{app::App, refusal::Refusal, validators::text_fault, viewer::Client};

/// Longest note, in characters.
pub const MOST_NOTE_CHARACTERS: usize = 5_000;

/// A cart to create.
#[derive(Clone, Debug, Default)]
pub struct NewCart {
    /// Lines.
    pub lines: Vec<NewLine>,
    /// Key-value pairs set by the storefront, each key once.
    pub attributes: Vec<Attribute>,
    /// Buyer's note.
    pub note: Option<String>,
    /// The buyer.
    pub buyer: Buyer,
    /// Discount codes.
    pub discount_codes: Vec<String>,
    /// Gift card codes.
    pub gift_card_codes: Vec<String>,
    /// Delivery addresses.
    pub addresses: Vec<NewAddress>,
    /// Names of the address fields in the input.
    pub address_names: AddressNames<'static>,
    /// Custom fields.
    pub metafields: Vec<NewField>,
}

/// Creates a cart. An empty one is not stored: its id is enough to recognise it.
///
/// # Errors
///
/// When part of the input is refused, or a database fails.
pub async fn create(
    app: &App,
    audience: &Audience,
    client: &Client,
    new: NewCart,
) -> Result<Changed, CartError> {
    let now = app.clock.now();
    let token = app.part::<CartKeys>().make(now);
    let mut row = change::blank(app, audience, &token, now).ok_or_else(no_cart)?;
    let before = row.clone();
    check_note(new.note.as_deref(), &["input", "note"])?;
    search_new(&new)?;
    metafields::check(&new.metafields).map_err(wrong_fields)?;
    row.attributes.0 = new.attributes;
    row.note = new.note;
    row.buyer = new.buyer;
    let codes = ["input", "discountCodes"];
    row.discount_codes.0 = discounts::kept_codes(&codes, &new.discount_codes)?;
    let addresses =
        addresses::add_addresses(&[], &new.addresses, new.address_names, || app.next_id())?;
    row.addresses.0 = addresses.addresses;
    let mut warnings = addresses.warnings;
    let codes = &new.gift_card_codes;
    warnings.extend(gift_cards::enter_new(app, audience, client, &mut row, codes).await?);
    let fields = metafields::with(&[], &new.metafields, now, || app.next_id());
    row.metafields.0 = fields.ok_or_else(metafields::too_many)?;
    let mut shelf = Shelf::default();
    if !new.lines.is_empty() {
        let market = audience_of_cart(app, audience, &row);
        let (wanted, variants) = asked_by(&new.lines);
        shelf.fill(app, &market, &wanted).await?;
        let offers = shelf.offers(app, &market, &variants).await?;
        let list = ["input", "lines"];
        let outcome = lines::add(&[], &new.lines, &offers, &list, || app.next_id())?;
        row.lines.0 = outcome.lines;
        warnings.extend(outcome.warnings);
    }
    let (codes, path) = (&row.discount_codes.0, ["input", "discountCodes"]);
    let tried = discounts::try_codes(app, client, &before, codes, &path).await?;
    if row != before {
        let stored = change::store_new(app, audience, &before, row, Kept::AsOthers).await;
        row = stored.map_err(|error| in_new_cart(error, new.address_names))?;
    }
    let changed = change::shown(app, audience, &token, row, shelf, warnings).await?;
    tried.end(Some(changed.cart.discounts()));
    Ok(with_code_warnings(changed))
}

/// Replaces the discount codes. Codes that do not apply are kept, with a warning.
///
/// # Errors
///
/// When the cart is gone, there are too many codes, too many wrong ones were tried before, or a
/// database fails.
pub async fn set_discount_codes(
    app: &App,
    audience: &Audience,
    client: &Client,
    token: &CartToken,
    codes: &[String],
) -> Result<Changed, CartError> {
    let path = ["discountCodes"];
    let codes = discounts::kept_codes(&path, codes)?;
    let row = change::read_cart(app, audience, token).await?;
    let row = row.ok_or_else(no_cart)?;
    let tried = discounts::try_codes(app, client, &row, &codes, &path).await?;
    let changed = change::change(app, audience, token, |row| {
        row.discount_codes.0.clone_from(&codes);
        Ok(Vec::new())
    });
    let changed = changed.await;
    tried.end(
        changed
            .as_ref()
            .ok()
            .map(|changed| changed.cart.discounts()),
    );
    Ok(with_code_warnings(changed?))
}

/// An error of storing a new cart, with the paths that its input has.
fn in_new_cart(error: CartError, addresses: AddressNames<'_>) -> CartError {
    let of_addresses = |field: &[String]| at_addresses(field, addresses);
    error.with_paths(|field| match of_addresses(&field) {
        Some(path) => path,
        None => [vec!["input".to_owned()], field].concat(),
    })
}

/// Path of the delivery addresses in an input that has other names for them, if `field` is they.
fn at_addresses(field: &[String], names: AddressNames<'_>) -> Option<Vec<String>> {
    let list = || names.list.iter().map(|&part| part.to_owned()).collect();
    (field == ["addresses"]).then(list)
}

fn with_code_warnings(mut changed: Changed) -> Changed {
    let language = changed.cart.audience.language;
    let warnings = changed.cart.discounts().warnings(language);
    changed.warnings.extend(warnings);
    changed
}

/// Replaces the attributes of a cart.
///
/// # Errors
///
/// When the cart is gone or a database fails.
pub async fn set_attributes(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    attributes: &[Attribute],
) -> Result<Changed, CartError> {
    let mut search = Search::default();
    search.attributes(&["attributes"], attributes);
    search.end()?;
    change::change(app, audience, token, |row| {
        row.attributes.0 = attributes.to_vec();
        Ok(Vec::new())
    })
    .await
}

/// Replaces the note of a cart.
///
/// # Errors
///
/// When the cart is gone, the note is too long, or a database fails.
pub async fn set_note(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    note: &str,
) -> Result<Changed, CartError> {
    check_note(Some(note), &["note"])?;
    change::change(app, audience, token, |row| {
        row.note = Some(note.to_owned());
        Ok(Vec::new())
    })
    .await
}

/// Changes the buyer's details. `addresses`, if given, replaces the delivery addresses.
///
/// # Errors
///
/// When the cart is gone, an address is refused, or a database fails.
pub async fn set_buyer(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    apply: impl Fn(&mut Buyer),
    addresses: Option<(&[NewAddress], AddressNames<'_>)>,
) -> Result<Changed, CartError> {
    let changed = change::change(app, audience, token, |row| {
        let before = row.buyer.clone();
        apply(&mut row.buyer);
        let mut search = Search::default();
        search.buyer(&[], &row.buyer, &before);
        search.end()?;
        let Some((new, names)) = addresses else {
            return Ok(Vec::new());
        };
        let outcome = addresses::add_addresses(&[], new, names, || app.next_id())?;
        row.addresses.0 = outcome.addresses;
        Ok(outcome.warnings)
    });
    let names = addresses.map(|(_, names)| names).unwrap_or_default();
    let renamed = |field: Vec<String>| at_addresses(&field, names).unwrap_or(field);
    changed.await.map_err(|error| error.with_paths(renamed))
}

/// Changes the delivery addresses. `apply` returns the warnings for the buyer.
///
/// # Errors
///
/// When the cart is gone, `apply` refuses, or a database fails.
pub async fn set_addresses(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    apply: impl Fn(&mut Vec<DeliveryAddress>) -> Result<Vec<Warning>, Vec<Refusal<CartErrorCode>>>,
) -> Result<Changed, CartError> {
    change::change(app, audience, token, |row| Ok(apply(&mut row.addresses.0)?)).await
}

/// Replaces the billing address; `None` removes it.
///
/// # Errors
///
/// When the cart is gone, the address is refused, or a database fails.
pub async fn set_billing_address(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    address: Option<PostalAddress>,
) -> Result<Changed, CartError> {
    let names = AddressNames {
        list: &[],
        within: &["billingAddress"],
        country: "country",
        province: "province",
    };
    let address = address.map(|address| addresses::check_one(address, names));
    let address = address.transpose()?;
    change::change(app, audience, token, |row| {
        row.billing_address.clone_from(&address);
        Ok(Vec::new())
    })
    .await
}

/// A delivery option the buyer selects for a group.
#[derive(Clone, Debug)]
pub struct DeliveryChoice {
    /// Global id of the group.
    pub group: ID,
    /// Handle of the option.
    pub handle: String,
}

/// Selects delivery options.
///
/// # Errors
///
/// When the cart or a group is gone, an option is not offered, or a database fails.
pub async fn choose_delivery(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    choices: &[DeliveryChoice],
) -> Result<Changed, CartError> {
    let row = change::read_cart(app, audience, token).await?;
    let row = row.ok_or_else(no_cart)?;
    let view = Box::pin(build_view(app, audience, token, row, Shelf::default())).await?;
    let mut offers = Vec::with_capacity(view.groups.len());
    for group in &view.groups {
        offers.push((group, group.offers(app).await?));
    }
    let mut chosen = Vec::with_capacity(choices.len());
    let mut refusals = Vec::new();
    for (index, choice) in choices.iter().enumerate() {
        let mut refuse = |code, field, message| {
            let list = ["selectedDeliveryOptions"];
            refusals.push(Refusal::at(code, &list, index, field, message));
        };
        let mut groups = offers.iter();
        let Some((group, offers)) = groups.find(|(group, _)| group.gid() == choice.group) else {
            let message = "The cart has no such delivery group.";
            refuse(
                CartErrorCode::InvalidDeliveryGroup,
                "deliveryGroupId",
                message,
            );
            continue;
        };
        if !offers.iter().any(|offer| offer.handle == choice.handle) {
            let message = "This way of delivery is not offered.";
            let field = "deliveryOptionHandle";
            refuse(CartErrorCode::InvalidDeliveryOption, field, message);
            continue;
        }
        chosen.push((group.kind, choice.handle.as_str()));
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    change::change(app, audience, token, |row| {
        for &(kind, handle) in &chosen {
            delivery::choose(row, kind, Some(handle));
        }
        Ok(Vec::new())
    })
    .await
}

/// Creates a cart with the lines, attributes, custom fields and codes of another, without the
/// buyer's personal data.
///
/// # Errors
///
/// When the cart is gone or a database fails.
pub async fn copy(app: &App, audience: &Audience, token: &CartToken) -> Result<Changed, CartError> {
    let source = change::read_cart(app, audience, token).await?;
    let source = source.ok_or_else(no_cart)?;
    let now = app.clock.now();
    let copy = app.part::<CartKeys>().make(now);
    let mut row = change::blank(app, audience, &copy, now).ok_or_else(no_cart)?;
    let empty = row.clone();
    row.channel_id = source.channel_id;
    row.lines = source.lines;
    row.attributes = source.attributes;
    row.metafields = source.metafields;
    row.discount_codes = source.discount_codes;
    row.buyer = without_person(&source.buyer);
    if row != empty {
        let stored = change::store_new(app, audience, &empty, row, Kept::ForADay).await;
        row = stored.map_err(|error| error.with_paths(|_| vec!["cartId".to_owned()]))?;
    }
    change::shown(app, audience, &copy, row, Shelf::default(), Vec::new()).await
}

/// Removes the buyer's personal data: contact details, addresses, note, preferences and gift cards.
///
/// # Errors
///
/// When the cart is gone or a database fails.
pub async fn remove_personal_data(
    app: &App,
    audience: &Audience,
    token: &CartToken,
) -> Result<Changed, CartError> {
    change::change(app, audience, token, |row| {
        row.buyer = without_person(&row.buyer);
        row.note = None;
        row.addresses.0.clear();
        row.billing_address = None;
        row.delivery_options = None;
        row.gift_cards.0.clear();
        Ok(Vec::new())
    })
    .await
}

/// Country and language stay: they determine the prices and identify nobody.
fn without_person(buyer: &Buyer) -> Buyer {
    Buyer {
        country: buyer.country.clone(),
        language: buyer.language.clone(),
        visited_from: buyer.visited_from.clone(),
        ..Buyer::default()
    }
}

fn check_note(note: Option<&str>, field: &[&str]) -> Result<(), Refusal<CartErrorCode>> {
    if note.is_some_and(|note| note.chars().count() > MOST_NOTE_CHARACTERS) {
        let message = "A note has at most 5000 characters.";
        return Err(Refusal::of_path(CartErrorCode::NoteTooLong, field, message));
    }
    let fault = match note {
        Some(note) if holds_card_number(note) => Some(WHY),
        note => note.and_then(text_fault),
    };
    match fault {
        Some(why) => Err(Refusal::of_path(CartErrorCode::Invalid, field, why)),
        None => Ok(()),
    }
}

fn wrong_fields(wrong: Vec<Wrong>) -> Vec<Refusal<CartErrorCode>> {
    let list = ["input", "metafields"];
    let code = CartErrorCode::InvalidMetafields;
    let wrong = wrong.into_iter();
    let wrong = wrong.map(|it| Refusal::at(code, &list, it.place, it.input, it.message));
    wrong.collect()
}

/// Refuses a new cart with text that no cart may hold.
fn search_new(new: &NewCart) -> Result<(), Vec<Refusal<CartErrorCode>>> {
    let mut search = Search::default();
    search.attributes(&["input", "attributes"], &new.attributes);
    search.buyer(&["input"], &new.buyer, &Buyer::default());
    let lines = new.lines.iter().map(|line| line.attributes.as_slice());
    search.lines(&["input", "lines"], lines);
    search.end()
}
