//! Writes SVG elements. A drawing lives on 1,000 × 1,000 units with the floor at [`FLOOR`].

use std::fmt::Write;

use super::palette::{Colour, INK};

/// Where things stand.
pub(super) const FLOOR: f64 = 820.0;

/// The elements written so far.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    body: String,
    clips: u32,
}

impl Canvas {
    pub(super) fn rect(
        &mut self,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        round: f64,
        fill: Colour,
    ) {
        let (x, y) = (number(x), number(y));
        let (width, height, round) = (number(width), number(height), number(round));
        self.push(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"{}/>",
            paint("fill", fill)
        ));
    }

    pub(super) fn circle(&mut self, x: f64, y: f64, radius: f64, fill: Colour) {
        self.ellipse(x, y, radius, radius, fill);
    }

    pub(super) fn ellipse(&mut self, x: f64, y: f64, radius_x: f64, radius_y: f64, fill: Colour) {
        let (x, y) = (number(x), number(y));
        let (radius_x, radius_y) = (number(radius_x), number(radius_y));
        self.push(format_args!(
            "<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{radius_x}\" ry=\"{radius_y}\"{}/>",
            paint("fill", fill)
        ));
    }

    /// A filled outline; `outline` is SVG path data.
    pub(super) fn path(&mut self, outline: &str, fill: Colour) {
        self.push(format_args!(
            "<path d=\"{}\"{}/>",
            escape(outline),
            paint("fill", fill)
        ));
    }

    /// An unfilled line with round ends.
    pub(super) fn line(&mut self, outline: &str, width: f64, colour: Colour) {
        self.push(format_args!(
            "<path d=\"{}\" fill=\"none\" stroke-width=\"{}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"{}/>",
            escape(outline),
            number(width),
            paint("stroke", colour)
        ));
    }

    /// A filled outline with a darker edge on the right, as if lit from the left.
    pub(super) fn solid(&mut self, outline: &str, fill: Colour) {
        self.solid_with(outline, fill, |_| {});
    }

    /// Like [`Canvas::solid`], with `details` drawn on the surface and cut off at its edge.
    pub(super) fn solid_with(
        &mut self,
        outline: &str,
        fill: Colour,
        details: impl FnOnce(&mut Self),
    ) {
        self.path(outline, fill);
        self.clipped(outline, |canvas| {
            details(canvas);
            canvas.push(format_args!(
                "<path d=\"{} M-3000 -3000V4000H4000V-3000Z\" transform=\"translate(-34 -8)\" fill-rule=\"evenodd\"{}/>",
                escape(outline),
                paint("fill", INK.faded(0.15))
            ));
        });
    }

    /// What `details` draws, visible only inside `outline`.
    pub(super) fn clipped(&mut self, outline: &str, details: impl FnOnce(&mut Self)) {
        self.clips += 1;
        let id = self.clips;
        self.push(format_args!(
            "<clipPath id=\"c{id}\"><path d=\"{}\"/></clipPath><g clip-path=\"url(#c{id})\">",
            escape(outline)
        ));
        details(self);
        self.body.push_str("</g>");
    }

    /// What `details` draws, moved, then scaled around the origin.
    pub(super) fn placed(&mut self, x: f64, y: f64, scale: f64, details: impl FnOnce(&mut Self)) {
        let (x, y) = (number(x), number(y));
        self.push(format_args!(
            "<g transform=\"translate({x} {y}) scale({})\">",
            number(scale)
        ));
        details(self);
        self.body.push_str("</g>");
    }

    /// What `details` draws, turned clockwise by `degrees` around a point.
    pub(super) fn turned(&mut self, degrees: f64, x: f64, y: f64, details: impl FnOnce(&mut Self)) {
        let (degrees, x, y) = (number(degrees), number(x), number(y));
        self.push(format_args!("<g transform=\"rotate({degrees} {x} {y})\">"));
        details(self);
        self.body.push_str("</g>");
    }

    /// The shadow of something standing on the floor.
    pub(super) fn shadow(&mut self, x: f64, half_width: f64) {
        self.ellipse(
            x + 14.0,
            FLOOR,
            half_width,
            (half_width * 0.11).max(10.0),
            INK.faded(0.16),
        );
    }

    /// The document: `width` × `height` pixels showing the drawing whole, with `ground` around it.
    pub(super) fn finish(self, width: u32, height: u32, title: &str) -> String {
        let (w, h) = (f64::from(width), f64::from(height));
        let side = w.min(h);
        let (view_width, view_height) = (1_000.0 * w / side, 1_000.0 * h / side);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"{} {} {} {}\" role=\"img\"><title>{}</title>{}</svg>",
            number((1_000.0 - view_width) / 2.0),
            number((1_000.0 - view_height) / 2.0),
            number(view_width),
            number(view_height),
            escape(title),
            self.body
        )
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        self.body
            .write_fmt(element)
            .expect("writing to a string cannot fail");
    }
}

/// A number with at most three decimals, short: `12`, `0.5`, `-3.25`.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

fn paint(attribute: &str, colour: Colour) -> String {
    if colour.opacity < 1.0 {
        let opacity = number(colour.opacity);
        format!(" {attribute}=\"{colour}\" {attribute}-opacity=\"{opacity}\"")
    } else {
        format!(" {attribute}=\"{colour}\"")
    }
}

/// Text that is safe between tags and inside double quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
