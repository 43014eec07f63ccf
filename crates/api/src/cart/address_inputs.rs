//! Address inputs.

use async_graphql::{Enum, ID, InputObject, OneofObject};
use souk_entities::cart::cart::PostalAddress;
use souk_kernel::codes::CountryCode;
use souk_shop::cart::{
    addresses::{AddressChange, AddressNames, NewAddress},
    token::CartToken,
};

/// How strictly an address is validated.
#[derive(Clone, Copy, Debug, Default, Enum, PartialEq, Eq)]
pub enum DeliveryAddressValidationStrategy {
    /// The country, if given, must exist.
    #[default]
    CountryCodeOnly,
    /// Street, city and country are required, and the province must belong to the country.
    Strict,
}

/// Delivery details of a cart.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CartDeliveryInput {
    /// Addresses to choose from, at most 20.
    #[graphql(validator(max_items = 250))]
    addresses: Option<Vec<CartSelectableAddressInput>>,
}

impl CartDeliveryInput {
    /// Names of the input fields in `cartCreate`.
    pub(super) const NAMES: AddressNames<'static> = AddressNames {
        list: &["input", "delivery", "addresses"],
        within: &["address", "deliveryAddress"],
        country: "countryCode",
        province: "provinceCode",
    };

    /// The addresses to add.
    pub(super) fn read(self) -> Vec<NewAddress> {
        let addresses = self.addresses.unwrap_or_default().into_iter();
        addresses.map(CartSelectableAddressInput::read).collect()
    }
}

/// An address the buyer may select.
#[derive(Clone, Debug, InputObject)]
pub struct CartSelectableAddressInput {
    /// The address.
    address: CartAddressInput,
    /// Whether the address is for this order only.
    one_time_use: Option<bool>,
    /// Whether it is the selected address.
    selected: Option<bool>,
    /// How strictly the address is validated.
    #[graphql(default_with = "Some(DeliveryAddressValidationStrategy::CountryCodeOnly)")]
    validation_strategy: Option<DeliveryAddressValidationStrategy>,
}

impl CartSelectableAddressInput {
    /// Names of the input fields in the delivery address mutations.
    pub(super) const NAMES: AddressNames<'static> = AddressNames {
        list: &["addresses"],
        within: &["address", "deliveryAddress"],
        country: "countryCode",
        province: "provinceCode",
    };

    pub(super) fn read(self) -> NewAddress {
        let CartAddressInput::DeliveryAddress(address) = self.address;
        NewAddress {
            address: address.read(),
            selected: self.selected.unwrap_or(false),
            one_time: self.one_time_use.unwrap_or(false),
            strict: self.validation_strategy == Some(DeliveryAddressValidationStrategy::Strict),
        }
    }
}

/// Changes to an address the buyer may select. Fields that are left out stay unchanged.
#[derive(Clone, Debug, InputObject)]
pub struct CartSelectableAddressUpdateInput {
    /// The new address.
    address: Option<CartAddressInput>,
    /// Global id of the address.
    id: ID,
    /// Whether the address is for this order only.
    one_time_use: Option<bool>,
    /// Whether it is the selected address.
    selected: Option<bool>,
    /// How strictly the address is validated.
    #[graphql(default_with = "Some(DeliveryAddressValidationStrategy::CountryCodeOnly)")]
    validation_strategy: Option<DeliveryAddressValidationStrategy>,
}

impl CartSelectableAddressUpdateInput {
    pub(super) fn read(self, token: &CartToken) -> AddressChange {
        let address = self.address.map(|it| match it {
            CartAddressInput::DeliveryAddress(address) => address.read(),
        });
        AddressChange {
            id: token.part_number("CartSelectableAddress", &self.id),
            address,
            selected: self.selected,
            one_time: self.one_time_use,
            strict: self.validation_strategy == Some(DeliveryAddressValidationStrategy::Strict),
        }
    }
}

/// An address of a cart.
#[derive(Clone, Debug, OneofObject)]
pub enum CartAddressInput {
    /// An address stored with the cart.
    DeliveryAddress(CartDeliveryAddressInput),
}

/// An address stored with a cart.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CartDeliveryAddressInput {
    /// First line, such as street and number.
    address1: Option<String>,
    /// Second line, such as the floor.
    address2: Option<String>,
    /// City.
    city: Option<String>,
    /// Company.
    company: Option<String>,
    /// Country.
    country_code: Option<CountryCode>,
    /// First name.
    first_name: Option<String>,
    /// Last name.
    last_name: Option<String>,
    /// Phone number.
    phone: Option<String>,
    /// Code of the province within its country, such as `ON`.
    province_code: Option<String>,
    /// Postal code.
    zip: Option<String>,
}

impl CartDeliveryAddressInput {
    fn read(self) -> PostalAddress {
        PostalAddress {
            address1: self.address1,
            address2: self.address2,
            city: self.city,
            company: self.company,
            country: self.country_code.map(|country| country.code().to_owned()),
            first_name: self.first_name,
            last_name: self.last_name,
            phone: self.phone,
            province: self.province_code,
            zip: self.zip,
        }
    }
}

/// A delivery address the buyer prefers.
#[derive(Clone, Debug, InputObject)]
pub struct DeliveryAddressInput {
    /// The address.
    delivery_address: Option<MailingAddressInput>,
    /// How strictly the address is validated.
    #[graphql(default_with = "Some(DeliveryAddressValidationStrategy::CountryCodeOnly)")]
    delivery_address_validation_strategy: Option<DeliveryAddressValidationStrategy>,
    /// Whether the address is for this order only.
    #[graphql(default_with = "Some(false)")]
    one_time_use: Option<bool>,
}

impl DeliveryAddressInput {
    /// The addresses that replace the current ones; the first is selected.
    pub(super) fn read(preferences: &[Self]) -> Vec<NewAddress> {
        let strict = Some(DeliveryAddressValidationStrategy::Strict);
        let given = preferences.iter();
        given
            .filter_map(|input| {
                Some(NewAddress {
                    address: input.delivery_address.clone()?.read(),
                    selected: false,
                    one_time: input.one_time_use.unwrap_or(false),
                    strict: input.delivery_address_validation_strategy == strict,
                })
            })
            .collect()
    }
}

/// A postal address.
#[derive(Clone, Debug, InputObject)]
pub struct MailingAddressInput {
    /// First line, such as street and number.
    address1: Option<String>,
    /// Second line, such as the floor.
    address2: Option<String>,
    /// City.
    city: Option<String>,
    /// Company.
    company: Option<String>,
    /// Country: its ISO 3166 code or its English name.
    country: Option<String>,
    /// First name.
    first_name: Option<String>,
    /// Last name.
    last_name: Option<String>,
    /// Phone number.
    phone: Option<String>,
    /// Province: its code or its name.
    province: Option<String>,
    /// Postal code.
    zip: Option<String>,
}

impl MailingAddressInput {
    /// The address as it is stored.
    pub fn read(self) -> PostalAddress {
        PostalAddress {
            address1: self.address1,
            address2: self.address2,
            city: self.city,
            company: self.company,
            country: self.country,
            first_name: self.first_name,
            last_name: self.last_name,
            phone: self.phone,
            province: self.province,
            zip: self.zip,
        }
    }
}
