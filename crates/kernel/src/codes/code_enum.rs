//! The macro that declares the enums of codes.

/// Declares an enum of codes: name in Rust, code, what it stands for.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($value:ident = $code:literal, $words:literal;)* }) => {
        $(#[$meta])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $words] #[graphql(name = $code)] $value,)*
        }

        impl $name {
            /// Every value.
            pub const VALUES: &'static [Self] = &[$(Self::$value,)*];

            /// The code as the API writes it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$value => $code,)* }
            }

            /// What the code stands for, in English.
            pub fn english_name(self) -> &'static str {
                match self { $(Self::$value => $words,)* }
            }

            /// Reads a code as the API writes it.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$value),)* _ => None }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = String::deserialize(deserializer)?;
                Self::from_code(&code).ok_or_else(|| {
                    let name = stringify!($name);
                    serde::de::Error::custom(format!("{code:?} is not a code of {name}"))
                })
            }
        }
    };
}
pub(super) use codes;
