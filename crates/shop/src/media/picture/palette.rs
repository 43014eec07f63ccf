//! The colours of a picture: its main colour and matching ones.

/// Red, green and blue, each 0 to 255.
pub(super) type Colour = [f64; 3];

const WHITE: Colour = hex(0xff_fd_f9);
const INK: Colour = hex(0x1f_1c_19);

/// Colours for the background; the one chosen contrasts with the object.
const GROUNDS: [u32; 8] = [
    0xefe6d8, 0xdde3d6, 0xecd9d0, 0xd6e0e6, 0xf0e3c2, 0xddd8e4, 0xc9d5cd, 0xe6d3bd,
];

/// Colours of small extras beside the main one.
const ACCENTS: [u32; 6] = [0xc96a45, 0xd9a941, 0x5c7d6b, 0x486286, 0xcf8f86, 0x7a5a72];

/// What the names of colours in a drawing stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    base: Colour,
    ground: Colour,
    seed: u64,
}

impl Palette {
    pub(super) fn new(base: Colour, seed: u64) -> Self {
        let ground = contrasting(base, &GROUNDS, 62.0, choose(seed, 0, GROUNDS.len()));
        Self { base, ground, seed }
    }

    /// A lighter variant of the object on the same background.
    pub(super) fn lighter(self) -> Self {
        let base = mix(self.base, WHITE, 0.35);
        Self { base, ..self }
    }

    /// A darker variant of the object on the same background.
    pub(super) fn darker(self) -> Self {
        let base = mix(self.base, INK, 0.22);
        Self { base, ..self }
    }

    pub(super) fn is_dark(&self) -> bool {
        brightness(self.base) < 110.0
    }

    /// The drawing with its colours written out as `#rrggbb`; `None` if it names an unknown one.
    pub(super) fn paint(&self, drawing: &str) -> Option<String> {
        let mut pieces = drawing.split('&');
        let mut painted = pieces.next()?.to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once(';')?;
            let [red, green, blue] = self.mixed(name)?.map(|channel| channel.round() as u8);
            painted.push_str(&format!("#{red:02x}{green:02x}{blue:02x}{rest}"));
        }
        Some(painted)
    }

    /// `base-62-1f1c19` is 62 % of `base` mixed with the colour after it.
    fn mixed(&self, name: &str) -> Option<Colour> {
        let mut parts = name.split('-');
        let mut colour = self.named(parts.next()?)?;
        while let Some(percent) = parts.next() {
            let percent: f64 = percent.parse().ok()?;
            colour = mix(self.named(parts.next()?)?, colour, percent / 100.0);
        }
        Some(colour)
    }

    fn named(&self, name: &str) -> Option<Colour> {
        let almost_black = brightness(self.base) < 70.0;
        Some(match name {
            "base" => self.base,
            "light" if almost_black => mix(self.base, WHITE, 0.2),
            "light" => mix(self.base, WHITE, 0.38),
            "dark" => mix(self.base, INK, 0.22),
            // For lines on top of `base`.
            "line" if almost_black => mix(self.base, WHITE, 0.4),
            "line" => mix(self.base, INK, 0.45),
            "accent" => {
                let start = choose(self.seed, 1, ACCENTS.len());
                contrasting(self.base, &ACCENTS, 90.0, start)
            }
            "ground" => self.ground,
            digits => parse(digits)?,
        })
    }
}

/// A colour from six hexadecimal digits.
pub(super) fn parse(digits: &str) -> Option<Colour> {
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok().map(hex)
}

/// A colour from hue (degrees) and the name of a tone.
pub(super) fn toned(hue: f64, tone: &str) -> Option<Colour> {
    let (saturation, lightness) = match tone {
        "pale" => (0.34, 0.82),
        "soft" => (0.32, 0.64),
        "clear" => (0.56, 0.58),
        "deep" => (0.40, 0.36),
        "dark" => (0.30, 0.22),
        "grey" => (0.05, 0.55),
        _ => return None,
    };
    let reach = saturation * f64::min(lightness, 1.0 - lightness);
    Some([0.0, 8.0, 4.0].map(|offset| {
        let position = (offset + hue / 30.0) % 12.0;
        let bend = (position - 3.0).min(9.0 - position).clamp(-1.0, 1.0);
        255.0 * (lightness - reach * bend)
    }))
}

/// A number below `choices`, derived from the seed and the purpose.
pub(super) fn choose(seed: u64, purpose: u64, choices: usize) -> usize {
    let mut state = seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(purpose.wrapping_mul(0xbf58_476d_1ce4_e5b9))
        .wrapping_add(0x94d0_49bb_1331_11eb);
    state ^= state >> 30;
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^= state >> 27;
    (state % choices.max(1) as u64) as usize
}

const fn hex(rgb: u32) -> Colour {
    let [_, red, green, blue] = rgb.to_be_bytes();
    [red as f64, green as f64, blue as f64]
}

/// `colour` with `share` (0 to 1) of `other` mixed in.
fn mix(colour: Colour, other: Colour, share: f64) -> Colour {
    std::array::from_fn(|channel| colour[channel] + (other[channel] - colour[channel]) * share)
}

/// Perceived brightness, 0 to 255.
fn brightness([red, green, blue]: Colour) -> f64 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// The first of `colours` from `start` that is at least `distance` away from `base`.
fn contrasting(base: Colour, colours: &[u32], distance: f64, start: usize) -> Colour {
    let away = |colour: &Colour| {
        let squares = (0..3).map(|channel| (colour[channel] - base[channel]).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let around = colours.iter().cycle().skip(start).take(colours.len());
    let mut around = around.map(|&colour| hex(colour));
    let first = around.find(|colour| away(colour) >= distance);
    first.unwrap_or(hex(colours[start]))
}
