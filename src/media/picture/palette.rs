//! Colours of a picture: the thing itself, what lies behind it and the materials around it.

use std::fmt;

/// A colour with opacity, written as `#rrggbb`; the opacity is written by the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour {
    red: f64,
    green: f64,
    blue: f64,
    /// 0 is invisible, 1 opaque.
    pub(super) opacity: f64,
}

impl Colour {
    /// A colour from `0xrrggbb`.
    pub(super) const fn hex(rgb: u32) -> Self {
        Self {
            red: ((rgb >> 16) & 0xff) as f64,
            green: ((rgb >> 8) & 0xff) as f64,
            blue: (rgb & 0xff) as f64,
            opacity: 1.0,
        }
    }

    /// A colour from hue (degrees), saturation and lightness (0 to 1).
    pub(super) fn hsl(hue: f64, saturation: f64, lightness: f64) -> Self {
        let channel = |offset: f64| {
            let position = (offset + hue / 30.0) % 12.0;
            let reach = saturation * lightness.min(1.0 - lightness);
            let bend = (position - 3.0).min(9.0 - position).clamp(-1.0, 1.0);
            255.0 * (lightness - reach * bend)
        };
        Self {
            red: channel(0.0),
            green: channel(8.0),
            blue: channel(4.0),
            opacity: 1.0,
        }
    }

    /// This colour with `share` (0 to 1) of `other` mixed in.
    pub(super) fn mix(self, other: Self, share: f64) -> Self {
        let blend = |own: f64, foreign: f64| own + (foreign - own) * share;
        Self {
            red: blend(self.red, other.red),
            green: blend(self.green, other.green),
            blue: blend(self.blue, other.blue),
            opacity: self.opacity,
        }
    }

    pub(super) fn lighter(self, share: f64) -> Self {
        self.mix(WHITE, share)
    }

    pub(super) fn darker(self, share: f64) -> Self {
        self.mix(INK, share)
    }

    pub(super) fn faded(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    /// Perceived brightness, 0 to 255.
    pub(super) fn brightness(self) -> f64 {
        0.299 * self.red + 0.587 * self.green + 0.114 * self.blue
    }

    fn distance(self, other: Self) -> f64 {
        let squares = [
            self.red - other.red,
            self.green - other.green,
            self.blue - other.blue,
        ]
        .map(|difference| difference * difference);
        squares.iter().sum::<f64>().sqrt()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let byte = |channel: f64| channel.round().clamp(0.0, 255.0) as u8;
        write!(
            f,
            "#{:02x}{:02x}{:02x}",
            byte(self.red),
            byte(self.green),
            byte(self.blue)
        )
    }
}

pub(super) const WHITE: Colour = Colour::hex(0xff_fd_f9);
pub(super) const INK: Colour = Colour::hex(0x1f_1c_19);
pub(super) const LINEN: Colour = Colour::hex(0xf0_e7_d6);
pub(super) const OAK: Colour = Colour::hex(0xc7_9c_66);
pub(super) const WALNUT: Colour = Colour::hex(0x76_50_37);
pub(super) const BRASS: Colour = Colour::hex(0xc4_9b_4c);
pub(super) const STEEL: Colour = Colour::hex(0xa9_b0_b5);
pub(super) const IRON: Colour = Colour::hex(0x3b_3a_3c);
pub(super) const LEAF: Colour = Colour::hex(0x55_7a_52);
pub(super) const SOIL: Colour = Colour::hex(0x5a_44_36);
pub(super) const GLOW: Colour = Colour::hex(0xff_e6_a8);
pub(super) const CLAY: Colour = Colour::hex(0xbf_70_4e);

/// Walls a thing may stand before; the one taken contrasts with the thing.
const GROUNDS: [Colour; 8] = [
    Colour::hex(0xef_e6_d8),
    Colour::hex(0xdd_e3_d6),
    Colour::hex(0xec_d9_d0),
    Colour::hex(0xd6_e0_e6),
    Colour::hex(0xf0_e3_c2),
    Colour::hex(0xdd_d8_e4),
    Colour::hex(0xc9_d5_cd),
    Colour::hex(0xe6_d3_bd),
];

/// Colours of small extras beside the main one.
const ACCENTS: [Colour; 6] = [
    Colour::hex(0xc9_6a_45),
    Colour::hex(0xd9_a9_41),
    Colour::hex(0x5c_7d_6b),
    Colour::hex(0x48_62_86),
    Colour::hex(0xcf_8f_86),
    Colour::hex(0x7a_5a_72),
];

/// Everything a drawing may colour with, and the small variations its seed asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    pub(super) base: Colour,
    pub(super) light: Colour,
    pub(super) dark: Colour,
    /// For lines on top of `base`: darker than it, or lighter when it is almost black.
    pub(super) line: Colour,
    pub(super) accent: Colour,
    pub(super) ground: Colour,
    seed: u64,
    style: Option<u64>,
}

impl Palette {
    pub(super) fn new(base: Colour, seed: u64, style: Option<u64>) -> Self {
        let mut palette = Self {
            base,
            light: base.lighter(0.38),
            dark: base.darker(0.22),
            line: base.darker(0.45),
            accent: ACCENTS[0],
            ground: GROUNDS[0],
            seed,
            style,
        };
        if base.brightness() < 70.0 {
            palette.light = base.lighter(0.2);
            palette.line = base.lighter(0.4);
        }
        palette.ground = palette.contrasting(&GROUNDS, 0, 62.0);
        palette.accent = palette.contrasting(&ACCENTS, 1, 90.0);
        palette
    }

    /// The same kind of thing in another main colour, before the same ground.
    pub(super) fn with_base(self, base: Colour) -> Self {
        let ground = self.ground;
        Self {
            ground,
            ..Self::new(base, self.seed, self.style)
        }
    }

    /// Which of `styles` kinds of a shape to draw: the one asked for, or the seed's.
    pub(super) fn style(&self, styles: u64) -> u64 {
        self.style
            .map_or_else(|| self.choose(10, styles), |style| style % styles)
    }

    /// A number below `choices` that depends on the seed and on what it is for.
    pub(super) fn choose(&self, purpose: u64, choices: u64) -> u64 {
        let mut state = self
            .seed
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(purpose.wrapping_mul(0xbf58_476d_1ce4_e5b9))
            .wrapping_add(0x94d0_49bb_1331_11eb);
        state ^= state >> 30;
        state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state ^= state >> 27;
        state % choices.max(1)
    }

    /// A number between `low` and `high`, from the seed.
    pub(super) fn between(&self, purpose: u64, low: f64, high: f64) -> f64 {
        low + (high - low) * self.choose(purpose, 1_001) as f64 / 1_000.0
    }

    fn contrasting(&self, colours: &[Colour], purpose: u64, distance: f64) -> Colour {
        let count = colours.len();
        let start = self.choose(purpose, count as u64) as usize;
        (0..count)
            .map(|step| colours[(start + step) % count])
            .find(|colour| colour.distance(self.base) >= distance)
            .unwrap_or(colours[start])
    }
}
