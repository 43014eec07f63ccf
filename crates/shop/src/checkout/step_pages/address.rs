//! The address step: a delivery address in a country the shop delivers to.

use super::{
    contact::FieldsPage,
    form::{CheckoutForm, Field, Given, Problem, Saved},
    frame::Frame,
    steps::Step,
    visit::Visit,
};
use crate::{
    cart::{self, AddressChange, AddressNames, CartError, CartErrorCode, NewAddress},
    delivery::Delivery,
    private_page::{POLICY, page_of},
    texts::ErrorTexts,
};
use axum::response::Response;
use souk_entities::cart::cart::{DeliveryAddress, PostalAddress};
use souk_kernel::{
    app::App,
    codes::{CountryCode, Province},
    error::ApiError,
    refusal::Refusal,
    validators::phone_fault,
};

/// Fields of the form.
const FIELDS: [&str; 9] = [
    "country",
    "first_name",
    "last_name",
    "company",
    "address1",
    "address2",
    "zip",
    "city",
    "province",
];
/// Button that sends only the country, so that its provinces can be offered.
const COUNTRY_BUTTON: &str = "country_chosen";
/// Names of the input fields in refusals.
const NAMES: AddressNames<'static> = AddressNames {
    list: &[],
    within: &[],
    country: "country",
    province: "province",
};

/// The page of the step.
pub(super) async fn page(app: &App, visit: &Visit, given: Given<'_>) -> Result<Response, ApiError> {
    let known = known(visit).cloned().unwrap_or_default();
    let country = match given.form {
        Some(form) => form.text("country"),
        None => known.country.as_deref(),
    };
    let countries = countries(app, visit);
    let country = country.and_then(CountryCode::from_code);
    let country = country.or_else(|| first(visit, &countries));
    let form = given.form;
    let problems = &given.problems;
    let fields = fields(visit, &countries, country).into_iter().map(|field| {
        let known = match field.name {
            "country" => country.map(CountryCode::code),
            name => line(&known, name),
        };
        field.filled(form, known, problems)
    });
    let fields = fields.collect();
    let frame = Frame::new(app, visit, Step::Address, given).await?;
    let page = FieldsPage {
        layout: frame.layout(),
        frame,
        heading: visit.texts.checkout.address,
        fields,
    };
    Ok(page_of(&page, POLICY))
}

fn known(visit: &Visit) -> Option<&PostalAddress> {
    cart::delivery_address(&visit.view.row).map(|known| &known.address)
}

/// Countries the cart can be delivered to, sorted by name.
fn countries(app: &App, visit: &Visit) -> Vec<CountryCode> {
    let name = visit.texts.country;
    let currency = visit.view.audience.currency;
    let mut countries = app.part::<Delivery>().current().countries(currency);
    countries.sort_by_cached_key(|&country| name(country).to_lowercase());
    countries
}

/// The buyer's country, if the cart can be delivered there; else the first such country of its
/// market.
fn first(visit: &Visit, countries: &[CountryCode]) -> Option<CountryCode> {
    let own = visit.view.audience.country;
    let mut in_market = visit.view.audience.market.countries.0.iter();
    let served = |code: &String| {
        let country = CountryCode::from_code(code)?;
        countries.contains(&country).then_some(country)
    };
    let own = countries.contains(&own).then_some(own);
    own.or_else(|| in_market.find_map(served))
}

fn fields(visit: &Visit, countries: &[CountryCode], country: Option<CountryCode>) -> Vec<Field> {
    let texts = &visit.texts.checkout;
    let name = visit.texts.country;
    let countries = countries.iter().map(|&it| (it.code(), name(it)));
    let mut choice = Field::line("country", texts.country, "country").of(countries.collect());
    choice.button = Some(texts.other_country);
    let street = Field::line("address1", texts.street, "address-line1");
    let more = Field::line("address2", texts.street_more, "address-line2");
    let mut zip = Field::line("zip", texts.zip, "postal-code").half();
    zip.required = country.is_some_and(CountryCode::needs_zip);
    let mut fields = vec![
        choice,
        Field::line("first_name", texts.first_name, "given-name")
            .optional()
            .half(),
        Field::line("last_name", texts.last_name, "family-name").half(),
        Field::line("company", texts.company, "organization").optional(),
        street,
        more.optional(),
        zip,
        Field::line("city", texts.city, "address-level2").half(),
    ];
    let provinces = country.map(Province::written_in).unwrap_or_default();
    if !provinces.is_empty() {
        let provinces = provinces.into_iter().map(|it| (it.code(), it.name()));
        let province = Field::line("province", texts.province, "address-level1");
        fields.push(province.of(provinces.collect()));
    }
    fields
}

fn line<'a>(address: &'a PostalAddress, field: &str) -> Option<&'a str> {
    match field {
        "first_name" => address.first_name.as_deref(),
        "last_name" => address.last_name.as_deref(),
        "company" => address.company.as_deref(),
        "address1" => address.address1.as_deref(),
        "address2" => address.address2.as_deref(),
        "zip" => address.zip.as_deref(),
        "city" => address.city.as_deref(),
        "province" => address.province.as_deref(),
        _ => None,
    }
}

/// Saves the delivery address. With the country button only the country is checked, and the rest is
/// saved as far as possible.
pub(super) async fn save(
    app: &App,
    visit: &Visit,
    form: &CheckoutForm,
) -> Result<Saved, CartError> {
    let is_whole = form.text(COUNTRY_BUTTON).is_none();
    let address = address_of_form(visit, form);
    let mut problems = form.card_numbers(&FIELDS, &visit.texts.checkout);
    problems.extend(wrong(app, visit, &address, is_whole));
    if !problems.is_empty() {
        return Ok(Saved::Wrong(problems));
    }
    let set = cart::set_addresses(app, &visit.audience, &visit.token, |known| {
        *known = with(app, known, &address, is_whole)?;
        Ok(Vec::new())
    });
    let set = set.await;
    let billing = visit.view.row.billing_address.as_ref();
    if set.is_ok() && billing.is_some() && billing == known(visit) {
        // The billing address was the delivery address, and stays so.
        cart::set_billing_address(app, &visit.audience, &visit.token, Some(address)).await?;
    }
    match set {
        Ok(_) if is_whole => Ok(Saved::Next),
        Ok(_) => Ok(Saved::To(visit.path(Step::Address, None))),
        Err(CartError::Refused(refusals)) => refused(&visit.texts.checkout.errors, &refusals),
        Err(failed) => Err(failed),
    }
}

fn address_of_form(visit: &Visit, form: &CheckoutForm) -> PostalAddress {
    // A number that was stored before numbers were checked is left out: this page cannot change it.
    let phone = visit.view.row.buyer.phone.clone();
    let phone = phone.filter(|phone| phone_fault(phone).is_none());
    PostalAddress {
        address1: form.owned("address1"),
        address2: form.owned("address2"),
        city: form.owned("city"),
        company: form.owned("company"),
        country: form.owned("country"),
        first_name: form.owned("first_name"),
        last_name: form.owned("last_name"),
        phone,
        province: form.owned("province"),
        zip: form.owned("zip"),
    }
}

fn wrong(app: &App, visit: &Visit, address: &PostalAddress, is_whole: bool) -> Vec<Problem> {
    let errors = &visit.texts.checkout.errors;
    let mut problems = Vec::new();
    let country = address.country.as_deref().and_then(CountryCode::from_code);
    let country = country.filter(|country| countries(app, visit).contains(country));
    if country.is_none() {
        problems.push(Problem::new("country", errors.country));
    }
    if !is_whole {
        return problems;
    }
    let needs_zip = country.is_some_and(CountryCode::needs_zip);
    let needed = [
        ("last_name", &address.last_name, true),
        ("address1", &address.address1, true),
        ("zip", &address.zip, needs_zip),
        ("city", &address.city, true),
    ];
    let missing = needed.into_iter();
    let missing = missing.filter(|(_, text, is_needed)| *is_needed && text.is_none());
    problems.extend(missing.map(|(field, ..)| Problem::new(field, errors.missing)));
    let has_provinces = |country| !Province::written_in(country).is_empty();
    let province = address.province.as_deref().unwrap_or_default();
    if country.is_some_and(|it| has_provinces(it) && Province::find(it, province).is_none()) {
        problems.push(Problem::new("province", errors.province));
    }
    problems
}

/// The addresses with this one in place of the selected one.
fn with(
    app: &App,
    known: &[DeliveryAddress],
    address: &PostalAddress,
    strict: bool,
) -> Result<Vec<DeliveryAddress>, Vec<Refusal<CartErrorCode>>> {
    if let Some(chosen) = known.iter().find(|it| it.selected) {
        let change = AddressChange {
            id: Some(chosen.id),
            address: Some(address.clone()),
            strict,
            ..AddressChange::default()
        };
        return cart::update_addresses(known, &[change], NAMES);
    }
    let new = NewAddress {
        address: address.clone(),
        selected: true,
        strict,
        ..NewAddress::default()
    };
    Ok(cart::add_addresses(known, &[new], NAMES, || app.next_id())?.addresses)
}

/// The refusals of the cart, at the fields of this form.
fn refused(errors: &ErrorTexts, refusals: &[Refusal<CartErrorCode>]) -> Result<Saved, CartError> {
    let problems = refusals.iter().filter_map(|refusal| {
        let name = refusal.field.last().map(String::as_str);
        let field = FIELDS.into_iter().find(|&field| {
            let of_api = match field {
                "first_name" => "firstName",
                "last_name" => "lastName",
                same => same,
            };
            Some(of_api) == name
        });
        let message = match refusal.code {
            CartErrorCode::ProvinceNotFound => errors.province,
            CartErrorCode::AddressFieldIsRequired => errors.missing,
            _ => errors.unusable,
        };
        field.map(|field| Problem::new(field, message))
    });
    let problems: Vec<Problem> = problems.collect();
    match problems.is_empty() {
        true => Err(refusals.to_vec().into()),
        false => Ok(Saved::Wrong(problems)),
    }
}
