//! The pictures of the demo catalogue.
//!
//! A demo picture is a line of text, `demo:<shape>?color=b8694b&view=detail&seed=7`, described in
//! `playground/catalog/README.md`. The drawings are in `playground/pictures/`; [`draw`] gives one
//! its frame, colours and size. The same text and size always give the same bytes, so answers can
//! be cached for ever.

mod palette;

use palette::{Colour, Palette};

/// The longest side of a picture in pixels; more is drawn at this size.
pub const LARGEST_SIDE: u32 = 5_760;

/// A file of drawings: kinds of one shape, or views of one frame.
#[derive(Clone, Copy, Debug)]
struct Sheet(&'static str);

/// A shape, the frame it is shown in, and its kinds.
type Shape = (&'static str, Sheet, Sheet);

macro_rules! sheet {
    ($($path:expr),+) => {
        Sheet(include_str!(concat!("../../../../../playground/pictures/", $($path,)+ ".svg")))
    };
}

macro_rules! shapes {
    ($($frame:literal: $($name:literal)+;)+) => {
        &[$($(($name, sheet!("frames/", $frame), sheet!($name))),+),+]
    };
}

const SHAPES: &[Shape] = shapes! {
    "stands": "lamp" "floor-lamp" "candle" "bulb" "chair" "stool" "table" "sofa" "shelf" "bed"
        "cushion" "blanket" "towel" "mug" "bowl" "teapot" "pot" "bottle" "jar" "glass" "book"
        "notebook" "hat" "bag" "backpack" "pouch" "plant" "cactus" "vase" "planter" "watering-can"
        "soap" "tin" "basket" "toy" "gift" "broom";
    "hangs": "pendant";
    "wall": "mirror" "clock" "curtain" "apron" "frame" "hook";
    "lies": "rug" "plate" "pan" "knife" "board" "cutlery" "pen" "card" "scissors" "pattern" "shirt"
        "jumper" "socks" "scarf";
    "scene": "room" "kitchen" "garden" "workshop" "logo" "portrait";
};

/// Scenes whose second drawing is for dark colours.
const DAY_OR_NIGHT: [&str; 3] = ["room", "kitchen", "garden"];

/// The parameters of a source.
#[derive(Debug)]
struct Request<'a> {
    shape: &'a str,
    base: Colour,
    /// Which drawing of the frame.
    view: usize,
    seed: u64,
    /// Which drawing of the shape.
    style: Option<usize>,
}

/// The picture `source` describes, as an SVG document of `width` × `height` pixels.
///
/// Sides below 1 or over [`LARGEST_SIDE`] are clamped. `None` when the source is not a demo source, names an
/// unknown shape or has a parameter that cannot be read; parameters with unknown names are ignored.
pub fn draw(source: &str, width: u32, height: u32) -> Option<String> {
    let request = Request::parse(source)?;
    let (name, frame, kinds) = *SHAPES.iter().find(|(name, ..)| *name == request.shape)?;
    let palette = Palette::new(request.base, request.seed);
    let kind = match request.style {
        _ if DAY_OR_NIGHT.contains(&name) => usize::from(palette.is_dark()),
        Some(style) => style,
        None => palette::choose(request.seed, 10, kinds.drawings().count()),
    };
    let thing = kinds.drawing(kind)?;
    let mut picture = frame.drawing(request.view)?.to_owned();
    let copies = [
        ("thing", palette),
        ("lighter", palette.lighter()),
        ("darker", palette.darker()),
    ];
    for (copy, palette) in copies {
        let place = format!("&{copy};");
        if picture.contains(&place) {
            let painted = palette.paint(&thing.replace("&id;", copy))?;
            picture = picture.replace(&place, &painted);
        }
    }
    Some(document(name, width, height, &palette.paint(&picture)?))
}

/// A document that shows the whole square picture, with its background filling the rest.
fn document(title: &str, width: u32, height: u32, picture: &str) -> String {
    let [width, height] = [width, height].map(|side| side.clamp(1, LARGEST_SIDE));
    let shorter = f64::from(width.min(height));
    let [shown_width, shown_height] =
        [width, height].map(|side| f64::from(side) * 1_000.0 / shorter);
    let [x, y] = [shown_width, shown_height].map(|side| (1_000.0 - side) / 2.0);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"{x} {y} {shown_width} {shown_height}\" role=\"img\">\
         <title>{title}</title>{picture}</svg>"
    )
}

impl Sheet {
    /// Each drawing is between two marks.
    fn drawings(self) -> impl Iterator<Item = &'static str> {
        self.0.split("<!-- drawing -->").skip(1).step_by(2)
    }

    /// One of the drawings, counted modulo their number.
    fn drawing(self, number: usize) -> Option<&'static str> {
        self.drawings().nth(number % self.drawings().count().max(1))
    }
}

impl<'a> Request<'a> {
    fn parse(source: &'a str) -> Option<Self> {
        let rest = source.strip_prefix("demo:")?;
        let (shape, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (mut colour, mut hue, mut tone) = (None, 30.0, "soft");
        let (mut view, mut seed, mut style) = (0, 0, None);
        for parameter in parameters.split('&').filter(|text| !text.is_empty()) {
            let (name, value) = parameter.split_once('=')?;
            match name {
                "color" => colour = Some(palette::parse(value)?),
                "hue" => hue = f64::from(value.parse::<u16>().ok().filter(|hue| *hue < 360)?),
                "tone" => tone = value,
                "view" => view = parse_view(value)?,
                "seed" => seed = value.parse().ok()?,
                "style" => style = Some(value.parse().ok()?),
                _ => {}
            }
        }
        let toned = palette::toned(hue, tone)?;
        Some(Self {
            shape,
            base: colour.unwrap_or(toned),
            view,
            seed,
            style,
        })
    }
}

fn parse_view(value: &str) -> Option<usize> {
    match value {
        "front" | "square" => Some(0),
        "detail" => Some(1),
        "set" => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether tags nest, attributes are quoted and no stray angle bracket or ampersand is left.
    fn assert_well_formed(document: &str) {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = document;
        while let Some(start) = rest.find('<') {
            assert!(!rest[..start].contains('>'), "stray bracket");
            let end = start + rest[start..].find('>').expect("tag ends");
            let tag = &rest[start + 1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
                continue;
            }
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            assert!(!tag.contains("NaN") && !tag.contains("inf"), "{tag}");
            if !tag.ends_with('/') {
                open.push(tag.split(' ').next().expect("a tag has a name"));
            }
        }
        assert!(open.is_empty(), "{open:?} left open");
        assert!(rest.is_empty());
    }

    #[test]
    fn every_shape_draws_in_every_view() {
        for (shape, ..) in SHAPES {
            for view in ["front", "detail", "set"] {
                for seed in 0..6 {
                    let source = format!("demo:{shape}?color=b8694b&view={view}&seed={seed}");
                    let drawn = draw(&source, 600, 600).expect("a known shape draws");
                    assert_well_formed(&drawn);
                    assert!(drawn.matches("/>").count() >= 5, "{source} is empty");
                    assert!(drawn.len() < 80_000, "{source} has {} bytes", drawn.len());
                }
            }
        }
    }

    #[test]
    fn the_same_source_draws_the_same_picture_and_another_seed_another() {
        let first = draw("demo:vase?hue=20&tone=deep&seed=1", 400, 500);
        assert_eq!(first, draw("demo:vase?hue=20&tone=deep&seed=1", 400, 500));
        assert_ne!(first, draw("demo:vase?hue=20&tone=deep&seed=2", 400, 500));
        assert_ne!(first, draw("demo:vase?hue=200&tone=deep&seed=1", 400, 500));
    }

    #[test]
    fn the_size_is_the_one_asked_for_within_bounds() {
        let drawn = draw("demo:mug", 300, 150).expect("draws");
        assert!(drawn.contains("width=\"300\" height=\"150\" viewBox=\"-500 0 2000 1000\""));
        let drawn = draw("demo:mug", 0, u32::MAX).expect("draws");
        assert!(drawn.contains("width=\"1\" height=\"5760\""));
    }

    #[test]
    fn what_cannot_be_read_draws_nothing() {
        for source in [
            "",
            "mug",
            "demo:",
            "demo:dragon",
            "demo:mug?color=blue",
            "demo:mug?color=+12345",
            "demo:mug?hue=360",
            "demo:mug?tone=loud",
            "demo:mug?view=back",
            "demo:mug?seed=-1",
            "demo:mug?seed",
            "demo:mug?style=round",
            "demo:<script>",
        ] {
            assert_eq!(draw(source, 100, 100), None, "{source}");
        }
    }

    #[test]
    fn the_catalogue_names_only_pictures_that_draw() {
        let catalogue = [
            include_str!("../../../../../playground/catalog/shop.json"),
            include_str!("../../../../../playground/catalog/products.jsonl"),
        ];
        for file in catalogue {
            for part in file.split("\"demo:").skip(1) {
                let rest = part.split('"').next().expect("a text ends with a quote");
                let source = format!("demo:{rest}");
                assert!(
                    Request::parse(&source).is_some_and(|request| {
                        SHAPES.iter().any(|(name, ..)| *name == request.shape)
                    }),
                    "{source}"
                );
            }
        }
    }
}
