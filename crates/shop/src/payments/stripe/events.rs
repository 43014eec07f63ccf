//! Stripe's webhook events, as far as they are handled.

use crate::payments::{EventSubject, ProviderEvent, ProviderReference, WebhookError};
use serde::Deserialize;

#[derive(Deserialize)]
struct EventObject {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: EventData,
}

#[derive(Deserialize)]
struct EventData {
    object: Subject,
}

/// The object of an event: only its identifiers are read, whatever API version wrote it.
#[derive(Deserialize)]
struct Subject {
    id: Option<String>,
    object: Option<String>,
    payment_intent: Option<String>,
}

/// Parses a message whose signature was verified.
pub(super) fn parse_event(body: &[u8]) -> Result<Option<ProviderEvent>, WebhookError> {
    let event: EventObject = serde_json::from_slice(body).map_err(|_| WebhookError::Malformed)?;
    let object = event.data.object;
    let (subject, intent) = match object.object.as_deref() {
        Some("payment_intent") => (EventSubject::Payment, object.id),
        Some("refund") => (EventSubject::Refund, object.payment_intent),
        Some("charge") if event.kind == "charge.refunded" => {
            (EventSubject::Refund, object.payment_intent)
        }
        Some("dispute") => (EventSubject::Dispute, object.payment_intent),
        _ => return Ok(None),
    };
    Ok(intent.map(|intent| ProviderEvent {
        id: event.id,
        kind: event.kind,
        subject,
        intent: ProviderReference(intent),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(kind: &str, object: &str) -> Option<(EventSubject, String)> {
        let body = format!(r#"{{"id":"evt_1","type":"{kind}","data":{{"object":{object}}}}}"#);
        let event = parse_event(body.as_bytes()).unwrap();
        event.map(|event| (event.subject, event.intent.0))
    }

    #[test]
    fn events_name_the_intent_they_are_about() {
        let intent = || "pi_1".to_owned();
        for (kind, object, expected) in [
            (
                "payment_intent.succeeded",
                r#"{"object":"payment_intent","id":"pi_1"}"#,
                Some((EventSubject::Payment, intent())),
            ),
            (
                "refund.updated",
                r#"{"object":"refund","id":"re_1","payment_intent":"pi_1"}"#,
                Some((EventSubject::Refund, intent())),
            ),
            (
                "charge.refunded",
                r#"{"object":"charge","id":"ch_1","payment_intent":"pi_1"}"#,
                Some((EventSubject::Refund, intent())),
            ),
            (
                "charge.dispute.created",
                r#"{"object":"dispute","id":"dp_1","payment_intent":"pi_1"}"#,
                Some((EventSubject::Dispute, intent())),
            ),
            (
                "charge.succeeded",
                r#"{"object":"charge","payment_intent":"pi_1"}"#,
                None,
            ),
            (
                "refund.updated",
                r#"{"object":"refund","payment_intent":null}"#,
                None,
            ),
            ("balance.available", r#"{"object":"balance"}"#, None),
        ] {
            assert_eq!(subject(kind, object), expected, "{kind}");
        }
    }
}
