//! State table of ledger transactions.

use super::{
    DeclineCode, DisputeState, Intent, IntentState, ProviderError, ProviderRefund,
    ProviderRefundState, ProviderRefusalCode,
};
use souk_entities::orders::payment_transaction::{TransactionKind, TransactionStatus};

/// What is known about a transaction's outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentOutcome {
    /// It succeeded.
    Done,
    /// The buyer or the provider still has to complete it.
    Waiting,
    /// It was declined, cancelled or returned.
    Declined(DeclineCode),
    /// The provider rejected the request.
    Refused(ProviderRefusalCode),
    /// The answer was lost.
    Lost,
}

/// The status after `outcome`, or `None` if nothing changes: a settled transaction stays settled,
/// however late and in whatever order outcomes arrive.
pub fn after(
    kind: TransactionKind,
    status: TransactionStatus,
    outcome: PaymentOutcome,
) -> Option<TransactionStatus> {
    use PaymentOutcome as O;
    use TransactionStatus as S;
    match (status, outcome) {
        (S::AwaitingResponse | S::Pending | S::Unknown, O::Done) => Some(S::Success),
        (S::AwaitingResponse | S::Pending | S::Unknown, O::Declined(_)) => Some(S::Failure),
        (S::AwaitingResponse | S::Unknown, O::Refused(_)) => Some(S::Error),
        (S::AwaitingResponse | S::Unknown, O::Waiting) => Some(S::Pending),
        (S::AwaitingResponse, O::Lost) => Some(S::Unknown),
        // A bank may return a refund days later.
        (S::Success, O::Declined(_)) if kind == TransactionKind::Refund => Some(S::Failure),
        _ => None,
    }
}

/// The kinds of transactions that this kind builds on.
pub fn parents(kind: TransactionKind) -> &'static [TransactionKind] {
    use TransactionKind as K;
    match kind {
        K::Authorization | K::Sale => &[],
        K::Capture | K::Void => &[K::Authorization],
        K::Refund => &[K::Capture, K::Sale],
    }
}

/// Whether the provider still has to be asked for the outcome.
pub fn is_open_payment(status: TransactionStatus) -> bool {
    match status {
        TransactionStatus::AwaitingResponse
        | TransactionStatus::Pending
        | TransactionStatus::Unknown => true,
        TransactionStatus::Error | TransactionStatus::Failure | TransactionStatus::Success => false,
    }
}

impl PaymentOutcome {
    /// The outcome of an authorisation or sale, from confirming or retrieving its intent; `None` if
    /// nothing has happened yet and it may be tried again.
    pub fn of_payment(answer: &Result<Intent, ProviderError>) -> Option<Self> {
        match answer {
            Ok(intent) => match intent.state {
                IntentState::Authorized | IntentState::Succeeded => Some(Self::Done),
                IntentState::ActionRequired { .. } | IntentState::Pending => Some(Self::Waiting),
                IntentState::Declined { code } => Some(Self::Declined(code)),
                IntentState::Cancelled => Some(Self::Declined(DeclineCode::GenericError)),
                IntentState::Unconfirmed => None,
            },
            Err(error) => Self::of_error(error),
        }
    }

    /// The outcome of a refund, from the provider's answer.
    pub fn of_refund(answer: &Result<ProviderRefund, ProviderError>) -> Option<Self> {
        match answer {
            Ok(refund) => Some(match refund.state {
                ProviderRefundState::Succeeded => Self::Done,
                ProviderRefundState::Pending => Self::Waiting,
                ProviderRefundState::Failed => Self::Declined(DeclineCode::GenericError),
            }),
            Err(error) => Self::of_error(error),
        }
    }

    /// The outcome of disputed money, which goes back to the buyer if the dispute is lost.
    pub fn of_dispute(state: DisputeState) -> Self {
        match state {
            DisputeState::Open => Self::Waiting,
            DisputeState::Lost => Self::Done,
            DisputeState::Won => Self::Declined(DeclineCode::GenericError),
        }
    }

    /// The outcome of a capture or void, from the provider's answer.
    pub fn of_change(answer: &Result<Intent, ProviderError>) -> Option<Self> {
        match answer {
            Ok(_) => Some(Self::Done),
            Err(error) => Self::of_error(error),
        }
    }

    fn of_error(error: &ProviderError) -> Option<Self> {
        match error {
            ProviderError::Unavailable(_) => None,
            ProviderError::Unknown(_) | ProviderError::InProgress(_) => Some(Self::Lost),
            ProviderError::Refused { code, .. } => Some(Self::Refused(*code)),
        }
    }

    /// The error code stored with a failed transaction.
    pub fn error_code(self) -> Option<String> {
        match self {
            Self::Declined(code) => Some(code.to_string()),
            Self::Refused(code) => Some(code.to_string()),
            Self::Done | Self::Waiting | Self::Lost => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::Iterable;

    const OUTCOMES: [PaymentOutcome; 5] = [
        PaymentOutcome::Done,
        PaymentOutcome::Waiting,
        PaymentOutcome::Declined(DeclineCode::CardDeclined),
        PaymentOutcome::Refused(ProviderRefusalCode::WrongState),
        PaymentOutcome::Lost,
    ];

    #[test]
    fn what_is_settled_stays_settled_but_for_refunds_sent_back() {
        for kind in TransactionKind::iter() {
            for status in TransactionStatus::iter().filter(|&status| !is_open_payment(status)) {
                for outcome in OUTCOMES {
                    let sent_back = kind == TransactionKind::Refund
                        && status == TransactionStatus::Success
                        && matches!(outcome, PaymentOutcome::Declined(_));
                    assert_eq!(after(kind, status, outcome).is_some(), sent_back);
                }
            }
        }
    }

    #[test]
    fn what_is_open_can_be_settled_and_a_lost_answer_settles_nothing() {
        for kind in TransactionKind::iter() {
            for status in TransactionStatus::iter().filter(|&status| is_open_payment(status)) {
                let done = after(kind, status, PaymentOutcome::Done);
                assert_eq!(done, Some(TransactionStatus::Success));
                let lost = after(kind, status, PaymentOutcome::Lost);
                assert!(lost.is_none_or(is_open_payment), "{status:?}");
            }
        }
    }

    #[test]
    fn a_provider_that_is_down_changes_nothing() {
        let down = || ProviderError::Unavailable(String::new());
        assert_eq!(PaymentOutcome::of_payment(&Err(down())), None);
        assert_eq!(PaymentOutcome::of_change(&Err(down())), None);
        assert_eq!(PaymentOutcome::of_refund(&Err(down())), None);
    }
}
