//! The sizes in which pictures are made. Requests may name any size; each is rounded down to one of
//! a few, so that a picture has a bounded number of renditions and their cache is of use.

use crate::catalog::{CropRegion, ImageContentType, Transform};

/// Widths and heights of renditions in pixels: those that storefronts commonly ask for.
const SIDES: [u32; 44] = [
    1, 5, 10, 20, 32, 50, 64, 80, 100, 128, 160, 200, 256, 300, 320, 400, 480, 500, 512, 600, 640,
    720, 800, 900, 1_000, 1_080, 1_200, 1_280, 1_400, 1_500, 1_600, 1_800, 1_920, 2_000, 2_200,
    2_400, 2_560, 2_800, 3_000, 3_200, 3_840, 4_096, 4_800, 5_760,
];
/// Aspect ratios of cropped pictures are multiples of one in so many: 2:3, 3:4, 4:5, 9:16 and others
/// in use are exact.
const RATIOS: u64 = 240;

/// What a picture is turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rendition {
    /// Width in pixels.
    pub(super) width: u32,
    /// Height in pixels.
    pub(super) height: u32,
    /// Which part to keep; without one the picture is only scaled.
    pub(super) crop: Option<CropRegion>,
    /// Format; the picture's own if missing.
    pub(super) format: Option<ImageContentType>,
}

impl Rendition {
    /// The rendition for a transform of a picture of this size: never larger than asked, and never
    /// larger than the picture. `None` if that is the picture itself.
    pub(super) fn of(wanted: Transform, (width, height): (u32, u32)) -> Option<Self> {
        let frame_width = wanted.width.unwrap_or(width).min(width);
        let frame_height = wanted.height.unwrap_or(height).min(height);
        let frame = (frame_width, frame_height);
        let (size, crop) = match wanted.crop {
            _ if frame == (width, height) => (frame, None),
            Some(crop) => (rounded_frame(frame), Some(crop)),
            None => (scaled((width, height), frame), None),
        };
        if size == (width, height) && wanted.format.is_none() {
            return None;
        }
        Some(Self {
            width: size.0,
            height: size.1,
            crop,
            format: wanted.format,
        })
    }
}

/// A picture scaled into a frame, with the side that fills the frame rounded.
fn scaled((width, height): (u32, u32), frame: (u32, u32)) -> (u32, u32) {
    let fills_width =
        u64::from(frame.0) * u64::from(height) <= u64::from(frame.1) * u64::from(width);
    if fills_width {
        let side = rounded(frame.0);
        (side, proportional(height, side, width))
    } else {
        let side = rounded(frame.1);
        (proportional(width, side, height), side)
    }
}

/// A frame with its longer side and its aspect ratio rounded. The ratio is that of the frame up to
/// one pixel, or else cropped pictures would be distorted in the place made for them.
fn rounded_frame((width, height): (u32, u32)) -> (u32, u32) {
    let (long, short) = (width.max(height), width.min(height));
    let side = rounded(long);
    // The largest ratio with which the shorter side of the frame as asked for is not exceeded.
    let ratio = (RATIOS * (u64::from(short) + 1)).div_ceil(u64::from(long)) - 1;
    let other = u64::from(side) * ratio.min(RATIOS) / RATIOS;
    let other = u32::try_from(other).unwrap_or(side).max(1);
    if width >= height {
        (side, other)
    } else {
        (other, side)
    }
}

/// The largest side of a rendition that is at most `side`.
fn rounded(side: u32) -> u32 {
    let fitting = SIDES.iter().rev().find(|&&known| known <= side);
    fitting.copied().unwrap_or(1)
}

/// `side` × `part` / `whole`, rounded, at least 1.
fn proportional(side: u32, part: u32, whole: u32) -> u32 {
    let whole = u64::from(whole.max(1));
    let scaled = (u64::from(side) * u64::from(part) + whole / 2) / whole;
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn size(picture: (u32, u32), width: u32, height: u32, crop: bool) -> (u32, u32) {
        let wanted = Transform {
            width: (width > 0).then_some(width),
            height: (height > 0).then_some(height),
            crop: crop.then_some(CropRegion::Center),
            format: None,
        };
        Rendition::of(wanted, picture).map_or(picture, |it| (it.width, it.height))
    }

    #[test]
    fn common_sizes_and_ratios_are_exact() {
        let picture = (4_000, 3_000);
        assert_eq!(size(picture, 800, 0, false), (800, 600));
        assert_eq!(size(picture, 800, 300, false), (400, 300));
        assert_eq!(size((3_000, 4_000), 300, 0, false), (300, 400));
        for (width, height) in [(400, 400), (400, 500), (600, 400), (1_280, 720), (200, 133)] {
            assert_eq!(
                size(picture, width, height, true),
                (width, height),
                "{width} × {height}"
            );
        }
    }

    #[test]
    fn nothing_is_larger_than_asked_or_than_the_picture() {
        let picture = (1_000, 700);
        for width in (1..1_200).step_by(7) {
            for height in (1..900).step_by(5) {
                for crop in [false, true] {
                    let (w, h) = size(picture, width, height, crop);
                    assert!(w <= width.min(1_000) && h <= height.min(700), "{w} × {h}");
                    assert!(w > 0 && h > 0);
                }
            }
        }
        assert_eq!(size(picture, 9_000, 0, false), picture);
        assert_eq!(size((u32::MAX, 1), 1, 1, false), (1, 1));
    }

    #[test]
    fn many_sizes_become_few() {
        let picture = (6_000, 4_000);
        let sizes: HashSet<_> = (1..=5_760)
            .flat_map(|side| [size(picture, side, 0, false), size(picture, 0, side, false)])
            .collect();
        assert!(sizes.len() <= 2 * SIDES.len(), "{}", sizes.len());
        let cropped: HashSet<_> = (1..=900)
            .map(|height| size(picture, 1_000, height, true))
            .collect();
        assert!(cropped.len() <= 240, "{}", cropped.len());
    }
}
