//! Clothes and bags.

use super::canvas::Canvas;
use super::palette::{BRASS, INK, LINEN, OAK, Palette, WALNUT, WHITE};

const TEE: &str = "M380 230Q500 300 620 230L700 262L850 420L760 510L700 460V810Q500 830 300 810V460L240 510L150 420L300 262Z";

pub(super) fn shirt(c: &mut Canvas, p: &Palette) {
    c.placed(14.0, 14.0, 1.0, |c| c.path(TEE, INK.faded(0.1)));
    let kind = p.style(3);
    c.solid_with(TEE, p.base, |c| {
        if kind == 1 {
            for step in 0..11 {
                c.rect(
                    100.0,
                    320.0 + f64::from(step) * 46.0,
                    800.0,
                    18.0,
                    0.0,
                    WHITE.faded(0.75),
                );
            }
        }
        c.line("M300 470V810M700 470V810", 5.0, p.line.faded(0.25));
        c.line("M300 786Q500 806 700 786", 4.0, p.line.faded(0.3));
    });
    c.path("M380 230Q500 300 620 230Q580 350 500 350T380 230Z", p.dark);
    c.line("M380 230Q410 356 500 356T620 230", 16.0, p.light);
    if kind == 2 {
        c.path("M380 226L500 340L440 400L350 250Z", p.light);
        c.path("M620 226L500 340L560 400L650 250Z", p.light);
        c.line("M500 350V808", 4.0, p.line.faded(0.5));
        for y in [430.0, 530.0, 630.0, 730.0] {
            c.circle(512.0, y, 10.0, LINEN);
        }
        c.rect(566.0, 450.0, 90.0, 100.0, 8.0, p.dark.faded(0.5));
    }
}

pub(super) fn jumper(c: &mut Canvas, p: &Palette) {
    let outline = "M390 220Q500 260 610 220L710 260Q800 480 850 740L760 770L700 520V800H300V520L240 770L150 740Q200 480 290 260Z";
    c.placed(14.0, 14.0, 1.0, |c| c.path(outline, INK.faded(0.1)));
    c.solid_with(outline, p.base, |c| {
        let mut stitches = String::new();
        for column in 0..15 {
            let x = 159.0 + f64::from(column) * 48.0;
            for row in 0..13 {
                let y = 250.0 + f64::from(row) * 40.0;
                stitches.push_str(&format!("M{x} {y}l11 13l11 -13"));
            }
        }
        c.line(&stitches, 5.0, p.line.faded(0.17));
        c.rect(300.0, 750.0, 400.0, 60.0, 0.0, p.dark);
        c.line("M300 520V800M700 520V800", 6.0, p.line.faded(0.3));
    });
    c.turned(-14.0, 195.0, 750.0, |c| {
        c.rect(146.0, 720.0, 98.0, 50.0, 8.0, p.dark)
    });
    c.turned(14.0, 805.0, 750.0, |c| {
        c.rect(756.0, 720.0, 98.0, 50.0, 8.0, p.dark)
    });
    c.line("M390 224Q420 310 500 310T610 224", 36.0, p.dark);
}

pub(super) fn socks(c: &mut Canvas, p: &Palette) {
    for (turn, x, palette) in [(10.0, 120.0, p.with_base(p.dark)), (-6.0, -60.0, *p)] {
        c.turned(turn, 500.0, 500.0, |c| {
            c.placed(x, 0.0, 1.0, |c| {
                let sock =
                    "M390 190H590V560Q590 600 560 630L400 780Q330 830 270 780T280 640L390 540Z";
                c.placed(14.0, 14.0, 1.0, |c| c.path(sock, INK.faded(0.1)));
                c.solid_with(sock, palette.base, |c| {
                    c.rect(380.0, 180.0, 220.0, 80.0, 0.0, palette.light);
                    for step in 0..9 {
                        c.line(
                            &format!("M{} 190V256", 402.0 + f64::from(step) * 23.0),
                            5.0,
                            palette.line.faded(0.3),
                        );
                    }
                    c.circle(590.0, 590.0, 84.0, palette.accent);
                    c.circle(280.0, 770.0, 92.0, palette.accent);
                    c.rect(380.0, 300.0, 220.0, 20.0, 0.0, palette.light.faded(0.7));
                });
            });
        });
    }
}

pub(super) fn hat(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 300.0);
    if p.style(2) == 0 {
        c.circle(500.0, 270.0, 62.0, p.light);
        c.solid_with("M260 700Q250 320 500 300T740 700Z", p.base, |c| {
            for step in 0..9 {
                let x = 260.0 + f64::from(step) * 60.0;
                c.line(
                    &format!("M{x} 720Q{} 420 500 300", 500.0 + (x - 500.0) * 0.95),
                    7.0,
                    p.line.faded(0.22),
                );
            }
        });
        c.solid_with("M236 660H764Q786 660 786 690V790Q786 816 764 816H236Q214 816 214 790V690Q214 660 236 660Z", p.dark, |c| {
            for step in 0..19 {
                c.line(&format!("M{} 664V812", 232.0 + f64::from(step) * 30.0), 6.0, p.line.faded(0.35));
            }
        });
    } else {
        c.solid(
            "M110 760Q300 700 500 700T890 760Q880 800 700 812Q500 826 300 812Q120 800 110 760Z",
            p.base,
        );
        c.solid_with(
            "M310 750Q300 430 420 400Q500 430 580 400Q700 430 690 750Q500 790 310 750Z",
            p.base,
            |c| {
                for step in 0..9 {
                    let y = 440.0 + f64::from(step) * 40.0;
                    c.line(
                        &format!("M290 {y}Q500 {} 710 {y}", y + 30.0),
                        4.0,
                        p.line.faded(0.2),
                    );
                }
                c.path("M290 650Q500 700 710 650V730Q500 780 290 730Z", p.accent);
            },
        );
    }
}

pub(super) fn bag(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 270.0);
    if p.style(3) == 0 {
        c.line("M300 520Q320 300 500 300T700 520", 30.0, WALNUT);
        c.solid_with("M180 500H820Q840 500 836 530L810 780Q804 820 760 820H240Q196 820 190 780L164 530Q160 500 180 500Z", p.base, |c| {
            c.rect(150.0, 720.0, 700.0, 120.0, 0.0, WALNUT);
            c.rect(290.0, 480.0, 40.0, 360.0, 0.0, WALNUT);
            c.rect(670.0, 480.0, 40.0, 360.0, 0.0, WALNUT);
            c.line("M180 540H820", 6.0, BRASS);
        });
    } else {
        c.line("M390 400Q390 190 500 190T610 400", 24.0, p.dark);
        c.solid_with(
            "M270 390H730L770 800Q770 820 750 820H250Q230 820 230 800Z",
            p.base,
            |c| {
                c.rect(220.0, 380.0, 560.0, 36.0, 0.0, p.dark.faded(0.5));
                c.line("M330 390L300 820M676 390L706 820", 4.0, p.line.faded(0.2));
                c.rect(396.0, 540.0, 208.0, 150.0, 6.0, p.light);
                c.line("M396 566H604", 5.0, p.line.faded(0.4));
            },
        );
        c.line("M376 390V450M624 390V450", 24.0, p.dark);
        c.rect(648.0, 700.0, 60.0, 40.0, 4.0, LINEN);
    }
}

pub(super) fn backpack(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 230.0);
    c.line("M440 210Q500 130 560 210", 22.0, p.dark);
    c.solid(
        "M280 500Q220 560 250 740L300 760ZM720 500Q780 560 750 740L700 760Z",
        p.dark,
    );
    c.solid(
        "M300 420Q300 220 500 210T700 420V780Q700 820 660 820H340Q300 820 300 780Z",
        p.base,
    );
    c.solid_with(
        "M290 400Q300 230 500 224T710 400V500Q500 560 290 500Z",
        p.light,
        |c| {
            c.line("M290 480Q500 540 710 480", 5.0, p.line.faded(0.4));
        },
    );
    c.solid(
        "M350 600H650V760Q650 780 630 780H370Q350 780 350 760Z",
        p.dark,
    );
    c.line("M350 640H650", 6.0, BRASS);
    for x in [400.0, 600.0] {
        c.rect(x - 16.0, 440.0, 32.0, 170.0, 6.0, WALNUT);
        c.rect(x - 24.0, 560.0, 48.0, 34.0, 6.0, BRASS);
        c.rect(x - 12.0, 568.0, 24.0, 18.0, 3.0, WALNUT);
    }
}

pub(super) fn pouch(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 300.0);
    c.solid_with(
        "M220 460H780L816 790Q816 820 786 820H214Q184 820 184 790Z",
        p.base,
        |c| {
            c.rect(150.0, 700.0, 700.0, 140.0, 0.0, p.light);
            c.line("M170 700H830", 4.0, p.line.faded(0.4));
            c.line("M240 476L214 800M760 476L786 800", 4.0, p.line.faded(0.25));
        },
    );
    c.rect(210.0, 440.0, 580.0, 40.0, 14.0, p.dark);
    for step in 0..22 {
        c.rect(
            232.0 + f64::from(step) * 25.0,
            454.0,
            14.0,
            12.0,
            3.0,
            BRASS,
        );
    }
    c.line("M770 462Q850 470 846 560", 14.0, WALNUT);
    c.circle(846.0, 570.0, 22.0, OAK);
}

pub(super) fn scarf(c: &mut Canvas, p: &Palette) {
    let stripes = p.style(2) == 0;
    for (outline, colour, bottom) in [
        (
            "M520 400L690 380L740 780L590 800Z",
            p.dark,
            (590.0, 800.0, 740.0, 780.0),
        ),
        (
            "M330 420L500 400L470 810L320 790Z",
            p.base,
            (320.0, 790.0, 470.0, 810.0),
        ),
    ] {
        c.solid_with(outline, colour, |c| {
            if stripes {
                for step in 0..3 {
                    c.rect(
                        280.0,
                        640.0 + f64::from(step) * 52.0,
                        500.0,
                        26.0,
                        0.0,
                        p.accent,
                    );
                }
            }
        });
        for step in 0..10 {
            let share = f64::from(step) / 9.0;
            let (x, y) = (
                bottom.0 + (bottom.2 - bottom.0) * share,
                bottom.1 + (bottom.3 - bottom.1) * share,
            );
            c.line(&format!("M{x} {y}V{}", y + 44.0), 8.0, colour.lighter(0.15));
        }
    }
    c.solid_with(
        "M240 300Q240 200 500 200T760 300Q760 440 500 450T240 300Z",
        p.base,
        |c| {
            c.path(
                "M320 290Q330 250 500 248T680 290Q670 330 500 330T320 290Z",
                p.dark.darker(0.25),
            );
            c.line(
                "M250 340Q400 440 700 390M300 380Q460 450 640 430",
                7.0,
                p.line.faded(0.25),
            );
        },
    );
}
