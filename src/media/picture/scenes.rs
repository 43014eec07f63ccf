//! Rooms for collections and articles, the mark of the shop, and portraits.

use super::canvas::Canvas;
use super::palette::{
    BRASS, CLAY, Colour, GLOW, INK, LEAF, LINEN, OAK, Palette, SOIL, WALNUT, WHITE,
};
use super::{Drawing, furniture, green, kitchen, light, textiles, things};

/// A thing of another module, small, with its foot at (`x`, `y`) of the scene.
fn put(c: &mut Canvas, p: &Palette, thing: Drawing, x: f64, y: f64, scale: f64) {
    c.placed(
        x - 500.0 * scale,
        y - super::canvas::FLOOR * scale,
        scale,
        |c| thing(c, p),
    );
}

fn wall_and_floor(c: &mut Canvas, wall: Colour, floor: Colour, height: f64) {
    c.rect(-4_000.0, -4_000.0, 9_000.0, 9_000.0, 0.0, wall);
    c.rect(-4_000.0, height, 9_000.0, 5_000.0, 0.0, floor);
    c.rect(
        -4_000.0,
        height - 14.0,
        9_000.0,
        14.0,
        0.0,
        WHITE.faded(0.55),
    );
}

fn window(c: &mut Canvas, x: f64, y: f64, width: f64, height: f64, night: bool) {
    let sky = if night {
        Colour::hex(0x35_43_5c)
    } else {
        Colour::hex(0xc5_dd_e8)
    };
    c.rect(x - 16.0, y - 16.0, width + 32.0, height + 32.0, 4.0, WHITE);
    c.rect(x, y, width, height, 0.0, sky);
    let outline = format!("M{x} {y}h{width}v{height}h-{width}Z");
    c.clipped(&outline, |c| {
        c.circle(
            x + width * 0.7,
            y + height * 0.3,
            34.0,
            if night { LINEN } else { GLOW },
        );
        c.ellipse(
            x + width * 0.2,
            y + height,
            width * 0.5,
            height * 0.3,
            LEAF.mix(sky, 0.35),
        );
        c.ellipse(
            x + width * 0.85,
            y + height,
            width * 0.45,
            height * 0.22,
            LEAF.mix(sky, 0.2),
        );
    });
    c.rect(x + width / 2.0 - 6.0, y, 12.0, height, 0.0, WHITE);
    c.rect(x, y + height / 2.0 - 6.0, width, 12.0, 0.0, WHITE);
    c.rect(x - 30.0, y + height + 10.0, width + 60.0, 22.0, 4.0, WHITE);
}

pub(super) fn room(c: &mut Canvas, p: &Palette) {
    let night = p.base.brightness() < 110.0;
    let wall = if night {
        p.base.darker(0.15)
    } else {
        p.base.lighter(0.62)
    };
    wall_and_floor(
        c,
        wall,
        OAK.mix(if night { INK } else { LINEN }, 0.4),
        700.0,
    );
    let accent = p.with_base(p.accent);
    window(c, 130.0 - 420.0, 180.0, 240.0, 330.0, night);
    window(c, 130.0, 180.0, 240.0, 330.0, night);
    put(
        c,
        &p.with_base(LINEN.darker(0.08)),
        textiles::rug,
        430.0,
        960.0,
        1.1,
    );
    let seat = if night {
        accent
    } else {
        p.with_base(p.base.darker(0.1))
    };
    put(c, &seat, furniture::sofa, 420.0, 800.0, 0.75);
    put(c, &p.with_base(OAK), furniture::shelf, 1_180.0, 790.0, 0.85);
    put(
        c,
        &p.with_base(WALNUT),
        light::floor_lamp,
        830.0,
        800.0,
        0.85,
    );
    put(c, &p.with_base(LEAF), green::plant, -30.0, 830.0, 0.72);
    put(c, &p.with_base(OAK), furniture::stool, 720.0, 900.0, 0.4);
    put(c, &p.with_base(p.accent), kitchen::mug, 724.0, 752.0, 0.12);
    put(c, &p.with_base(OAK), furniture::chair, -330.0, 850.0, 0.7);
    c.rect(480.0, 220.0, 150.0, 190.0, 2.0, WALNUT);
    c.rect(496.0, 236.0, 118.0, 158.0, 0.0, LINEN);
    c.circle(556.0, 300.0, 34.0, p.accent);
    c.path("M496 394V350Q550 310 614 360V394Z", LEAF);
}

pub(super) fn kitchen(c: &mut Canvas, p: &Palette) {
    let dark = p.base.brightness() < 110.0;
    let wall = if dark {
        p.base.darker(0.1)
    } else {
        p.base.lighter(0.66)
    };
    wall_and_floor(c, wall, OAK.mix(LINEN, 0.45), 860.0);
    tiles_and_cupboards(c, p, dark);
    open_shelves(c, p);
    window(c, 230.0 - 20.0, 120.0, 170.0, 230.0, dark);
    put(c, &p.with_base(p.accent), kitchen::pot, 640.0, 624.0, 0.36);
    put(c, &p.with_base(OAK), kitchen::board, 330.0, 626.0, 0.26);
    put(c, &p.with_base(LINEN), green::vase, 130.0, 624.0, 0.4);
    put(c, &p.with_base(CLAY), kitchen::bowl, -180.0, 624.0, 0.34);
    put(
        c,
        &p.with_base(p.accent),
        kitchen::bottle,
        880.0,
        624.0,
        0.3,
    );
    put(c, &p.with_base(BRASS), light::pendant, 500.0, 300.0, 0.34);
    put(c, &p.with_base(LEAF), green::plant, 1_130.0, 626.0, 0.4);
}

fn tiles_and_cupboards(c: &mut Canvas, p: &Palette, dark: bool) {
    for row in 0..4 {
        for column in -9..19 {
            let x = f64::from(column) * 90.0 + f64::from(row % 2) * 45.0;
            c.rect(
                x,
                380.0 + f64::from(row) * 60.0,
                84.0,
                54.0,
                4.0,
                WHITE.faded(0.28),
            );
        }
    }
    c.rect(-3_000.0, 620.0, 7_000.0, 34.0, 0.0, OAK);
    c.rect(
        -3_000.0,
        654.0,
        7_000.0,
        230.0,
        0.0,
        p.base.mix(LINEN, if dark { 0.15 } else { 0.35 }),
    );
    for column in -6..12 {
        let x = f64::from(column) * 220.0;
        c.line(&format!("M{x} 660V880"), 4.0, INK.faded(0.2));
        c.rect(x + 80.0, 690.0, 60.0, 12.0, 6.0, BRASS);
    }
}

fn open_shelves(c: &mut Canvas, p: &Palette) {
    for x in [-360.0, 420.0] {
        c.rect(x, 300.0, 560.0, 20.0, 4.0, OAK);
    }
    for (index, (thing, x)) in [
        (kitchen::jar as Drawing, -300.0),
        (kitchen::mug, -190.0),
        (kitchen::teapot, -60.0),
        (kitchen::jar, 470.0),
        (kitchen::bowl, 600.0),
        (things::tin, 730.0),
        (kitchen::mug, 860.0),
    ]
    .into_iter()
    .enumerate()
    {
        let colours = [
            p.accent,
            LINEN.darker(0.08),
            p.base.darker(0.2),
            BRASS,
            CLAY,
        ];
        put(
            c,
            &p.with_base(colours[index % 5]),
            thing,
            x + 40.0,
            302.0,
            0.2,
        );
    }
}

pub(super) fn garden(c: &mut Canvas, p: &Palette) {
    let dusk = p.base.brightness() < 110.0;
    let sky = if dusk {
        Colour::hex(0xe2_b0_8c)
    } else {
        Colour::hex(0xd3_e4_e6)
    };
    c.rect(-4_000.0, -4_000.0, 9_000.0, 9_000.0, 0.0, sky);
    c.circle(780.0, 230.0, 84.0, GLOW);
    let hill = LEAF.mix(p.base, 0.35);
    c.path(
        "M-1500 620Q-600 380 200 560T1300 470T2600 600V2000H-1500Z",
        hill.mix(sky, 0.45),
    );
    c.path(
        "M-1500 700Q-300 560 500 640T2600 620V3000H-1500Z",
        hill.lighter(0.12),
    );
    c.path("M-1500 780Q200 700 900 760T2600 740V3000H-1500Z", hill);
    for step in -9..18 {
        let x = f64::from(step) * 90.0;
        c.path(
            &format!("M{x} 700V560L{} 536L{} 560V700Z", x + 24.0, x + 48.0),
            WHITE.mix(sky, 0.2),
        );
    }
    c.rect(-3_000.0, 600.0, 7_000.0, 18.0, 0.0, WHITE.mix(sky, 0.25));
    flowers(c, p);
    put(
        c,
        &p.with_base(SOIL.lighter(0.3)),
        furniture::table,
        360.0,
        870.0,
        0.72,
    );
    put(
        c,
        &p.with_base(p.accent),
        green::watering_can,
        800.0,
        900.0,
        0.42,
    );
    put(c, &p.with_base(CLAY), green::planter, -160.0, 890.0, 0.46);
    put(c, &p.with_base(LEAF), green::plant, 1_140.0, 880.0, 0.56);
    put(c, &p.with_base(BRASS), kitchen::teapot, 470.0, 620.0, 0.2);
    put(c, &p.with_base(OAK), furniture::chair, -430.0, 880.0, 0.56);
}

fn flowers(c: &mut Canvas, p: &Palette) {
    for spot in 0..34_u64 {
        let (x, y) = (
            p.between(40 + spot, -620.0, 1_620.0),
            p.between(90 + spot, 790.0, 990.0),
        );
        let flower = [p.accent, WHITE, GLOW, p.accent.lighter(0.4)][(spot % 4) as usize];
        c.line(&format!("M{x} {y}v34"), 4.0, LEAF.darker(0.2));
        c.circle(x, y, 10.0, flower);
    }
}

pub(super) fn workshop(c: &mut Canvas, p: &Palette) {
    wall_and_floor(c, p.base.lighter(0.58), OAK.mix(SOIL, 0.35), 820.0);
    c.rect(-280.0, 150.0, 520.0, 290.0, 6.0, OAK.lighter(0.15));
    for (index, x) in [-230.0, -130.0, -30.0, 70.0, 160.0].into_iter().enumerate() {
        let metal = if index % 2 == 0 {
            INK.lighter(0.35)
        } else {
            BRASS
        };
        c.rect(x, 210.0, 20.0, 150.0, 6.0, WALNUT);
        c.rect(x - 22.0, 190.0, 64.0, 40.0, 6.0, metal);
    }
    window(c, 420.0, 130.0, 330.0, 300.0, false);
    c.rect(900.0, 240.0, 420.0, 20.0, 4.0, OAK);
    c.rect(900.0, 420.0, 420.0, 20.0, 4.0, OAK);
    let shelf: [(Drawing, f64, f64); 6] = [
        (green::vase, 960.0, 242.0),
        (kitchen::bowl, 1_090.0, 242.0),
        (things::tin, 1_230.0, 242.0),
        (kitchen::jar, 970.0, 422.0),
        (kitchen::mug, 1_110.0, 422.0),
        (things::basket, 1_240.0, 422.0),
    ];
    for (index, (thing, x, y)) in shelf.into_iter().enumerate() {
        let colours = [p.accent, CLAY, LINEN.darker(0.1), p.base];
        put(c, &p.with_base(colours[index % 4]), thing, x, y, 0.2);
    }
    c.rect(-420.0, 650.0, 1_900.0, 46.0, 6.0, WALNUT.lighter(0.12));
    for x in [-360.0, 380.0, 1_380.0] {
        c.rect(x, 696.0, 56.0, 250.0, 4.0, WALNUT);
    }
    let bench: [(Drawing, f64, f64, Colour); 5] = [
        (furniture::chair, 180.0, 0.5, OAK),
        (light::lamp, 620.0, 0.4, p.accent),
        (kitchen::jar, 860.0, 0.24, p.base),
        (green::vase, -240.0, 0.36, CLAY),
        (things::gift, 1_120.0, 0.26, p.base.darker(0.2)),
    ];
    for (thing, x, scale, colour) in bench {
        put(c, &p.with_base(colour), thing, x, 654.0, scale);
    }
    for spot in 0..26_u64 {
        let (x, y) = (
            p.between(60 + spot, -500.0, 1_500.0),
            p.between(110 + spot, 880.0, 990.0),
        );
        c.line(&format!("M{x} {y}q14 -16 26 0"), 6.0, LINEN.darker(0.12));
    }
}

/// A lark over a fold, the shop's mark, on its own colour.
pub(super) fn logo(c: &mut Canvas, p: &Palette) {
    c.rect(-4_000.0, -4_000.0, 9_000.0, 9_000.0, 0.0, p.base);
    let light = if p.base.brightness() > 150.0 {
        INK
    } else {
        LINEN
    };
    c.path("M220 560Q360 520 430 430Q500 330 620 330Q650 290 700 300Q720 310 716 336L770 350L714 372Q710 480 600 540Q470 610 220 560Z", light);
    c.path(
        "M420 500Q480 380 640 220Q640 420 540 520Z",
        p.accent.lighter(0.1),
    );
    c.circle(676.0, 334.0, 9.0, p.base);
    c.line(
        "M230 680Q500 620 770 680M290 740Q500 690 710 740",
        18.0,
        light,
    );
}

pub(super) fn portrait(c: &mut Canvas, p: &Palette) {
    c.rect(
        -4_000.0,
        -4_000.0,
        9_000.0,
        9_000.0,
        0.0,
        p.base.lighter(0.5),
    );
    let skin = [
        Colour::hex(0xe8_be_9c),
        Colour::hex(0xc8_8f_68),
        Colour::hex(0x8d_5f_44),
        Colour::hex(0xf0_cf_b4),
    ][p.style(4) as usize];
    let hair = [
        INK,
        WALNUT,
        Colour::hex(0xb8_5c_34),
        Colour::hex(0xc9_c2_b8),
    ][p.choose(11, 4) as usize];
    let long = p.choose(12, 2) == 0;
    if long {
        c.path("M300 420Q290 190 500 190T700 420L730 700H270Z", hair);
    }
    c.solid(
        "M180 1000Q190 760 400 720H600Q810 760 820 1000V3000H180Z",
        p.base,
    );
    c.solid("M430 600H570V740Q500 800 430 740Z", skin.darker(0.1));
    c.solid(
        "M340 430Q340 260 500 260T660 430Q660 620 500 640Q340 620 340 430Z",
        skin,
    );
    c.path(
        "M330 430Q320 210 500 210T670 430Q640 320 540 310Q420 300 380 360Q350 390 330 430Z",
        hair,
    );
    c.circle(436.0, 440.0, 12.0, INK);
    c.circle(564.0, 440.0, 12.0, INK);
    c.line("M450 540Q500 578 550 540", 9.0, INK.faded(0.8));
    c.line("M500 450Q520 490 494 498", 7.0, skin.darker(0.3));
    if p.choose(13, 2) == 0 {
        c.line("M394 440a42 42 0 1 0 84 0a42 42 0 1 0 -84 0M522 440a42 42 0 1 0 84 0a42 42 0 1 0 -84 0M478 436H522", 8.0, BRASS.darker(0.3));
    }
}
