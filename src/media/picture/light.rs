//! Lamps, candles and bulbs.

use super::canvas::{Canvas, FLOOR};
use super::palette::{BRASS, GLOW, INK, IRON, LINEN, Palette, STEEL, WHITE};

pub(super) fn lamp(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 170.0);
    match p.style(3) {
        0 => shaded_lamp(c, p),
        1 => mushroom_lamp(c, p),
        _ => arm_lamp(c, p),
    }
}

fn shaded_lamp(c: &mut Canvas, p: &Palette) {
    c.ellipse(500.0, 520.0, 330.0, 300.0, GLOW.faded(0.35));
    let foot = match p.choose(11, 2) {
        0 => "M420 820C360 760 380 640 460 600L470 520H530L540 600C620 640 640 760 580 820Z",
        _ => "M430 820C400 790 470 770 476 700L476 520H524L524 700C530 770 600 790 570 820Z",
    };
    c.solid(foot, p.base);
    c.rect(484.0, 470.0, 32.0, 60.0, 4.0, BRASS);
    c.solid_with("M390 250H610L690 500H310Z", LINEN, |c| {
        c.rect(300.0, 440.0, 400.0, 80.0, 0.0, GLOW.faded(0.55));
        c.rect(300.0, 250.0, 400.0, 12.0, 0.0, p.base.faded(0.5));
        c.rect(300.0, 488.0, 400.0, 12.0, 0.0, p.base.faded(0.5));
    });
}

fn mushroom_lamp(c: &mut Canvas, p: &Palette) {
    c.path("M320 480H680L780 820H220Z", GLOW.faded(0.4));
    c.solid(
        "M470 470H530L544 790C600 796 640 806 650 820H350C360 806 400 796 456 790Z",
        p.base,
    );
    c.solid_with(
        "M250 480C250 330 370 240 500 240S750 330 750 480Z",
        p.base,
        |c| {
            c.path(
                "M300 460C310 350 390 280 470 268C390 310 350 380 346 460Z",
                p.light.faded(0.7),
            );
        },
    );
    c.rect(262.0, 470.0, 476.0, 16.0, 8.0, GLOW);
    c.circle(500.0, 640.0, 10.0, BRASS);
}

fn arm_lamp(c: &mut Canvas, p: &Palette) {
    c.path("M612 330L800 400L860 820H560Z", GLOW.faded(0.35));
    c.solid(
        "M300 800Q300 770 340 768H500Q540 770 540 800V820H300Z",
        p.base,
    );
    c.line("M420 770L340 520L600 320", 16.0, STEEL.darker(0.2));
    c.circle(340.0, 520.0, 22.0, p.dark);
    c.circle(420.0, 766.0, 18.0, p.dark);
    c.turned(22.0, 620.0, 320.0, |c| {
        c.solid("M560 330Q560 250 640 250H690Q750 250 770 400H560Z", p.base);
        c.ellipse(665.0, 400.0, 105.0, 20.0, GLOW);
    });
    c.line("M300 812C220 816 200 790 120 812", 6.0, IRON);
}

pub(super) fn pendant(c: &mut Canvas, p: &Palette) {
    c.line("M500 -1000V330", 6.0, IRON);
    let (low, shape) = match p.style(4) {
        0 => (
            620.0,
            "M480 320H520V360C660 370 740 480 750 620H250C260 480 340 370 480 360Z",
        ),
        1 => (
            650.0,
            "M470 320H530C540 400 600 420 640 480C690 540 700 600 720 650H280C300 600 310 540 360 480C400 420 460 400 470 320Z",
        ),
        2 => (600.0, "M470 330H530L570 420L730 600H270L430 420Z"),
        _ => {
            round_pendant(c, p);
            return;
        }
    };
    c.path(&format!("M280 {low}H720L900 1200H100Z"), GLOW.faded(0.28));
    c.circle(500.0, low + 6.0, 44.0, GLOW);
    c.solid_with(shape, p.base, |c| {
        c.path(
            "M330 640C340 520 400 430 460 400C420 460 390 540 384 640Z",
            p.light.faded(0.7),
        );
    });
    c.ellipse(500.0, low, 225.0, 18.0, p.light.lighter(0.4));
    c.rect(478.0, 300.0, 44.0, 46.0, 8.0, BRASS);
}

fn round_pendant(c: &mut Canvas, p: &Palette) {
    c.circle(500.0, 530.0, 320.0, GLOW.faded(0.3));
    c.solid_with(
        "M500 340A190 190 0 1 1 499.9 340Z",
        p.base.lighter(0.25),
        |c| {
            for step in 1..8 {
                let y = 340.0 + f64::from(step) * 48.0;
                c.line(
                    &format!("M290 {y}Q500 {} 710 {y}", y + 26.0),
                    4.0,
                    p.line.faded(0.22),
                );
            }
            c.circle(470.0, 520.0, 110.0, GLOW.faded(0.5));
        },
    );
    c.rect(466.0, 316.0, 68.0, 34.0, 10.0, BRASS);
}

pub(super) fn floor_lamp(c: &mut Canvas, p: &Palette) {
    match p.style(3) {
        0 => {
            c.shadow(500.0, 190.0);
            c.ellipse(500.0, 300.0, 300.0, 260.0, GLOW.faded(0.35));
            c.line(
                "M500 380L390 816M500 380L610 816M500 380L520 800",
                16.0,
                p.dark,
            );
            c.solid_with("M380 140H620L660 400H340Z", LINEN, |c| {
                c.rect(300.0, 340.0, 400.0, 70.0, 0.0, GLOW.faded(0.6));
            });
        }
        1 => {
            c.shadow(620.0, 150.0);
            c.path("M170 270H430L560 820H80Z", GLOW.faded(0.28));
            c.line("M620 800V330C620 110 330 90 306 190", 14.0, p.base);
            c.solid(
                "M500 800Q500 780 530 780H710Q740 780 740 800V820H500Z",
                p.base,
            );
            c.solid("M190 290C190 210 240 170 300 170S410 210 410 290Z", p.base);
            c.ellipse(300.0, 290.0, 108.0, 14.0, GLOW);
        }
        _ => {
            c.shadow(500.0, 150.0);
            c.ellipse(500.0, 470.0, 270.0, 420.0, GLOW.faded(0.3));
            c.solid_with(
                "M410 150Q500 130 590 150V800Q500 820 410 800Z",
                LINEN.mix(p.base, 0.12),
                |c| {
                    for step in 0..9 {
                        let x = 410.0 + f64::from(step) * 22.0;
                        c.line(&format!("M{x} 140V820"), 3.0, p.line.faded(0.25));
                    }
                    c.rect(400.0, 120.0, 200.0, 710.0, 0.0, GLOW.faded(0.35));
                },
            );
        }
    }
}

pub(super) fn candle(c: &mut Canvas, p: &Palette) {
    match p.style(3) {
        0 => {
            c.shadow(500.0, 170.0);
            c.solid_with(
                "M350 520H650V800Q650 820 630 820H370Q350 820 350 800Z",
                p.base,
                |c| {
                    c.rect(410.0, 600.0, 180.0, 120.0, 6.0, LINEN);
                    c.rect(440.0, 634.0, 120.0, 10.0, 5.0, p.line);
                    c.rect(460.0, 664.0, 80.0, 8.0, 4.0, p.line.faded(0.6));
                },
            );
            c.ellipse(500.0, 520.0, 150.0, 26.0, p.light);
            c.ellipse(500.0, 522.0, 132.0, 20.0, LINEN);
            flame(c, 500.0, 520.0);
        }
        1 => {
            for (x, top) in [(360.0, 430.0), (500.0, 330.0), (640.0, 480.0)] {
                c.shadow(x, 62.0);
                c.solid(
                    &format!("M{} {top}H{}V820H{}Z", x - 26.0, x + 26.0, x - 26.0),
                    p.base,
                );
                c.solid(
                    &format!("M{} 820Q{x} 740 {} 820Z", x - 60.0, x + 60.0),
                    BRASS,
                );
                flame(c, x, top);
            }
        }
        _ => {
            c.shadow(500.0, 200.0);
            c.solid("M380 420H620V800H380Z", p.base.lighter(0.1));
            c.path(
                "M380 420Q400 410 420 430Q440 520 450 430Q520 400 620 420V450H380Z",
                p.light,
            );
            flame(c, 500.0, 424.0);
            c.solid("M300 790H700Q690 820 640 820H360Q310 820 300 790Z", BRASS);
        }
    }
}

fn flame(c: &mut Canvas, x: f64, y: f64) {
    c.circle(x, y - 80.0, 150.0, GLOW.faded(0.35));
    c.line(&format!("M{x} {y}V{}", y - 28.0), 6.0, INK);
    c.path(
        &format!(
            "M{x} {}C{} {} {} {} {x} {}C{} {} {} {} {x} {}Z",
            y - 20.0,
            x - 46.0,
            y - 50.0,
            x - 22.0,
            y - 96.0,
            y - 150.0,
            x + 22.0,
            y - 96.0,
            x + 46.0,
            y - 50.0,
            y - 20.0
        ),
        GLOW.mix(BRASS, 0.35),
    );
    c.ellipse(x, y - 52.0, 14.0, 26.0, WHITE);
}

pub(super) fn bulb(c: &mut Canvas, p: &Palette) {
    c.circle(500.0, 420.0, 360.0, GLOW.faded(0.3));
    c.ellipse(514.0, FLOOR, 90.0, 12.0, INK.faded(0.16));
    let glass = "M430 640C430 560 320 520 320 390A180 180 0 0 1 680 390C680 520 570 560 570 640Z";
    c.solid_with(glass, GLOW.mix(p.base, 0.22), |c| {
        c.path(
            "M370 400C370 320 410 270 460 252C430 300 410 350 412 420Z",
            WHITE.faded(0.8),
        );
    });
    c.line(
        "M470 640L450 470L480 400L500 460L520 400L550 470L530 640",
        7.0,
        BRASS.darker(0.15),
    );
    c.solid("M430 640H570V770Q570 820 500 820T430 770Z", STEEL);
    for step in 0..4 {
        let y = 664.0 + f64::from(step) * 32.0;
        c.line(
            &format!("M430 {y}L570 {}", y + 14.0),
            8.0,
            STEEL.darker(0.3),
        );
    }
}
