//! Draws the pictures of the demo catalogue.
//!
//! A demo picture is a line of text, `demo:<shape>?color=b8694b&view=detail&seed=7`, described in
//! `playground/catalog/README.md`. [`draw`] turns it into a flat illustration in SVG. The same text
//! and size always give the same bytes, so responses can be cached indefinitely.

mod canvas;
mod desk;
mod furniture;
mod green;
mod kitchen;
mod light;
mod palette;
mod scenes;
mod textiles;
mod things;
mod wear;

use canvas::{Canvas, FLOOR};
use palette::{Colour, INK, Palette, WHITE};

/// The longest side of a picture in pixels; larger pictures are drawn at this size.
pub const LARGEST_SIDE: u32 = 5_760;

/// Draws one object on the canvas in the colours of the palette.
type Drawing = fn(&mut Canvas, &Palette);

/// Every shape, its placing and the function that draws it.
const SHAPES: &[(&str, Placing, Drawing)] = &[
    ("lamp", Placing::Stands, light::lamp),
    ("pendant", Placing::Hangs, light::pendant),
    ("floor-lamp", Placing::Stands, light::floor_lamp),
    ("candle", Placing::Stands, light::candle),
    ("bulb", Placing::Stands, light::bulb),
    ("chair", Placing::Stands, furniture::chair),
    ("stool", Placing::Stands, furniture::stool),
    ("table", Placing::Stands, furniture::table),
    ("sofa", Placing::Stands, furniture::sofa),
    ("shelf", Placing::Stands, furniture::shelf),
    ("bed", Placing::Stands, furniture::bed),
    ("mirror", Placing::OnWall, furniture::mirror),
    ("clock", Placing::OnWall, furniture::clock),
    ("rug", Placing::Lies, textiles::rug),
    ("cushion", Placing::Stands, textiles::cushion),
    ("blanket", Placing::Stands, textiles::blanket),
    ("towel", Placing::Stands, textiles::towel),
    ("curtain", Placing::OnWall, textiles::curtain),
    ("apron", Placing::OnWall, textiles::apron),
    ("mug", Placing::Stands, kitchen::mug),
    ("bowl", Placing::Stands, kitchen::bowl),
    ("plate", Placing::Lies, kitchen::plate),
    ("teapot", Placing::Stands, kitchen::teapot),
    ("pot", Placing::Stands, kitchen::pot),
    ("pan", Placing::Lies, kitchen::pan),
    ("knife", Placing::Lies, kitchen::knife),
    ("board", Placing::Lies, kitchen::board),
    ("bottle", Placing::Stands, kitchen::bottle),
    ("jar", Placing::Stands, kitchen::jar),
    ("glass", Placing::Stands, kitchen::glass),
    ("cutlery", Placing::Lies, kitchen::cutlery),
    ("book", Placing::Stands, desk::book),
    ("notebook", Placing::Stands, desk::notebook),
    ("pen", Placing::Lies, desk::pen),
    ("card", Placing::Lies, desk::card),
    ("scissors", Placing::Lies, desk::scissors),
    ("pattern", Placing::Lies, desk::pattern),
    ("shirt", Placing::Lies, wear::shirt),
    ("jumper", Placing::Lies, wear::jumper),
    ("socks", Placing::Lies, wear::socks),
    ("hat", Placing::Stands, wear::hat),
    ("bag", Placing::Stands, wear::bag),
    ("backpack", Placing::Stands, wear::backpack),
    ("pouch", Placing::Stands, wear::pouch),
    ("scarf", Placing::Lies, wear::scarf),
    ("plant", Placing::Stands, green::plant),
    ("cactus", Placing::Stands, green::cactus),
    ("vase", Placing::Stands, green::vase),
    ("planter", Placing::Stands, green::planter),
    ("watering-can", Placing::Stands, green::watering_can),
    ("soap", Placing::Stands, things::soap),
    ("tin", Placing::Stands, things::tin),
    ("basket", Placing::Stands, things::basket),
    ("frame", Placing::OnWall, things::frame),
    ("toy", Placing::Stands, things::toy),
    ("gift", Placing::Stands, things::gift),
    ("hook", Placing::OnWall, things::hook),
    ("broom", Placing::Stands, things::broom),
    ("room", Placing::Scene, scenes::room),
    ("kitchen", Placing::Scene, scenes::kitchen),
    ("garden", Placing::Scene, scenes::garden),
    ("workshop", Placing::Scene, scenes::workshop),
    ("logo", Placing::Scene, scenes::logo),
    ("portrait", Placing::Scene, scenes::portrait),
];

/// How an object is placed, which decides the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placing {
    Stands,
    Hangs,
    OnWall,
    /// Seen from above on a plain surface.
    Lies,
    /// Fills the picture and has its own background.
    Scene,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Front,
    Detail,
    Set,
}

/// What a source describes.
#[derive(Debug)]
struct Request<'a> {
    shape: &'a str,
    base: Colour,
    view: View,
    seed: u64,
    style: Option<u64>,
}

/// The picture `source` describes, as an SVG document of `width` × `height` pixels.
///
/// Sides below 1 or above [`LARGEST_SIDE`] are clamped. Returns `None` if the source is not a demo
/// source, names an unknown shape or has an invalid parameter; parameters with unknown names are
/// ignored.
pub fn draw(source: &str, width: u32, height: u32) -> Option<String> {
    let request = Request::parse(source)?;
    let (name, placing, drawing) = *SHAPES.iter().find(|(name, ..)| *name == request.shape)?;
    let palette = Palette::new(request.base, request.seed, request.style);
    let mut canvas = Canvas::default();
    if placing == Placing::Scene {
        drawing(&mut canvas, &palette);
    } else {
        background(&mut canvas, &palette, placing, request.view);
        thing(&mut canvas, &palette, placing, request.view, drawing);
    }
    let side = |pixels: u32| pixels.clamp(1, LARGEST_SIDE);
    Some(canvas.finish(side(width), side(height), name))
}

impl<'a> Request<'a> {
    fn parse(source: &'a str) -> Option<Self> {
        let rest = source.strip_prefix("demo:")?;
        let (shape, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (mut colour, mut hue, mut tone) = (None, 30.0, "soft");
        let (mut view, mut seed, mut style) = (View::Front, 0, None);
        for parameter in parameters.split('&').filter(|text| !text.is_empty()) {
            let (name, value) = parameter.split_once('=')?;
            match name {
                "color" => colour = Some(parse_colour(value)?),
                "hue" => hue = f64::from(value.parse::<u16>().ok().filter(|hue| *hue < 360)?),
                "tone" => tone = value,
                "view" => view = parse_view(value)?,
                "seed" => seed = value.parse().ok()?,
                "style" => style = Some(value.parse().ok()?),
                _ => {}
            }
        }
        let toned = toned(hue, tone)?;
        Some(Self {
            shape,
            base: colour.unwrap_or(toned),
            view,
            seed,
            style,
        })
    }
}

fn parse_colour(value: &str) -> Option<Colour> {
    let digits = value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !digits {
        return None;
    }
    u32::from_str_radix(value, 16).ok().map(Colour::hex)
}

fn parse_view(value: &str) -> Option<View> {
    match value {
        "front" | "square" => Some(View::Front),
        "detail" => Some(View::Detail),
        "set" => Some(View::Set),
        _ => None,
    }
}

fn toned(hue: f64, tone: &str) -> Option<Colour> {
    let (saturation, lightness) = match tone {
        "pale" => (0.34, 0.82),
        "soft" => (0.32, 0.64),
        "clear" => (0.56, 0.58),
        "deep" => (0.40, 0.36),
        "dark" => (0.30, 0.22),
        "grey" => (0.05, 0.55),
        _ => return None,
    };
    Some(Colour::hsl(hue, saturation, lightness))
}

fn background(c: &mut Canvas, p: &Palette, placing: Placing, view: View) {
    let plain = if view == View::Detail {
        p.ground.mix(p.accent, 0.28)
    } else {
        p.ground
    };
    c.rect(-4_000.0, -4_000.0, 9_000.0, 9_000.0, 0.0, plain);
    if view == View::Detail || placing == Placing::Lies {
        c.circle(500.0, 500.0, 470.0, WHITE.faded(0.22));
        return;
    }
    let slant = if p.choose(2, 2) == 0 { 1.0 } else { -1.0 };
    let left = 500.0 - 330.0 * slant;
    for pane in [0.0, 170.0] {
        let x = left + pane * slant;
        c.path(
            &format!(
                "M{x} -1200L{} 1700H{}L{} -1200Z",
                x + 700.0 * slant,
                x + 840.0 * slant,
                x + 140.0 * slant
            ),
            WHITE.faded(0.16),
        );
    }
    if placing == Placing::Stands {
        c.rect(-4_000.0, 720.0, 9_000.0, 5_000.0, 0.0, INK.faded(0.07));
        c.rect(
            -4_000.0,
            720.0,
            9_000.0,
            5_000.0,
            0.0,
            p.ground.darker(0.08).faded(0.6),
        );
    }
}

fn thing(c: &mut Canvas, p: &Palette, placing: Placing, view: View, drawing: Drawing) {
    match view {
        View::Front => drawing(c, p),
        View::Detail => {
            let focus = if placing == Placing::Stands {
                600.0
            } else {
                480.0
            };
            c.placed(500.0 - 470.0 * 1.75, 500.0 - focus * 1.75, 1.75, |c| {
                drawing(c, p)
            });
        }
        View::Set => set(c, p, placing, drawing),
    }
}

/// Three of a kind in similar colours: overlapping if the objects stand, otherwise spread out.
fn set(c: &mut Canvas, p: &Palette, placing: Placing, drawing: Drawing) {
    let others = [
        p.with_base(p.base.lighter(0.35)),
        p.with_base(p.base.darker(0.22)),
        *p,
    ];
    let (anchor, scale, places) = match placing {
        Placing::Stands | Placing::Scene => (
            FLOOR,
            0.58,
            [(250.0, 790.0), (750.0, 780.0), (500.0, 900.0)],
        ),
        Placing::Hangs => (0.0, 0.56, [(200.0, -20.0), (790.0, 60.0), (490.0, 240.0)]),
        Placing::OnWall | Placing::Lies => (
            500.0,
            0.52,
            [(270.0, 300.0), (730.0, 320.0), (500.0, 700.0)],
        ),
    };
    for (palette, (x, y)) in others.iter().zip(places) {
        c.placed(x - 500.0 * scale, y - anchor * scale, scale, |c| {
            drawing(c, palette);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts that tags nest, attributes are quoted and no stray angle bracket or ampersand is
    /// left.
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
            include_str!("../../playground/catalog/shop.json"),
            include_str!("../../playground/catalog/products.jsonl"),
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
