//! URLs of pictures and files: built here, and parsed again by the media route.
//!
//! `{public_url}/media/demo/<source without "demo:", percent-encoded>{suffix}?width=…` for
//! generated pictures, `{public_url}/media/file/<id>{suffix}?width=…` for uploads. Other sources
//! are already URLs and stay unchanged. The suffix is the setting `media.url_suffix`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use souk_entities::ids::FileId;
use souk_kernel::app::App;
use std::fmt::Write;

/// Maximum width or height of a rendered picture, in pixels.
pub const MAX_SIDE: u32 = 5_760;

const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Which part of an image to keep when it is cropped.
#[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[graphql(name = "CropRegion")]
pub enum CropRegion {
    /// Keep the bottom.
    Bottom,
    /// Keep the middle.
    Center,
    /// Keep the left side.
    Left,
    /// Keep the right side.
    Right,
    /// Keep the top.
    Top,
}

/// File formats in which an image can be delivered.
#[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[graphql(name = "ImageContentType")]
pub enum ImageContentType {
    /// JPEG.
    Jpg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
}

/// How to transform a picture before it is delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transform {
    /// Maximum width in pixels.
    pub width: Option<u32>,
    /// Maximum height in pixels.
    pub height: Option<u32>,
    /// Which part to keep if width and height are both given.
    pub crop: Option<CropRegion>,
    /// File format.
    pub format: Option<ImageContentType>,
}

impl Transform {
    /// Reads the query of a picture's URL; unknown keys and values are ignored.
    pub fn from_query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let side = |text: &str| text.parse().ok().filter(|n| (1..=MAX_SIDE).contains(n));
        let mut transform = Self::default();
        for (key, value) in pairs {
            match key {
                "width" => transform.width = side(value),
                "height" => transform.height = side(value),
                "crop" => transform.crop = crop_of(value),
                "format" => transform.format = format_of(value),
                _ => {}
            }
        }
        transform
    }

    fn write_query(self, address: &mut String) {
        let mut separator = '?';
        let mut pair = |key: &str, value: &dyn std::fmt::Display| {
            write!(address, "{separator}{key}={value}").expect("writing to a string cannot fail");
            separator = '&';
        };
        if let Some(width) = self.width {
            pair("width", &width);
        }
        if let Some(height) = self.height {
            pair("height", &height);
        }
        if let Some(crop) = self.crop {
            pair("crop", &crop.name());
        }
        if let Some(format) = self.format {
            pair("format", &format.name());
        }
    }
}

/// What a path of the media route refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaSource {
    /// A generated picture: the part after `demo:`.
    Demo(String),
    /// An upload.
    File(FileId),
}

impl MediaSource {
    /// Parses the part of a path after `/media/`, as received (still percent-encoded), with or
    /// without the trailing `suffix`.
    pub fn from_path(path: &str, suffix: &str) -> Option<Self> {
        let path = path.strip_suffix(suffix).unwrap_or(path);
        let (kind, rest) = path.split_once('/')?;
        match kind {
            "demo" => {
                let source = percent_decode_str(rest).decode_utf8().ok()?;
                Some(Self::Demo(source.into_owned()))
            }
            "file" => file_id(rest).map(Self::File),
            _ => None,
        }
    }
}

/// The URL at which a source (`demo:…`, `file:<id>` or a URL) is delivered.
pub fn media_address(app: &App, source: &str, transform: Transform) -> String {
    let mut address = String::with_capacity(160);
    let suffix = &app.config.media.url_suffix;
    let written = if let Some(drawn) = source.strip_prefix("demo:") {
        let path = utf8_percent_encode(drawn, KEPT);
        write!(address, "{}/media/demo/{path}{suffix}", app.public_url())
    } else if let Some(id) = source.strip_prefix("file:") {
        let path = utf8_percent_encode(id, KEPT);
        write!(address, "{}/media/file/{path}{suffix}", app.public_url())
    } else {
        return source.to_owned();
    };
    written.expect("writing to a string cannot fail");
    transform.write_query(&mut address);
    address
}

/// The id in `file:<id>`: digits as the shop writes them and nothing else, so never a path.
pub(super) fn file_id(text: &str) -> Option<FileId> {
    let id = text.parse::<i64>().ok()?;
    (id > 0 && id.to_string() == text).then_some(FileId(id))
}

impl CropRegion {
    /// Its name in a URL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bottom => "bottom",
            Self::Center => "center",
            Self::Left => "left",
            Self::Right => "right",
            Self::Top => "top",
        }
    }
}

fn crop_of(name: &str) -> Option<CropRegion> {
    use CropRegion as C;
    [C::Bottom, C::Center, C::Left, C::Right, C::Top]
        .into_iter()
        .find(|crop| crop.name() == name)
}

impl ImageContentType {
    /// Its name in a URL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }

    /// Media type of the format.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

fn format_of(name: &str) -> Option<ImageContentType> {
    use ImageContentType as T;
    [T::Jpg, T::Png, T::Webp]
        .into_iter()
        .find(|format| format.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_back_what_was_written() {
        let source = "lamp?hue=18&seed=7";
        let path = format!("demo/{}.svg", utf8_percent_encode(source, KEPT));
        assert_eq!(path, "demo/lamp%3Fhue%3D18%26seed%3D7.svg");
        let read = MediaSource::from_path(&path, ".svg");
        assert_eq!(read, Some(MediaSource::Demo(source.to_owned())));
        let file = MediaSource::from_path("file/42", ".svg");
        assert_eq!(file, Some(MediaSource::File(FileId(42))));
        for no_id in ["x", "", "-42", "+42", "042", "42/", "../42", "%34%32"] {
            let path = format!("file/{no_id}");
            assert_eq!(MediaSource::from_path(&path, ""), None, "{path}");
        }
        assert_eq!(MediaSource::from_path("other/42", ""), None);
    }

    #[test]
    fn a_transform_reads_back_what_it_wrote() {
        let transform = Transform {
            width: Some(600),
            height: Some(400),
            crop: Some(CropRegion::Center),
            format: Some(ImageContentType::Webp),
        };
        let mut query = String::new();
        transform.write_query(&mut query);
        assert_eq!(query, "?width=600&height=400&crop=center&format=webp");
        let pairs = query[1..]
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        assert_eq!(Transform::from_query(pairs), transform);
        let too_large = Transform::from_query([("width", "0"), ("height", "99999")]);
        assert_eq!(too_large, Transform::default());
    }
}
