//! Addresses of carts.

use async_graphql::{Description, ID, Object, Union};
use souk_entities::cart::cart::{self, PostalAddress};
use souk_kernel::{
    codes::{CountryCode, Label, Province},
    ids,
};
use souk_shop::cart::postal::{country, name, province};

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
#[derive(Clone, Debug, Description)]
pub struct MailingAddress {
    id: i64,
    stored: PostalAddress,
}

impl MailingAddress {
    /// An address stored outside a cart, under a number of its own.
    pub fn of(id: i64, stored: &PostalAddress) -> Self {
        Self {
            id,
            stored: stored.clone(),
        }
    }

    pub(super) fn new(stored: &cart::DeliveryAddress) -> Self {
        Self {
            id: stored.id,
            stored: stored.address.clone(),
        }
    }
}

/// An address of a cart.
#[derive(Clone, Debug, Description)]
pub struct CartDeliveryAddress(PostalAddress);

/// An address of a cart, of any kind.
#[derive(Clone, Union)]
pub enum CartAddress {
    /// An address stored with the cart.
    Delivery(CartDeliveryAddress),
}

impl CartAddress {
    pub(super) fn new(stored: &cart::DeliveryAddress) -> Self {
        Self::Delivery(CartDeliveryAddress(stored.address.clone()))
    }
}

/// The address as a label shows it, without the recipient.
fn label(stored: &PostalAddress) -> Label<'_> {
    Label {
        name: None,
        company: None,
        address1: stored.address1.as_deref(),
        address2: stored.address2.as_deref(),
        city: stored.city.as_deref(),
        province: stored.province.as_deref(),
        zip: stored.zip.as_deref(),
        country: country(stored),
    }
}

fn formatted(stored: &PostalAddress, with_company: bool, with_name: bool) -> Vec<String> {
    let name = name(stored).filter(|_| with_name);
    let company = stored.company.as_deref().filter(|_| with_company);
    let name = name.as_deref();
    Label {
        name,
        company,
        ..label(stored)
    }
    .lines()
}

#[Object(use_type_description)]
impl MailingAddress {
    /// First line, such as street and number.
    async fn address1(&self) -> Option<&str> {
        self.stored.address1.as_deref()
    }

    /// Second line, such as the floor.
    async fn address2(&self) -> Option<&str> {
        self.stored.address2.as_deref()
    }

    /// City.
    async fn city(&self) -> Option<&str> {
        self.stored.city.as_deref()
    }

    /// Company.
    async fn company(&self) -> Option<&str> {
        self.stored.company.as_deref()
    }

    /// Country name in English.
    async fn country(&self) -> Option<&str> {
        country(&self.stored).map(CountryCode::english_name)
    }

    /// ISO 3166 code of the country.
    #[graphql(deprecation = "Use `countryCodeV2`.")]
    async fn country_code(&self) -> Option<&str> {
        self.stored.country.as_deref()
    }

    /// Country.
    #[graphql(name = "countryCodeV2")]
    async fn country_code_v2(&self) -> Option<CountryCode> {
        country(&self.stored)
    }

    /// First name.
    async fn first_name(&self) -> Option<&str> {
        self.stored.first_name.as_deref()
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
        let (company, name) = (with_company.unwrap_or(true), with_name.unwrap_or(false));
        formatted(&self.stored, company, name)
    }

    /// City, province and country on one line.
    async fn formatted_area(&self) -> Option<String> {
        label(&self.stored).area()
    }

    /// Global id.
    async fn id(&self) -> ID {
        ids::gid("MailingAddress", self.id)
    }

    /// Last name.
    async fn last_name(&self) -> Option<&str> {
        self.stored.last_name.as_deref()
    }

    /// Latitude in degrees north. Always null at present: addresses are not geocoded.
    async fn latitude(&self) -> Option<f64> {
        None
    }

    /// Longitude in degrees east. Always null at present: addresses are not geocoded.
    async fn longitude(&self) -> Option<f64> {
        None
    }

    /// First and last name.
    async fn name(&self) -> Option<String> {
        name(&self.stored)
    }

    /// Phone number.
    async fn phone(&self) -> Option<&str> {
        self.stored.phone.as_deref()
    }

    /// Province.
    async fn province(&self) -> Option<&str> {
        match province(&self.stored) {
            Some(province) => Some(province.name()),
            None => self.stored.province.as_deref(),
        }
    }

    /// Code of the province within its country, such as `ON`; null if the country has no such
    /// province.
    async fn province_code(&self) -> Option<&str> {
        province(&self.stored).map(Province::code)
    }

    /// Postal code.
    async fn zip(&self) -> Option<&str> {
        self.stored.zip.as_deref()
    }
}

#[Object(use_type_description)]
impl CartDeliveryAddress {
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

    /// ISO 3166 code of the country.
    async fn country_code(&self) -> Option<&str> {
        self.0.country.as_deref()
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
        let (company, name) = (with_company.unwrap_or(true), with_name.unwrap_or(false));
        formatted(&self.0, company, name)
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
        name(&self.0)
    }

    /// Phone number.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// Code of the province within its country, such as `ON`; null if the country has no such
    /// province.
    async fn province_code(&self) -> Option<&str> {
        province(&self.0).map(Province::code)
    }

    /// Postal code.
    async fn zip(&self) -> Option<&str> {
        self.0.zip.as_deref()
    }
}
