//! Plants and what they live in.

use super::canvas::Canvas;
use super::palette::{BRASS, CLAY, Colour, INK, LEAF, LINEN, Palette, SOIL, WHITE};

fn pot_body(c: &mut Canvas, colour: Colour) {
    c.shadow(500.0, 170.0);
    c.solid(
        "M360 600H640L610 800Q606 820 586 820H414Q394 820 390 800Z",
        colour,
    );
    c.solid(
        "M344 580H656Q664 580 664 590V630Q664 640 656 640H344Q336 640 336 630V590Q336 580 344 580Z",
        colour.lighter(0.08),
    );
    c.ellipse(500.0, 586.0, 140.0, 14.0, SOIL);
}

/// The colour of the plant, from green towards what was asked for.
fn leaf(p: &Palette) -> Colour {
    LEAF.mix(p.base, 0.45)
}

pub(super) fn plant(c: &mut Canvas, p: &Palette) {
    match p.style(4) {
        0 => broad_leaves(c, p),
        1 => sword_leaves(c, p),
        2 => round_leaves(c, p),
        _ => little_tree(c, p),
    }
    let pots = [CLAY, LINEN.darker(0.06), p.accent, WHITE.darker(0.05)];
    pot_body(c, pots[p.choose(11, 4) as usize]);
}

/// Broad leaves on long stalks.
fn broad_leaves(c: &mut Canvas, p: &Palette) {
    let green = leaf(p);
    for (index, turn) in [-62.0, -36.0, -12.0, 14.0, 40.0, 64.0]
        .into_iter()
        .enumerate()
    {
        let length = 330.0 - f64::abs(turn) * 1.6;
        let tone = if index % 2 == 0 {
            green
        } else {
            green.lighter(0.16)
        };
        c.turned(turn, 500.0, 590.0, |c| {
            c.line(
                &format!("M500 590V{}", 590.0 - length),
                9.0,
                green.darker(0.2),
            );
            let tip = 590.0 - length - 120.0;
            c.solid_with(
                &format!(
                    "M500 {}Q410 {} 500 {tip}Q590 {} 500 {}Z",
                    tip + 230.0,
                    tip + 120.0,
                    tip + 120.0,
                    tip + 230.0
                ),
                tone,
                |c| {
                    c.line(
                        &format!("M500 {tip}V{}", tip + 230.0),
                        5.0,
                        green.darker(0.25),
                    );
                },
            );
        });
    }
}

/// Stiff, upright leaves.
fn sword_leaves(c: &mut Canvas, p: &Palette) {
    let green = leaf(p);
    for (index, turn) in [-34.0, -20.0, -7.0, 5.0, 18.0, 33.0]
        .into_iter()
        .enumerate()
    {
        let height = [330.0, 420.0, 480.0, 500.0, 430.0, 340.0][index];
        c.turned(turn, 500.0, 600.0, |c| {
            let top = 600.0 - height;
            c.solid_with(
                &format!(
                    "M470 600Q440 {} 500 {top}Q560 {} 530 600Z",
                    top + 150.0,
                    top + 150.0
                ),
                if index % 2 == 0 {
                    green
                } else {
                    green.darker(0.18)
                },
                |c| {
                    c.line(&format!("M500 {top}V600"), 8.0, green.lighter(0.3));
                },
            );
        });
    }
}

/// Round leaves on thin stalks.
fn round_leaves(c: &mut Canvas, p: &Palette) {
    let green = leaf(p);
    for (x, y, size) in [
        (360.0, 400.0, 62.0),
        (480.0, 290.0, 74.0),
        (620.0, 370.0, 70.0),
        (430.0, 470.0, 56.0),
        (560.0, 480.0, 60.0),
        (680.0, 500.0, 50.0),
        (320.0, 520.0, 48.0),
        (540.0, 190.0, 52.0),
    ] {
        c.line(
            &format!("M500 590Q{} {} {x} {y}", (500.0 + x) / 2.0, y + 80.0),
            7.0,
            green.darker(0.3),
        );
        c.solid(
            &format!(
                "M{x} {}A{size} {size} 0 1 1 {} {}Z",
                y - size,
                x - 0.1,
                y - size
            ),
            green.lighter(p.between((x as u64) + 3, 0.0, 0.25)),
        );
        c.circle(x, y, 8.0, green.lighter(0.5));
    }
}

/// A stem with leaves along it.
fn little_tree(c: &mut Canvas, p: &Palette) {
    let green = leaf(p);
    c.line("M500 590Q480 400 500 250", 16.0, SOIL.lighter(0.15));
    for (x, y, turn) in [
        (490.0, 470.0, -70.0),
        (494.0, 450.0, 64.0),
        (490.0, 370.0, -48.0),
        (496.0, 350.0, 46.0),
        (498.0, 280.0, -22.0),
        (500.0, 270.0, 24.0),
        (500.0, 270.0, 0.0),
    ] {
        c.turned(turn, x, y, |c| {
            c.solid(
                &format!(
                    "M{x} {y}Q{} {} {x} {}Q{} {} {x} {y}Z",
                    x - 70.0,
                    y - 90.0,
                    y - 190.0,
                    x + 70.0,
                    y - 90.0
                ),
                green.lighter(p.between((y + turn.abs()) as u64, 0.0, 0.22)),
            );
        });
    }
}

pub(super) fn cactus(c: &mut Canvas, p: &Palette) {
    let green = leaf(p);
    let arms = p.style(2) == 0;
    if arms {
        c.line("M430 480H350V360", 66.0, green);
        c.line("M570 520H650V420", 60.0, green.darker(0.1));
    }
    let outline = if arms {
        "M410 610V300Q410 200 500 200T590 300V610Z"
    } else {
        "M350 610Q300 480 360 400Q410 330 500 330T640 400Q700 480 650 610Z"
    };
    c.solid_with(outline, green, |c| {
        for step in 0..9 {
            let x = 340.0 + f64::from(step) * 40.0;
            c.line(&format!("M{x} 200V620"), 5.0, green.darker(0.3).faded(0.5));
            for row in 0..8 {
                c.line(
                    &format!(
                        "M{} {}l10 -10m0 10l-10 -10",
                        x - 5.0,
                        260.0 + f64::from(row) * 46.0
                    ),
                    3.0,
                    LINEN,
                );
            }
        }
    });
    let top = if arms { 200.0 } else { 330.0 };
    for turn in [-60.0, -30.0, 0.0, 30.0, 60.0] {
        c.turned(turn, 500.0, top + 6.0, |c| {
            c.ellipse(500.0, top - 24.0, 14.0, 34.0, p.accent.lighter(0.15))
        });
    }
    pot_body(c, CLAY);
}

pub(super) fn vase(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 160.0);
    let stems = p.choose(11, 3);
    if stems < 2 {
        for (turn, height) in [(-14.0, 300.0), (2.0, 350.0), (17.0, 280.0)] {
            c.turned(turn, 500.0, 470.0, |c| {
                let top = 470.0 - height;
                c.line(&format!("M500 470V{top}"), 8.0, LEAF);
                c.turned(48.0, 500.0, top + 130.0, |c| {
                    c.ellipse(500.0, top + 90.0, 15.0, 46.0, LEAF.lighter(0.15))
                });
                if stems == 0 {
                    for petal in 0..6 {
                        c.turned(f64::from(petal) * 60.0, 500.0, top, |c| {
                            c.ellipse(500.0, top - 34.0, 19.0, 34.0, p.accent.lighter(0.25))
                        });
                    }
                    c.circle(500.0, top, 17.0, BRASS);
                } else {
                    for step in 0..5 {
                        let y = top + f64::from(step) * 34.0;
                        c.circle(484.0, y, 13.0, p.accent.lighter(0.3));
                        c.circle(516.0, y + 14.0, 13.0, p.accent.lighter(0.3));
                    }
                }
            });
        }
    }
    let outline = match p.style(4) {
        0 => {
            "M460 420H540V540Q660 580 660 700Q660 820 580 820H420Q340 820 340 700Q340 580 460 540Z"
        }
        1 => {
            "M430 420H570L600 480Q660 560 630 680L600 800Q596 820 570 820H430Q404 820 400 800L370 680Q340 560 400 480Z"
        }
        2 => "M400 430H600Q580 560 620 640T590 820H410Q340 720 380 640T400 430Z",
        _ => {
            "M450 450Q500 440 550 450Q720 500 710 650Q700 790 580 820H420Q300 790 290 650Q280 500 450 450Z"
        }
    };
    c.solid_with(outline, p.base, |c| {
        if p.choose(12, 2) == 0 {
            c.rect(200.0, 640.0, 600.0, 16.0, 0.0, p.light);
            c.rect(200.0, 672.0, 600.0, 8.0, 0.0, p.light);
        }
        c.path(
            "M390 700Q380 600 440 560Q420 640 430 780Z",
            WHITE.faded(0.25),
        );
    });
    c.ellipse(500.0, 434.0, 46.0, 8.0, p.dark.darker(0.2));
}

pub(super) fn planter(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 250.0);
    for (x, turn) in [
        (380.0, -34.0),
        (440.0, -12.0),
        (500.0, 4.0),
        (560.0, 18.0),
        (620.0, 38.0),
    ] {
        c.turned(turn, x, 490.0, |c| {
            c.solid(
                &format!(
                    "M{x} 490Q{} 400 {x} 300Q{} 400 {x} 490Z",
                    x - 54.0,
                    x + 54.0
                ),
                LEAF.lighter((x - 380.0) / 1_200.0),
            );
        });
    }
    c.solid_with(
        "M270 500H730L690 790Q684 820 656 820H344Q316 820 310 790Z",
        p.base,
        |c| match p.style(3) {
            0 => {
                for step in 0..12 {
                    c.line(
                        &format!("M{} 480V830", 280.0 + f64::from(step) * 40.0),
                        8.0,
                        p.line.faded(0.2),
                    );
                }
            }
            1 => c.rect(200.0, 600.0, 600.0, 60.0, 0.0, p.light),
            _ => c.path(
                "M300 520Q300 700 340 800H370Q344 660 350 520Z",
                WHITE.faded(0.25),
            ),
        },
    );
    c.solid(
        "M252 470H748Q758 470 758 480V530Q758 540 748 540H252Q242 540 242 530V480Q242 470 252 470Z",
        p.base.lighter(0.07),
    );
}

pub(super) fn watering_can(c: &mut Canvas, p: &Palette) {
    c.shadow(520.0, 260.0);
    c.line("M390 700L170 400", 34.0, p.dark);
    c.turned(-36.0, 160.0, 390.0, |c| {
        c.solid("M110 340H210L190 400H130Z", p.base);
        c.ellipse(160.0, 340.0, 54.0, 14.0, BRASS);
    });
    c.line("M560 480Q580 270 720 300T760 640", 28.0, p.dark);
    c.solid_with(
        "M370 460H720L740 790Q740 820 710 820H380Q350 820 350 790Z",
        p.base,
        |c| {
            c.rect(300.0, 520.0, 500.0, 12.0, 0.0, p.dark);
            c.rect(300.0, 740.0, 500.0, 12.0, 0.0, p.dark);
            c.path("M400 480L390 800H424L430 480Z", WHITE.faded(0.25));
        },
    );
    c.solid("M400 462Q410 400 540 396Q600 400 604 462Z", p.light);
    for (x, y) in [
        (100.0, 440.0),
        (70.0, 520.0),
        (126.0, 500.0),
        (60.0, 620.0),
        (110.0, 590.0),
    ] {
        c.path(
            &format!("M{x} {y}q-16 30 0 40q16 -10 0 -40Z"),
            Colour::hex(0x8f_b8_cf).faded(0.9),
        );
    }
    c.ellipse(90.0, 820.0, 60.0, 8.0, INK.faded(0.08));
}
