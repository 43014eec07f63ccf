//! Books, paper and what lies on a desk.

use super::canvas::Canvas;
use super::palette::{BRASS, INK, LEAF, LINEN, OAK, Palette, STEEL, WHITE};

pub(super) fn book(c: &mut Canvas, p: &Palette) {
    c.shadow(520.0, 260.0);
    c.turned(-5.0, 500.0, 500.0, |c| {
        c.solid("M320 210H730Q750 210 750 230V800H320Z", LINEN);
        for step in 0..5 {
            let x = 716.0 + f64::from(step) * 7.0;
            c.line(&format!("M{x} 226V790"), 2.0, INK.faded(0.2));
        }
        c.solid_with("M290 190H700Q716 190 716 206V780Q716 796 700 796H290Q270 796 270 776V210Q270 190 290 190Z", p.base, |c| {
            c.rect(250.0, 180.0, 70.0, 640.0, 0.0, p.dark);
            emblem(c, p, 516.0, 420.0);
            c.rect(400.0, 600.0, 230.0, 22.0, 11.0, p.light);
            c.rect(440.0, 644.0, 150.0, 14.0, 7.0, p.light.faded(0.7));
        });
    });
}

/// The small drawing on a cover.
fn emblem(c: &mut Canvas, p: &Palette, x: f64, y: f64) {
    match p.choose(16, 4) {
        0 => {
            c.circle(x, y, 92.0, p.accent);
            c.path(
                &format!(
                    "M{} {}L{x} {}L{} {}Z",
                    x - 110.0,
                    y + 92.0,
                    y - 30.0,
                    x + 110.0,
                    y + 92.0
                ),
                p.light,
            );
        }
        1 => {
            for turn in 0..8 {
                c.turned(f64::from(turn) * 45.0, x, y, |c| {
                    c.ellipse(x, y - 66.0, 22.0, 52.0, p.accent)
                });
            }
            c.circle(x, y, 26.0, p.light);
        }
        2 => {
            c.line(&format!("M{x} {}V{}", y + 110.0, y - 60.0), 10.0, p.light);
            for (side, dy) in [(-1.0, 50.0), (1.0, 20.0), (-1.0, -20.0), (1.0, -50.0)] {
                c.turned(side * 55.0, x, y + dy, |c| {
                    c.ellipse(x, y + dy - 50.0, 20.0, 48.0, LEAF.lighter(0.25))
                });
            }
        }
        _ => {
            for step in 0..4 {
                let radius = 104.0 - f64::from(step) * 26.0;
                c.circle(x, y, radius, if step % 2 == 0 { p.accent } else { p.light });
            }
        }
    }
}

pub(super) fn notebook(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 290.0);
    let back = p.with_base(p.accent);
    c.turned(9.0, 500.0, 520.0, |c| {
        c.solid("M330 200H690Q710 200 710 220V790H330Z", back.base)
    });
    c.turned(-6.0, 500.0, 520.0, |c| {
        c.solid("M300 210H700V800H300Z", LINEN);
        c.solid_with("M300 196H676Q700 196 700 220V776Q700 800 676 800H300Q290 800 290 790V206Q290 196 300 196Z", p.base, |c| {
            c.rect(280.0, 180.0, 66.0, 640.0, 0.0, p.dark);
            c.rect(630.0, 180.0, 16.0, 640.0, 0.0, p.line.faded(0.7));
            c.rect(420.0, 320.0, 160.0, 100.0, 8.0, LINEN);
            c.rect(446.0, 350.0, 108.0, 8.0, 4.0, INK.faded(0.5));
            c.rect(446.0, 376.0, 76.0, 8.0, 4.0, INK.faded(0.35));
        });
        c.path("M470 800V850L484 836L498 850V800Z", p.accent);
    });
}

pub(super) fn pen(c: &mut Canvas, p: &Palette) {
    c.rect(210.0, 250.0, 580.0, 560.0, 10.0, WHITE);
    for step in 0..8 {
        let y = 330.0 + f64::from(step) * 56.0;
        c.line(&format!("M260 {y}H740"), 3.0, INK.faded(0.12));
    }
    c.line(
        "M280 440Q300 390 320 440T360 440T400 440Q430 400 450 440T520 436",
        6.0,
        INK.faded(0.65),
    );
    c.turned(-42.0, 560.0, 560.0, |c| {
        c.rect(296.0, 552.0, 600.0, 60.0, 30.0, INK.faded(0.14));
        c.path("M250 560L340 530V590Z", BRASS);
        c.path("M250 560L286 548V572Z", INK);
        c.solid("M340 524H830Q860 530 860 560T830 596H340Z", p.base);
        c.rect(560.0, 522.0, 26.0, 76.0, 4.0, BRASS);
        c.rect(640.0, 508.0, 190.0, 14.0, 7.0, BRASS);
        c.path("M360 536H820V548H360Z", WHITE.faded(0.3));
    });
}

pub(super) fn card(c: &mut Canvas, p: &Palette) {
    c.turned(8.0, 520.0, 560.0, |c| {
        c.rect(270.0, 400.0, 560.0, 380.0, 8.0, INK.faded(0.12));
        c.rect(256.0, 386.0, 560.0, 380.0, 8.0, p.light);
        c.path("M256 394L536 600L816 394V386H256Z", p.base);
        c.line("M256 766L480 560M816 766L592 560", 4.0, p.line.faded(0.25));
    });
    c.turned(-7.0, 480.0, 460.0, |c| {
        c.rect(252.0, 222.0, 440.0, 560.0, 8.0, INK.faded(0.12));
        c.rect(240.0, 210.0, 440.0, 560.0, 8.0, WHITE);
        emblem(c, p, 460.0, 440.0);
        c.rect(350.0, 650.0, 220.0, 16.0, 8.0, p.base);
        c.rect(390.0, 684.0, 140.0, 10.0, 5.0, p.base.faded(0.6));
    });
}

pub(super) fn scissors(c: &mut Canvas, p: &Palette) {
    c.turned(28.0, 500.0, 500.0, |c| {
        c.path(
            "M486 130Q560 300 530 520L480 540Q470 300 486 130Z",
            STEEL.lighter(0.25),
        );
        c.path("M514 130Q440 300 470 520L520 540Q530 300 514 130Z", STEEL);
        c.circle(500.0, 500.0, 18.0, BRASS);
        c.line(
            "M512 520Q540 580 590 620M488 520Q460 580 410 620",
            34.0,
            p.base,
        );
        for x in [370.0, 630.0] {
            c.circle(x, 710.0, 110.0, p.base);
            c.ellipse(x, 714.0, 66.0, 74.0, p.ground);
        }
    });
}

pub(super) fn pattern(c: &mut Canvas, p: &Palette) {
    c.turned(-4.0, 500.0, 500.0, |c| {
        c.rect(206.0, 196.0, 620.0, 640.0, 6.0, INK.faded(0.12));
        c.rect(190.0, 180.0, 620.0, 640.0, 6.0, LINEN.lighter(0.4));
        for step in 1..8 {
            let offset = f64::from(step) * 80.0;
            c.line(
                &format!("M{} 180V820M190 {}H810", 190.0 + offset, 180.0 + offset),
                2.0,
                p.base.faded(0.25),
            );
        }
        c.path(
            "M300 320Q360 260 420 320V500L460 740H280L300 500Z",
            p.base.faded(0.3),
        );
        c.line(
            "M300 320Q360 260 420 320V500L460 740H280L300 500Z",
            7.0,
            p.base,
        );
        c.path("M560 280H720L740 520Q650 560 540 520Z", p.accent.faded(0.3));
        c.line("M560 280H720L740 520Q650 560 540 520Z", 7.0, p.accent);
        for step in 0..9 {
            c.rect(
                540.0 + f64::from(step) * 24.0,
                640.0,
                12.0,
                6.0,
                3.0,
                INK.faded(0.6),
            );
        }
    });
    c.turned(-30.0, 690.0, 700.0, |c| {
        c.rect(560.0, 680.0, 260.0, 36.0, 4.0, OAK);
        c.path("M560 680V716L510 698Z", LINEN);
        c.path("M530 691V705L510 698Z", INK);
        c.rect(800.0, 680.0, 30.0, 36.0, 4.0, p.accent);
    });
}
