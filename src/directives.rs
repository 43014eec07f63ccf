//! Directives of the schema beyond those of the GraphQL specification.

use crate::{
    codes::{CountryCode, LanguageCode},
    error::ApiError,
};
use async_graphql::{
    Context, ContextDirective, CustomDirective, CustomDirectiveFactory, ID, InputObject, InputType,
    ServerResult,
    indexmap::IndexMap,
    parser::types::Directive,
    registry::{__DirectiveLocation as Location, MetaDirective, MetaInputValue, Registry},
};
use async_graphql_value::ConstValue;
use std::borrow::Cow;

/// Bytes of an idempotency key at most.
const MOST_KEY: usize = 255;

/// A buyer a shop knows: a customer, and the company location they buy for.
#[derive(Clone, Debug, InputObject)]
pub struct BuyerInput {
    /// Location of the company the customer buys for.
    pub company_location_id: Option<ID>,
    /// Token of the signed-in customer.
    pub customer_access_token: String,
}

/// What a visitor allows the shop to do with their data. What is absent was not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, InputObject)]
pub struct VisitorConsent {
    /// Measuring how the shop is used.
    pub analytics: Option<bool>,
    /// Advertising and remarketing.
    pub marketing: Option<bool>,
    /// Remembering choices between visits.
    pub preferences: Option<bool>,
    /// Passing data on to others for money.
    pub sale_of_data: Option<bool>,
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

/// A directive that fields need not act on: the gateway reads it, or it only informs.
struct Passive;

impl CustomDirective for Passive {}

/// Makes a directive that is declared here and acts elsewhere.
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
    /// `@inContext` on operations. The gateway reads it before the operation runs.
    InContext, "inContext", |registry| in_context(registry)
}

passive_directive! {
    /// `@defer` on fragments: accepted, and answered at once with everything else, as the
    /// specification allows.
    Defer, "defer", |registry| defer(registry)
}

/// The key of `@idempotent` on the field that is being answered.
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
    /// `@accessRestricted` in the schema's own text.
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
            "The customer who asks.",
        ),
        argument(
            "country",
            <Option<CountryCode> as InputType>::create_type_info(registry),
            "Country of the buyer: it chooses the market, and so currency and prices.",
        ),
        argument(
            "language",
            <Option<LanguageCode> as InputType>::create_type_info(registry),
            "Language the buyer reads. The market's own where it does not offer this one.",
        ),
        argument(
            "preferredLocationId",
            <Option<ID> as InputType>::create_type_info(registry),
            "Location the buyer would pick up from.",
        ),
        argument(
            "visitorConsent",
            <Option<VisitorConsent> as InputType>::create_type_info(registry),
            "What the visitor allows the shop to do with their data.",
        ),
    ];
    declare(
        registry,
        "inContext",
        "For whom the operation is answered: country, language and what else is known of the buyer.",
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
            description: "Whether the fragment may come later.",
        },
        Argument {
            name: "label",
            ty: <Option<String> as InputType>::create_type_info(registry),
            default: None,
            description: "Name for the part that may come later.",
        },
    ];
    declare(
        registry,
        "defer",
        "Says that a fragment may come later. This server answers everything at once.",
        &[Location::FRAGMENT_SPREAD, Location::INLINE_FRAGMENT],
        arguments,
    );
}

/// Declares `@idempotent`; who acts on it is elsewhere.
pub(crate) fn declare_idempotent(registry: &mut Registry) {
    let arguments = vec![Argument {
        name: "key",
        ty: <String as InputType>::create_type_info(registry),
        default: None,
        description: "Text that names the request, at most 255 bytes.",
    }];
    declare(
        registry,
        "idempotent",
        "Makes a mutation act once for a key, however often it is sent within a day: the same request is \
         answered as before, another one is refused, and so is one that comes while the first is \
         worked on.",
        &[Location::FIELD],
        arguments,
    );
}

fn access_restricted(registry: &mut Registry) {
    let arguments = vec![Argument {
        name: "reason",
        ty: <Option<String> as InputType>::create_type_info(registry),
        default: Some("null"),
        description: "Which right is needed.",
    }];
    declare(
        registry,
        "accessRestricted",
        "Marks what needs a right of its own.",
        &[Location::FIELD_DEFINITION, Location::OBJECT],
        arguments,
    );
}
