//! Woven and sewn things for the house.

use super::canvas::{Canvas, FLOOR};
use super::palette::{BRASS, INK, LINEN, OAK, Palette, WALNUT, WHITE};

pub(super) fn rug(c: &mut Canvas, p: &Palette) {
    let outline = "M240 360H760L920 800H80Z";
    c.path("M250 372H772L940 820H100Z", INK.faded(0.13));
    for step in 0..=26 {
        let share = f64::from(step) / 26.0;
        c.line(
            &format!("M{} 800L{} 832", 80.0 + 840.0 * share, 76.0 + 848.0 * share),
            6.0,
            LINEN.darker(0.1),
        );
        c.line(
            &format!(
                "M{} 360L{} 344",
                240.0 + 520.0 * share,
                242.0 + 516.0 * share
            ),
            4.0,
            LINEN.darker(0.1),
        );
    }
    let pattern = p.style(3);
    c.solid_with(outline, p.base, |c| match pattern {
        0 => {
            c.path("M270 396H730L856 764H144Z", p.light);
            c.path("M284 412H716L832 748H168Z", p.base);
        }
        1 => {
            for step in 0..8 {
                let y = 372.0 + f64::from(step * step) * 7.0 + f64::from(step) * 12.0;
                c.rect(
                    0.0,
                    y,
                    1_000.0,
                    10.0 + f64::from(step) * 2.4,
                    0.0,
                    if step % 2 == 0 { p.light } else { p.accent },
                );
            }
        }
        _ => diamonds(c, p),
    });
}

/// Rows of diamonds that grow towards the viewer.
fn diamonds(c: &mut Canvas, p: &Palette) {
    for row in 0..4 {
        let y = 420.0 + f64::from(row) * 96.0;
        for column in 0..7 {
            let spread = 86.0 + f64::from(row) * 20.0;
            let x = 500.0 + (f64::from(column) - 3.0) * spread;
            let size = 22.0 + f64::from(row) * 7.0;
            c.path(
                &format!(
                    "M{x} {}L{} {y}L{x} {}L{} {y}Z",
                    y - size,
                    x + size * 1.2,
                    y + size,
                    x - size * 1.2
                ),
                if (row + column) % 2 == 0 {
                    p.light
                } else {
                    p.dark
                },
            );
        }
    }
}

pub(super) fn cushion(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 290.0);
    let outline = "M230 250Q360 292 500 286T770 250Q730 390 736 530T770 808Q640 774 500 778T230 808Q270 670 264 530T230 250Z";
    let pattern = p.style(4);
    c.solid_with(outline, p.base, |c| match pattern {
        0 => c.line("M270 296Q400 326 500 322T730 296Q700 400 704 530T730 764Q620 742 500 744T270 764Q300 660 296 530T270 296Z", 6.0, p.line.faded(0.35)),
        1 => {
            for step in 0..6 {
                c.rect(290.0 + f64::from(step) * 76.0, 200.0, 26.0, 700.0, 0.0, p.light);
            }
        }
        2 => {
            c.rect(200.0, 200.0, 300.0, 330.0, 0.0, p.light);
            c.rect(500.0, 530.0, 300.0, 330.0, 0.0, p.accent);
        }
        _ => {
            c.line("M250 540Q400 480 500 540T760 520", 5.0, p.line.faded(0.25));
            c.line("M330 270Q350 360 330 420M670 780Q650 700 680 640", 5.0, p.line.faded(0.25));
        }
    });
}

pub(super) fn blanket(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 320.0);
    let layers = [(640.0, p.dark), (490.0, p.base), (340.0, p.light)];
    for (index, (y, colour)) in layers.into_iter().enumerate() {
        let bulge = 20.0 * index as f64;
        let left = 210.0 + bulge;
        let right = 790.0 - bulge;
        c.solid_with(
            &format!(
                "M{left} {y}Q500 {} {right} {y}Q{} {} {right} {}H{left}Q{} {} {left} {y}Z",
                y - 20.0,
                right + 50.0,
                y + 90.0,
                y + 180.0,
                left - 50.0,
                y + 90.0
            ),
            colour,
            |c| {
                if p.choose(11, 2) == 0 {
                    c.rect(
                        left + 60.0,
                        y - 40.0,
                        30.0,
                        260.0,
                        0.0,
                        p.accent.faded(0.75),
                    );
                    c.rect(
                        left + 110.0,
                        y - 40.0,
                        12.0,
                        260.0,
                        0.0,
                        p.accent.faded(0.75),
                    );
                }
                c.line(
                    &format!("M{left} {}H{right}", y + 172.0),
                    6.0,
                    p.line.faded(0.3),
                );
            },
        );
    }
    for step in 0..14 {
        let x = 262.0 + f64::from(step) * 36.0;
        c.line(
            &format!("M{x} 520L{} 556", x - 4.0),
            7.0,
            p.light.darker(0.12),
        );
    }
}

pub(super) fn towel(c: &mut Canvas, p: &Palette) {
    if p.style(2) == 0 {
        c.rect(170.0, 236.0, 660.0, 26.0, 13.0, BRASS);
        c.path("M312 262H720V800H312Z", INK.faded(0.1));
        c.solid_with("M290 244Q300 226 500 226T710 244V770H290Z", p.base, |c| {
            waffle(c, p, 290.0, 240.0, 700.0);
            c.rect(280.0, 660.0, 440.0, 40.0, 0.0, p.light);
            c.rect(280.0, 716.0, 440.0, 10.0, 0.0, p.light);
        });
        for step in 0..18 {
            let x = 300.0 + f64::from(step) * 23.5;
            c.line(&format!("M{x} 770V796"), 6.0, p.dark);
        }
    } else {
        c.shadow(500.0, 300.0);
        for (index, colour) in [p.dark, p.base, p.light].into_iter().enumerate() {
            let y = FLOOR - 112.0 * (index as f64 + 1.0);
            c.solid_with(
                &format!(
                    "M240 {y}Q220 {} 240 {}H740Q790 {} 740 {y}Z",
                    y + 54.0,
                    y + 106.0,
                    y + 54.0
                ),
                colour,
                |c| {
                    c.line(
                        &format!(
                            "M240 {}H720Q760 {} 720 {}H270",
                            y + 30.0,
                            y + 54.0,
                            y + 78.0
                        ),
                        5.0,
                        p.line.faded(0.3),
                    );
                },
            );
        }
        c.turned(-4.0, 500.0, 460.0, |c| {
            c.rect(420.0, 456.0, 130.0, 30.0, 8.0, p.accent)
        });
    }
}

fn waffle(c: &mut Canvas, p: &Palette, x: f64, y: f64, height: f64) {
    for step in 0..12 {
        let offset = f64::from(step) * 36.0;
        c.line(
            &format!("M{} {y}V{}", x + offset, y + height),
            4.0,
            p.line.faded(0.14),
        );
    }
    for step in 0..16 {
        let offset = f64::from(step) * 36.0;
        c.line(
            &format!("M{x} {}H{}", y + offset, x + 440.0),
            4.0,
            p.line.faded(0.14),
        );
    }
}

pub(super) fn curtain(c: &mut Canvas, p: &Palette) {
    c.rect(330.0, 190.0, 340.0, 480.0, 6.0, WHITE);
    c.rect(
        350.0,
        210.0,
        300.0,
        440.0,
        2.0,
        p.ground.mix(super::palette::Colour::hex(0xbf_d8_e6), 0.7),
    );
    c.circle(560.0, 320.0, 46.0, super::palette::GLOW);
    c.rect(494.0, 200.0, 12.0, 460.0, 0.0, WHITE);
    c.rect(340.0, 424.0, 320.0, 12.0, 0.0, WHITE);
    c.rect(120.0, 130.0, 760.0, 22.0, 11.0, WALNUT);
    c.circle(120.0, 141.0, 24.0, WALNUT);
    c.circle(880.0, 141.0, 24.0, WALNUT);
    for outline in [
        "M150 150H430Q430 420 350 560Q330 640 360 820H150Z",
        "M850 150H570Q570 420 650 560Q670 640 640 820H850Z",
    ] {
        c.solid_with(outline, p.base, |c| {
            for step in 0..14 {
                let x = 150.0 + f64::from(step) * 54.0;
                c.line(
                    &format!("M{x} 150Q{} 500 {x} 830", x + 8.0),
                    9.0,
                    p.line.faded(0.16),
                );
            }
        });
    }
    for step in 0..6 {
        c.circle(176.0 + f64::from(step) * 46.0, 148.0, 12.0, BRASS);
        c.circle(824.0 - f64::from(step) * 46.0, 148.0, 12.0, BRASS);
    }
}

pub(super) fn apron(c: &mut Canvas, p: &Palette) {
    c.line("M400 250Q420 120 500 120T600 250", 16.0, p.dark);
    c.line(
        "M300 470Q180 480 150 560M700 470Q820 480 850 560",
        14.0,
        p.dark,
    );
    c.circle(500.0, 112.0, 14.0, OAK);
    c.path(
        "M400 262H624Q640 400 724 470L744 800H296L312 470Q390 400 400 262Z",
        INK.faded(0.1),
    );
    c.solid_with(
        "M390 250H610Q620 390 710 460L730 780Q500 800 270 780L290 460Q380 390 390 250Z",
        p.base,
        |c| {
            c.rect(380.0, 240.0, 240.0, 34.0, 0.0, p.dark);
            if p.style(2) == 0 {
                for step in 0..8 {
                    c.rect(
                        270.0 + f64::from(step) * 64.0,
                        200.0,
                        12.0,
                        640.0,
                        0.0,
                        p.light.faded(0.6),
                    );
                }
            }
            c.rect(350.0, 540.0, 300.0, 160.0, 10.0, p.light);
            c.line("M500 540V700", 5.0, p.line.faded(0.4));
            c.rect(350.0, 540.0, 300.0, 22.0, 6.0, p.dark.faded(0.5));
        },
    );
}
