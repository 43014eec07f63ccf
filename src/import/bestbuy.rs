//! An open data set of a consumer electronics shop: a JSON array of products with name,
//! description, brand, category path, price and picture. It is small enough to be read as a whole.

use super::{Entries, Entry, bad};
use crate::{
    catalog::product_inputs::{
        FileSetInput, MetafieldInput, ProductSetInput, ProductVariantSetInput,
    },
    scalars::{Decimal, Html},
};
use anyhow::Context;
use async_graphql::MaybeUndefined;
use serde::Deserialize;
use serde_json::{Deserializer, Number, Value};
use std::{
    collections::HashMap,
    fs::File,
    io::{Read, read_to_string},
};

/// Maximum size of the file in bytes.
const MOST_BYTES: u64 = 100_000_000;

#[derive(Deserialize)]
struct Item {
    name: String,
    #[serde(default)]
    description: String,
    brand: Option<String>,
    #[serde(default)]
    categories: Vec<String>,
    price: Number,
    image: Option<String>,
    popularity: Option<i64>,
}

/// The items of a file.
pub(crate) struct Items {
    text: String,
    offset: usize,
    line: u64,
    /// How often each handle has occurred so far, because names repeat.
    handles: HashMap<String, u32>,
}

impl Items {
    pub(crate) fn open(file: File) -> anyhow::Result<Self> {
        let text = read_to_string(file.take(MOST_BYTES))?;
        Ok(Self {
            text,
            offset: 0,
            line: 1,
            handles: HashMap::new(),
        })
    }

    /// Advances to the next item; returns false at the end of the array.
    fn seek(&mut self) -> anyhow::Result<bool> {
        let rest = &self.text[self.offset..];
        let between = |next: char| next.is_whitespace() || matches!(next, '[' | ',');
        let start = rest.find(|next| !between(next));
        let start = start.context("the file ends in the middle of an array")?;
        self.advance(start);
        Ok(!self.text[self.offset..].starts_with(']'))
    }

    fn advance(&mut self, bytes: usize) {
        let passed = &self.text.as_bytes()[self.offset..self.offset + bytes];
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.offset += bytes;
    }

    /// The handle of a name. Repeated names get a number, which is the same in every run.
    fn handle(&mut self, name: &str) -> String {
        let handle = slug::slugify(name);
        let times = self.handles.entry(handle.clone()).or_default();
        *times += 1;
        match *times {
            1 => handle,
            times => format!("{handle}-{times}"),
        }
    }
}

impl Entries for Items {
    fn next(&mut self) -> anyhow::Result<Option<Entry>> {
        if !self.seek()? {
            return Ok(None);
        }
        let line = self.line;
        let mut values = Deserializer::from_str(&self.text[self.offset..]).into_iter::<Value>();
        let value = values.next().context("the array has no end")?;
        let bytes = values.byte_offset();
        let value = value.with_context(|| format!("line {line}"))?;
        self.advance(bytes);
        let entry = Entry {
            line,
            ..Entry::default()
        };
        Ok(Some(match serde_json::from_value::<Item>(value) {
            Ok(item) => Entry {
                input: input(self.handle(&item.name), item),
                ..entry
            },
            Err(why) => Entry {
                faults: vec![bad(line, why.to_string())],
                ..entry
            },
        }))
    }

    fn position(&self) -> u64 {
        self.offset as u64
    }
}

fn input(handle: String, item: Item) -> ProductSetInput {
    let popularity = item.popularity.map(|popularity| MetafieldInput {
        namespace: Some("bestbuy".to_owned()),
        key: Some("popularity".to_owned()),
        kind: Some("number_integer".to_owned()),
        value: Some(popularity.to_string()),
    });
    let picture = item.image.map(|image| FileSetInput {
        alt: Some(item.name.clone()),
        original_source: Some(image),
        ..FileSetInput::default()
    });
    ProductSetInput {
        handle: Some(handle),
        category: match item.categories.as_slice() {
            [] => MaybeUndefined::Undefined,
            path => MaybeUndefined::Value(path.join(" > ")),
        },
        product_type: item.categories.last().cloned(),
        description_html: Some(Html(escaped(&item.description))),
        vendor: item.brand,
        tags: Some(item.categories),
        title: Some(item.name),
        files: Some(picture.into_iter().collect()),
        metafields: popularity.map(|field| vec![field]),
        variants: Some(vec![ProductVariantSetInput {
            price: Some(Decimal(item.price.to_string())),
            ..ProductVariantSetInput::default()
        }]),
        ..ProductSetInput::default()
    }
}

/// Plain text as HTML.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
