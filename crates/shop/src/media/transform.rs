//! Converts uploaded pictures to other sizes and formats.

use super::sizes::Rendition;
use crate::catalog::{CropRegion, ImageContentType};
use image::{DynamicImage, ImageError, ImageFormat, ImageReader, Limits, imageops::FilterType};
use std::{
    io::{self, Cursor},
    sync::Arc,
};
use tokio_util::sync::CancellationToken;

/// Memory of the largest pixel that is decoded, in bytes: four channels of 16 bits.
const PIXEL_BYTES: u64 = 8;
/// Memory that a decoder may take besides the pixels, in bytes.
const DECODER_BYTES: u64 = 64 * 1_024 * 1_024;

/// Why there is no rendition.
#[derive(Clone, Debug, thiserror::Error)]
pub(super) enum RenderError {
    /// As many transformations as may wait are waiting already.
    #[error("too many pictures are being transformed")]
    Busy,
    /// The picture cannot be transformed.
    #[error("the picture cannot be transformed: {0}")]
    Unfit(String),
    /// A server error.
    #[error(transparent)]
    Internal(Arc<io::Error>),
}

impl From<io::Error> for RenderError {
    fn from(error: io::Error) -> Self {
        Self::Internal(Arc::new(error))
    }
}

/// Width and height of a picture, without decoding all of it; `None` if the bytes are not a
/// picture.
pub(super) fn measure(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    reader.into_dimensions().ok()
}

/// Whether a picture of this size has more pixels than are decoded.
pub(super) fn is_too_large((width, height): (u32, u32), most_pixels: u32) -> bool {
    u64::from(width) * u64::from(height) > u64::from(most_pixels)
}

/// Decodes a picture, within bounds of memory.
///
/// # Errors
///
/// When the bytes cannot be decoded as a picture, or it is too large.
pub(super) fn decode(bytes: &[u8], most_pixels: u32) -> Result<DynamicImage, RenderError> {
    let size = measure(bytes).ok_or_else(|| RenderError::Unfit("no picture".to_owned()))?;
    if is_too_large(size, most_pixels) {
        let why = format!("{} × {} pixels are too many", size.0, size.1);
        return Err(RenderError::Unfit(why));
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(u64::from(most_pixels) * PIXEL_BYTES + DECODER_BYTES);
    reader.limits(limits);
    reader.decode().map_err(unfit)
}

/// The picture in the requested size and format.
///
/// # Errors
///
/// When the bytes cannot be decoded as a picture, or nobody waits for the result any more.
pub(super) fn apply(
    bytes: &[u8],
    wanted: Rendition,
    most_pixels: u32,
    abandoned: &CancellationToken,
) -> Result<Vec<u8>, RenderError> {
    let go_on = || match abandoned.is_cancelled() {
        true => Err(RenderError::Busy),
        false => Ok(()),
    };
    go_on()?;
    let own_format = image::guess_format(bytes).unwrap_or(ImageFormat::Png);
    let format = match wanted.format {
        Some(ImageContentType::Jpg) => ImageFormat::Jpeg,
        Some(ImageContentType::Png) => ImageFormat::Png,
        Some(ImageContentType::Webp) => ImageFormat::WebP,
        None => own_format,
    };
    let picture = decode(bytes, most_pixels)?;
    go_on()?;
    // Eight bits for a channel, before anything is copied. JPEG has no transparency.
    let picture = match picture.color().has_alpha() && format != ImageFormat::Jpeg {
        true => DynamicImage::from(picture.into_rgba8()),
        false => DynamicImage::from(picture.into_rgb8()),
    };
    let picture = resize(picture, wanted);
    go_on()?;
    let mut written = Cursor::new(Vec::new());
    picture.write_to(&mut written, format).map_err(unfit)?;
    Ok(written.into_inner())
}

fn unfit(error: ImageError) -> RenderError {
    RenderError::Unfit(error.to_string())
}

fn resize(picture: DynamicImage, wanted: Rendition) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let (wanted_width, wanted_height) = (wanted.width, wanted.height);
    if (wanted_width, wanted_height) == (width, height) {
        return picture;
    }
    let Some(crop) = wanted.crop else {
        return picture.resize_exact(wanted_width, wanted_height, FilterType::Triangle);
    };
    // Scale until the picture covers the frame, then crop the side that is too long.
    let scale = f64::max(
        f64::from(wanted_width) / f64::from(width),
        f64::from(wanted_height) / f64::from(height),
    );
    let scaled = |side: u32, least: u32| ((f64::from(side) * scale).round() as u32).max(least);
    let (covering_width, covering_height) =
        (scaled(width, wanted_width), scaled(height, wanted_height));
    let covering = picture.resize_exact(covering_width, covering_height, FilterType::Triangle);
    let (spare_x, spare_y) = (
        covering_width - wanted_width,
        covering_height - wanted_height,
    );
    let (x, y) = match crop {
        CropRegion::Center => (spare_x / 2, spare_y / 2),
        CropRegion::Left => (0, spare_y / 2),
        CropRegion::Right => (spare_x, spare_y / 2),
        CropRegion::Top => (spare_x / 2, 0),
        CropRegion::Bottom => (spare_x / 2, spare_y),
    };
    covering.crop_imm(x, y, wanted_width, wanted_height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32) -> Vec<u8> {
        let mut written = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut written, ImageFormat::Png)
            .unwrap();
        written.into_inner()
    }

    fn rendition(width: u32, height: u32, crop: Option<CropRegion>) -> Rendition {
        Rendition {
            width,
            height,
            crop,
            format: None,
        }
    }

    fn applied(bytes: &[u8], wanted: Rendition) -> Result<Vec<u8>, RenderError> {
        apply(bytes, wanted, 1_000_000, &CancellationToken::new())
    }

    #[test]
    fn pictures_are_scaled_and_cropped() {
        for wanted in [
            rendition(100, 50, None),
            rendition(100, 100, Some(CropRegion::Left)),
            rendition(10, 200, Some(CropRegion::Bottom)),
        ] {
            let bytes = applied(&picture(400, 200), wanted).unwrap();
            assert_eq!(measure(&bytes), Some((wanted.width, wanted.height)));
        }
    }

    #[test]
    fn the_format_asked_for_is_written() {
        let wanted = Rendition {
            format: Some(ImageContentType::Webp),
            ..rendition(4, 2, None)
        };
        let bytes = applied(&picture(4, 2), wanted).unwrap();
        assert_eq!(image::guess_format(&bytes).unwrap(), ImageFormat::WebP);
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_an_error() {
        let wanted = rendition(1, 1, None);
        assert!(applied(b"<svg/>", wanted).is_err());
        assert_eq!(measure(b"text"), None);
        let large = picture(400, 200);
        assert!(decode(&large, 80_000).is_ok());
        assert!(decode(&large, 79_999).is_err());
    }

    #[test]
    fn work_that_nobody_waits_for_is_not_done() {
        let abandoned = CancellationToken::new();
        abandoned.cancel();
        let wanted = rendition(1, 1, None);
        assert!(apply(&picture(4, 2), wanted, 100, &abandoned).is_err());
    }
}
