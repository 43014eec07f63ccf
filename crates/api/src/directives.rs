//! Directives of the schema beyond those in the GraphQL specification.

use async_graphql::{
    Context, ContextDirective, CustomDirective, CustomDirectiveFactory, ID, InputObject, InputType,
    ServerResult,
    indexmap::IndexMap,
    parser::types::Directive,
    registry::{__DirectiveLocation as Location, MetaDirective, MetaInputValue, Registry},
};
use async_graphql_value::ConstValue;
use souk_kernel::{
    codes::{CountryCode, LanguageCode},
    error::ApiError,
};
use souk_shop::market::VisitorConsent;
use std::borrow::Cow;

/// Maximum length of an idempotency key in bytes.
const MOST_KEY: usize = 255;

/// The customer who buys and, for a company, the company location they buy for.
#[derive(Clone, Debug, InputObject)]
pub struct BuyerInput {
    /// Company location that the customer buys for.
    pub company_location_id: Option<ID>,
    /// Access token of the signed-in customer.
    pub customer_access_token: String,
}

/// One argument of a directive: name, type, default value, description.
struct Argument {
    name: &'static str,
    ty: String,
    default: Option<&'static str>,
    description: &'static str,
}

fn declare(
    registry: &mut Registry,
    name: &str,
    description: &str,
    locations: &[Location],
    arguments: Vec<Argument>,
) {
    let arguments: IndexMap<String, MetaInputValue> = arguments
        .into_iter()
        .map(|argument| {
            let mut value = MetaInputValue::new(argument.name, argument.ty);
            value.description = Some(argument.description.to_owned());
            value.default_value = argument.default.map(str::to_owned);
            (argument.name.to_owned(), value)
        })
        .collect();
    registry.add_directive(MetaDirective {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        locations: locations.to_vec(),
        args: arguments,
        is_repeatable: false,
        visible: None,
        composable: None,
    });
}

/// A directive that fields need not act on: it is either read by the gateway or purely informative.
struct Passive;

impl CustomDirective for Passive {}

/// Defines a directive that is declared here and takes effect elsewhere.
macro_rules! passive_directive {
    ($(#[$meta:meta])* $factory:ident, $name:literal, |$registry:ident| $register:expr) => {
        $(#[$meta])*
        pub struct $factory;

        impl CustomDirectiveFactory for $factory {
            fn name(&self) -> Cow<'static, str> {
                $name.into()
            }

            fn register(&self, $registry: &mut Registry) {
                $register
            }

            fn create(
                &self,
                _: &ContextDirective<'_>,
                _: &Directive,
            ) -> ServerResult<Box<dyn CustomDirective>> {
                Ok(Box::new(Passive))
            }
        }
    };
}

passive_directive! {
    /// `@inContext` on operations. The gateway reads it before the operation is executed.
    InContext, "inContext", |registry| in_context(registry)
}

passive_directive! {
    /// `@defer` on fragments: accepted, but the fragment is returned with the rest of the response,
    /// as the specification allows.
    Defer, "defer", |registry| defer(registry)
}

/// The key of `@idempotent` on the field that is being resolved.
///
/// # Errors
///
/// When a variable of the directive cannot be read.
pub fn idempotency_key(ctx: &Context<'_>) -> Result<Option<String>, ApiError> {
    let directives = ctx.field().directives();
    let directives =
        directives.map_err(|_| ApiError::BadInput("the key cannot be read".to_owned()))?;
    let found = directives.iter().find(|it| it.name.node == "idempotent");
    let Some(key) = found.and_then(|it| it.get_argument("key")) else {
        return Ok(None);
    };
    match &key.node {
        ConstValue::String(key) if (1..=MOST_KEY).contains(&key.len()) => Ok(Some(key.clone())),
        _ => {
            let why = format!("a key has 1 to {MOST_KEY} bytes");
            Err(ApiError::BadInput(why))
        }
    }
}

passive_directive! {
    /// `@accessRestricted` in the schema definition.
    AccessRestricted, "accessRestricted", |registry| access_restricted(registry)
}

fn in_context(registry: &mut Registry) {
    let argument = |name, ty, description| Argument {
        name,
        ty,
        default: None,
        description,
    };
    let arguments = vec![
        argument(
            "buyer",
            <Option<BuyerInput> as InputType>::create_type_info(registry),
            "The customer who buys.",
        ),
        argument(
            "country",
            <Option<CountryCode> as InputType>::create_type_info(registry),
            "Country of the buyer, which determines the market and so the currency and prices.",
        ),
        argument(
            "language",
            <Option<LanguageCode> as InputType>::create_type_info(registry),
            "Language of the buyer; the market's default language if the market does not support it.",
        ),
        argument(
            "preferredLocationId",
            <Option<ID> as InputType>::create_type_info(registry),
            "Location where the buyer prefers to pick up.",
        ),
        argument(
            "visitorConsent",
            <Option<VisitorConsent> as InputType>::create_type_info(registry),
            "What the visitor consents to the shop doing with their data.",
        ),
    ];
    declare(
        registry,
        "inContext",
        "Context of the operation: the country, language and other details of the buyer.",
        &[Location::QUERY, Location::MUTATION],
        arguments,
    );
}

fn defer(registry: &mut Registry) {
    let arguments = vec![
        Argument {
            name: "if",
            ty: <Option<bool> as InputType>::create_type_info(registry),
            default: Some("true"),
            description: "Whether the fragment may be delivered later.",
        },
        Argument {
            name: "label",
            ty: <Option<String> as InputType>::create_type_info(registry),
            default: None,
            description: "Label of the part that may be delivered later.",
        },
    ];
    declare(
        registry,
        "defer",
        "Allows a fragment to be delivered later. This server delivers everything at once.",
        &[Location::FRAGMENT_SPREAD, Location::INLINE_FRAGMENT],
        arguments,
    );
}

/// Declares `@idempotent`, which takes effect elsewhere.
pub(crate) fn declare_idempotent(registry: &mut Registry) {
    let arguments = vec![Argument {
        name: "key",
        ty: <String as InputType>::create_type_info(registry),
        default: None,
        description: "Key that identifies the request, at most 255 bytes.",
    }];
    declare(
        registry,
        "idempotent",
        "Makes a mutation take effect only once per key, however often it is sent within a day. A repeated \
         request gets the first response again. A different request with the same key is rejected, \
         and so is a repetition while the first request is still running.",
        &[Location::FIELD],
        arguments,
    );
}

fn access_restricted(registry: &mut Registry) {
    let arguments = vec![Argument {
        name: "reason",
        ty: <Option<String> as InputType>::create_type_info(registry),
        default: Some("null"),
        description: "The permission required.",
    }];
    declare(
        registry,
        "accessRestricted",
        "Marks a field or type that requires a separate permission.",
        &[Location::FIELD_DEFINITION, Location::OBJECT],
        arguments,
    );
}
