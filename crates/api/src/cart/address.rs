//! Addresses of carts.

use async_graphql::{ID, MergedObject, Object, Union};
use souk_entities::cart::cart::{self, PostalAddress};
use souk_kernel::{
    codes::{CountryCode, Label, Province},
    ids,
};
use souk_shop::postal::{
    country as postal_country, label, name as postal_name, province as postal_province,
};
use std::sync::Arc;

/// A delivery address.
#[derive(Clone, Union)]
pub enum DeliveryAddress {
    /// A postal address.
    Postal(MailingAddress),
}

impl DeliveryAddress {
    pub(super) fn new(stored: &cart::DeliveryAddress) -> Self {
        Self::Postal(MailingAddress::new(stored))
    }
}

/// A postal address.
#[derive(MergedObject, Clone)]
pub struct MailingAddress(PostalFields, MailingFields);

impl MailingAddress {
    /// An address stored outside a cart, under a number of its own.
    pub fn of(id: i64, stored: &PostalAddress) -> Self {
        let stored = Arc::new(stored.clone());
        let own = MailingFields {
            id,
            stored: Arc::clone(&stored),
        };
        Self(PostalFields(stored), own)
    }

    pub(super) fn new(stored: &cart::DeliveryAddress) -> Self {
        Self::of(stored.id, &stored.address)
    }
}

/// An address of a cart.
#[derive(MergedObject, Clone)]
pub struct CartDeliveryAddress(PostalFields, CountryField);

/// Fields of every address.
#[derive(Clone)]
pub struct PostalFields(Arc<PostalAddress>);

/// Fields of addresses that have an id.
#[derive(Clone)]
pub struct MailingFields {
    id: i64,
    stored: Arc<PostalAddress>,
}

/// The country of an address of a cart; postal addresses have it in several forms.
#[derive(Clone)]
pub struct CountryField(Arc<PostalAddress>);

/// An address of a cart, of any kind.
#[derive(Clone, Union)]
pub enum CartAddress {
    /// An address stored with the cart.
    Delivery(CartDeliveryAddress),
}

impl CartAddress {
    pub(super) fn new(stored: &cart::DeliveryAddress) -> Self {
        let stored = Arc::new(stored.address.clone());
        let country = CountryField(Arc::clone(&stored));
        Self::Delivery(CartDeliveryAddress(PostalFields(stored), country))
    }
}

#[Object]
impl PostalFields {
    /// First line, such as street and number.
    async fn address1(&self) -> Option<&str> {
        self.0.address1.as_deref()
    }

    /// Second line, such as the floor.
    async fn address2(&self) -> Option<&str> {
        self.0.address2.as_deref()
    }

    /// City.
    async fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// Company.
    async fn company(&self) -> Option<&str> {
        self.0.company.as_deref()
    }

    /// First name.
    async fn first_name(&self) -> Option<&str> {
        self.0.first_name.as_deref()
    }

    /// The address formatted as label lines, in the order its country uses.
    async fn formatted(
        &self,
        #[graphql(desc = "Whether to include the company.", default_with = "Some(true)")]
        with_company: Option<bool>,
        #[graphql(
            desc = "Whether to include the person's name.",
            default_with = "Some(false)"
        )]
        with_name: Option<bool>,
    ) -> Vec<String> {
        let name = postal_name(&self.0).filter(|_| with_name.unwrap_or(false));
        let company = self.0.company.as_deref();
        let label = Label {
            name: name.as_deref(),
            company: company.filter(|_| with_company.unwrap_or(true)),
            ..label(&self.0)
        };
        label.lines()
    }

    /// City, province and country on one line.
    async fn formatted_area(&self) -> Option<String> {
        label(&self.0).area()
    }

    /// Last name.
    async fn last_name(&self) -> Option<&str> {
        self.0.last_name.as_deref()
    }

    /// First and last name.
    async fn name(&self) -> Option<String> {
        postal_name(&self.0)
    }

    /// Phone number.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// Code of the province within its country, such as `ON`; null if the country has no such
    /// province.
    async fn province_code(&self) -> Option<&str> {
        postal_province(&self.0).map(Province::code)
    }

    /// Postal code.
    async fn zip(&self) -> Option<&str> {
        self.0.zip.as_deref()
    }
}

#[Object]
impl MailingFields {
    /// Country name in English.
    async fn country(&self) -> Option<&str> {
        postal_country(&self.stored).map(CountryCode::english_name)
    }

    /// ISO 3166 code of the country.
    #[graphql(deprecation = "Use `countryCodeV2`.")]
    async fn country_code(&self) -> Option<&str> {
        self.stored.country.as_deref()
    }

    /// Country.
    #[graphql(name = "countryCodeV2")]
    async fn country_code_v2(&self) -> Option<CountryCode> {
        postal_country(&self.stored)
    }

    /// Global id.
    async fn id(&self) -> ID {
        ids::gid("MailingAddress", self.id)
    }

    /// Latitude in degrees north. Always null at present: addresses are not geocoded.
    async fn latitude(&self) -> Option<f64> {
        None
    }

    /// Longitude in degrees east. Always null at present: addresses are not geocoded.
    async fn longitude(&self) -> Option<f64> {
        None
    }

    /// Province.
    async fn province(&self) -> Option<&str> {
        match postal_province(&self.stored) {
            Some(province) => Some(province.name()),
            None => self.stored.province.as_deref(),
        }
    }
}

#[Object]
impl CountryField {
    /// ISO 3166 code of the country.
    async fn country_code(&self) -> Option<&str> {
        self.0.country.as_deref()
    }
}
