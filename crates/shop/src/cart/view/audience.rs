//! The audience that a cart is priced for.

use crate::market::{Audience, AudienceRequest, Directory};
use souk_entities::cart::cart;
use souk_kernel::{
    app::App,
    codes::{CountryCode, LanguageCode},
};

/// The audience a cart is priced for: its buyer's country decides, else that of the request.
pub(in crate::cart) fn audience_of_cart(
    app: &App,
    audience: &Audience,
    row: &cart::Model,
) -> Audience {
    let of_buyer = row.buyer.country.as_deref();
    let wish = AudienceRequest {
        country: of_buyer
            .and_then(CountryCode::from_code)
            .or(Some(audience.country)),
        language: Some(audience.language),
        preferred_location: audience.preferred_location,
        visitor_consent: audience.visitor_consent,
    };
    Directory::current(app).audience(wish, row.channel_id, audience.now)
}

/// The audience of a cart if the request does not say: as when it was last changed. `language`
/// applies if it was never changed.
pub fn last_audience(app: &App, row: &cart::Model, language: Option<LanguageCode>) -> Audience {
    let buyer = &row.buyer;
    let country = buyer.country.as_deref().or(buyer.visited_from.as_deref());
    let known = buyer.language.as_deref();
    let wish = AudienceRequest {
        country: country.and_then(CountryCode::from_code),
        language: known.and_then(LanguageCode::from_locale).or(language),
        ..AudienceRequest::default()
    };
    let now = app.clock.now();
    Directory::current(app).audience(wish, row.channel_id, now)
}
