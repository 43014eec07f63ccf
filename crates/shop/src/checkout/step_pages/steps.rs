//! The steps of the checkout and where their pages are.

use crate::{cart::CartToken, texts::CheckoutTexts};
use strum::{EnumString, IntoStaticStr};

/// A step, in the order of the checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub(super) enum Step {
    Contact,
    Address,
    Delivery,
    Payment,
    Review,
}

impl Step {
    /// Its label.
    pub(super) fn label(self, texts: &CheckoutTexts) -> &'static str {
        match self {
            Self::Contact => texts.contact,
            Self::Address => texts.address,
            Self::Delivery => texts.delivery,
            Self::Payment => texts.payment,
            Self::Review => texts.review,
        }
    }

    /// Its path for a cart, with a notice given by its name.
    pub(super) fn path(self, token: &CartToken, notice: Option<&str>) -> String {
        let path = token.checkout_step_path(self.into());
        match notice {
            Some(notice) => format!("{path}&notice={notice}"),
            None => path,
        }
    }
}
