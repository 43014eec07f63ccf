//! Reads `@inContext` from an operation.

use super::refusal::Refusal;
use async_graphql::{
    ID, InputType, Positioned, Variables,
    parser::types::{BaseType, Directive, OperationDefinition},
};
use async_graphql_value::Value;
use souk_api::directives::BuyerInput;
use souk_entities::ids::LocationId;
use souk_kernel::{
    codes::{CountryCode, LanguageCode},
    ids::Gid,
};
use souk_shop::market::{AudienceRequest, VisitorConsent};

const NAME: &str = "inContext";

/// The `@inContext` directive of an operation, if it has one.
pub(super) fn find(operation: &OperationDefinition) -> Option<Positioned<Directive>> {
    operation
        .directives
        .iter()
        .find(|directive| directive.node.name.node == NAME)
        .cloned()
}

/// Rejects variables whose type differs from that of the argument, and quoted codes. async-graphql
/// checks this for fields, but not for directives of operations.
pub(super) fn check_arguments(operation: &OperationDefinition) -> Result<(), Refusal> {
    let Some(directive) = find(operation) else {
        return Ok(());
    };
    for (name, value) in &directive.node.arguments {
        let variable = match &value.node {
            Value::Variable(variable) => variable,
            Value::String(_) if matches!(name.node.as_str(), "country" | "language") => {
                let why = format!("@inContext({}:) is a code without quotes", name.node);
                return Err(Refusal::invalid(why).at(value.pos));
            }
            _ => continue,
        };
        let declared = operation
            .variable_definitions
            .iter()
            .find(|definition| definition.node.name.node == *variable)
            .map(|definition| &definition.node.var_type.node.base);
        let wanted = type_of(&name.node);
        if !matches!(declared, Some(BaseType::Named(named)) if Some(named.as_str()) == wanted) {
            let wanted = wanted.unwrap_or("another type");
            return Err(Refusal::invalid(format!(
                "variable ${variable} of @inContext({}:) must be {wanted}",
                name.node
            ))
            .at(value.pos));
        }
    }
    Ok(())
}

fn type_of(argument: &str) -> Option<&'static str> {
    match argument {
        "buyer" => Some("BuyerInput"),
        "country" => Some("CountryCode"),
        "language" => Some("LanguageCode"),
        "preferredLocationId" => Some("ID"),
        "visitorConsent" => Some("VisitorConsent"),
        _ => None,
    }
}

/// Reads the directive with its variables filled in. Only the shape of `buyer` is checked:
/// customers have no tokens yet, so none can be valid.
pub(super) fn read_context(
    directive: &Directive,
    variables: &Variables,
) -> Result<AudienceRequest, Refusal> {
    argument::<BuyerInput>(directive, variables, "buyer")?;
    let preferred = argument::<ID>(directive, variables, "preferredLocationId")?;
    Ok(AudienceRequest {
        country: argument::<CountryCode>(directive, variables, "country")?,
        language: argument::<LanguageCode>(directive, variables, "language")?,
        // An id that is not a location's is ignored, because storefronts send what a cookie
        // remembers.
        preferred_location: preferred.and_then(|id| LocationId::parse(&id).ok()),
        visitor_consent: argument::<VisitorConsent>(directive, variables, "visitorConsent")?,
    })
}

/// Reads one argument; `None` if it is absent, null, or a variable without a value.
fn argument<T: InputType>(
    directive: &Directive,
    variables: &Variables,
    name: &str,
) -> Result<Option<T>, Refusal> {
    let Some(value) = directive.get_argument(name) else {
        return Ok(None);
    };
    let given = value
        .node
        .clone()
        .into_const_with(|variable| {
            Ok::<_, ()>(variables.get(&variable).cloned().unwrap_or_default())
        })
        .unwrap_or_default();
    Option::<T>::parse(Some(given)).map_err(|_| {
        Refusal::bad_input(format!("@inContext({name}:) has a wrong value")).at(value.pos)
    })
}
