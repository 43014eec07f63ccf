//! Converts uploaded pictures to other sizes and formats.

use crate::catalog::{CropRegion, ImageContentType, Transform};
use image::{DynamicImage, ImageFormat, ImageReader, Limits, imageops::FilterType};
use std::io::Cursor;

/// Maximum width or height in pixels of a picture that is decoded: larger ones would exhaust the
/// memory.
const MOST_PIXELS_A_SIDE: u32 = 12_000;
/// Maximum memory for decoding a picture, in bytes.
const MOST_BYTES: u64 = 256 * 1_024 * 1_024;

/// Width and height of a picture, without decoding all of it; `None` if the bytes are not a
/// picture.
pub(super) fn measure(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    reader.into_dimensions().ok()
}

/// The picture in the requested size and format, never enlarged, with its media type.
///
/// # Errors
///
/// When the bytes cannot be decoded as a picture.
pub(super) fn apply(bytes: &[u8], transform: Transform) -> anyhow::Result<(Vec<u8>, &'static str)> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS_A_SIDE);
    limits.max_image_height = Some(MOST_PIXELS_A_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let own_format = reader.format().unwrap_or(ImageFormat::Png);
    let picture = resize(reader.decode()?, transform);
    let format = match transform.format {
        Some(ImageContentType::Jpg) => ImageFormat::Jpeg,
        Some(ImageContentType::Png) => ImageFormat::Png,
        Some(ImageContentType::Webp) => ImageFormat::WebP,
        None => own_format,
    };
    let picture = match format {
        ImageFormat::Jpeg => DynamicImage::from(picture.to_rgb8()), // JPEG has no transparency
        _ => DynamicImage::from(picture.to_rgba8()),
    };
    let mut written = Cursor::new(Vec::new());
    picture.write_to(&mut written, format)?;
    Ok((written.into_inner(), format.to_mime_type()))
}

fn resize(picture: DynamicImage, transform: Transform) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let wanted_width = transform.width.unwrap_or(width).min(width);
    let wanted_height = transform.height.unwrap_or(height).min(height);
    if (wanted_width, wanted_height) == (width, height) {
        return picture;
    }
    let Some(crop) = transform.crop else {
        return picture.resize(wanted_width, wanted_height, FilterType::Triangle);
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

    fn size(transform: Transform) -> (u32, u32) {
        let (bytes, _) = apply(&picture(400, 200), transform).unwrap();
        measure(&bytes).unwrap()
    }

    #[test]
    fn pictures_fit_into_the_frame_and_are_never_enlarged() {
        let of = |width, height, crop| Transform {
            width,
            height,
            crop,
            format: None,
        };
        assert_eq!(size(of(Some(100), None, None)), (100, 50));
        assert_eq!(size(of(Some(100), Some(100), None)), (100, 50));
        assert_eq!(
            size(of(Some(100), Some(100), Some(CropRegion::Left))),
            (100, 100)
        );
        assert_eq!(size(of(Some(9_000), None, None)), (400, 200));
    }

    #[test]
    fn the_format_asked_for_is_written() {
        let transform = Transform {
            format: Some(ImageContentType::Webp),
            ..Transform::default()
        };
        let (bytes, media_type) = apply(&picture(4, 2), transform).unwrap();
        assert_eq!(media_type, "image/webp");
        assert_eq!(image::guess_format(&bytes).unwrap(), ImageFormat::WebP);
    }

    #[test]
    fn what_is_no_picture_is_an_error() {
        assert!(apply(b"<svg/>", Transform::default()).is_err());
        assert_eq!(measure(b"text"), None);
    }
}
