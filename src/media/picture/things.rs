//! Soap, tins, toys and other small things of a house.

use super::canvas::Canvas;
use super::palette::{BRASS, INK, IRON, LINEN, OAK, Palette, WALNUT, WHITE};

pub(super) fn soap(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 300.0);
    c.solid(
        "M200 760H800Q820 760 812 784Q800 820 760 820H240Q200 820 188 784Q180 760 200 760Z",
        OAK,
    );
    c.solid_with(
        "M270 560Q280 520 330 520H670Q720 520 730 560L744 720Q746 760 706 760H294Q254 760 256 720Z",
        p.base,
        |c| {
            c.path(
                "M270 560Q280 520 330 520H670Q720 520 730 560L720 600H280Z",
                p.light,
            );
            c.rect(380.0, 640.0, 240.0, 70.0, 12.0, p.dark.faded(0.35));
            c.rect(420.0, 668.0, 160.0, 12.0, 6.0, p.light);
        },
    );
    for (x, y, r) in [
        (300.0, 480.0, 46.0),
        (366.0, 430.0, 30.0),
        (700.0, 470.0, 38.0),
        (640.0, 410.0, 22.0),
        (420.0, 360.0, 18.0),
        (250.0, 390.0, 20.0),
    ] {
        c.circle(x, y, r, WHITE.faded(0.6));
        c.circle(x - r * 0.3, y - r * 0.3, r * 0.25, WHITE);
    }
}

pub(super) fn tin(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 190.0);
    c.solid_with(
        "M310 350H690V790Q690 820 660 820H340Q310 820 310 790Z",
        p.base,
        |c| {
            c.rect(300.0, 470.0, 400.0, 230.0, 0.0, LINEN);
            c.rect(300.0, 470.0, 400.0, 10.0, 0.0, BRASS);
            c.rect(300.0, 690.0, 400.0, 10.0, 0.0, BRASS);
            match p.style(3) {
                0 => {
                    for turn in [-60.0, -20.0, 20.0, 60.0] {
                        c.turned(turn, 500.0, 600.0, |c| {
                            c.ellipse(500.0, 550.0, 18.0, 46.0, p.base)
                        });
                    }
                }
                1 => {
                    c.circle(500.0, 560.0, 48.0, p.accent);
                    c.path("M420 620Q460 560 500 600T600 620Z", p.base);
                }
                _ => {
                    c.path("M440 520H560L548 610Q500 626 452 610Z", p.base);
                    c.line("M558 540Q600 540 590 570T548 590", 10.0, p.base);
                }
            }
            c.rect(430.0, 640.0, 140.0, 14.0, 7.0, INK.faded(0.55));
            c.rect(456.0, 666.0, 88.0, 8.0, 4.0, INK.faded(0.35));
        },
    );
    c.solid(
        "M296 280Q296 264 312 264H688Q704 264 704 280V356H296Z",
        p.dark,
    );
    c.rect(296.0, 344.0, 408.0, 12.0, 0.0, BRASS);
}

pub(super) fn basket(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 290.0);
    c.line("M300 480Q310 250 500 240T700 480", 30.0, p.dark);
    c.solid_with(
        "M220 470H780L720 780Q712 820 670 820H330Q288 820 280 780Z",
        p.base,
        |c| {
            for row in 0..8 {
                let y = 490.0 + f64::from(row) * 44.0;
                for column in 0..10 {
                    let x = 230.0 + f64::from(column) * 60.0 + f64::from(row % 2) * 30.0;
                    c.line(
                        &format!("M{} {y}Q{x} {} {} {y}", x - 24.0, y - 18.0, x + 24.0),
                        12.0,
                        if (row + column) % 2 == 0 {
                            p.light
                        } else {
                            p.dark
                        },
                    );
                }
            }
        },
    );
    c.line("M214 474H786", 34.0, p.light);
    for step in 0..14 {
        let x = 222.0 + f64::from(step) * 42.0;
        c.line(
            &format!("M{x} 488L{} 462", x + 20.0),
            6.0,
            p.line.faded(0.35),
        );
    }
    c.path("M340 458Q400 330 500 420Q600 350 660 458Z", LINEN);
}

pub(super) fn frame(c: &mut Canvas, p: &Palette) {
    c.rect(276.0, 176.0, 480.0, 640.0, 4.0, INK.faded(0.13));
    c.solid("M260 160H740V800H260Z", p.base);
    c.rect(292.0, 192.0, 416.0, 576.0, 2.0, WHITE);
    c.clipped("M348 260H652V700H348Z", |c| {
        c.rect(340.0, 250.0, 320.0, 460.0, 0.0, p.ground.mix(LINEN, 0.3));
        match p.style(3) {
            0 => {
                c.circle(560.0, 380.0, 64.0, p.accent);
                c.path("M340 560Q440 440 540 540T680 500V720H340Z", p.accent.darker(0.35));
                c.path("M340 640Q460 540 680 640V720H340Z", super::palette::LEAF);
            }
            1 => {
                c.line("M500 700V420", 10.0, super::palette::LEAF);
                for (turn, y) in [(-60.0, 620.0), (60.0, 570.0), (-55.0, 510.0), (55.0, 460.0), (0.0, 430.0)] {
                    c.turned(turn, 500.0, y, |c| c.ellipse(500.0, y - 66.0, 26.0, 66.0, super::palette::LEAF.lighter(0.15)));
                }
            }
            _ => {
                c.solid("M430 690Q380 560 500 480Q560 420 540 320L620 370L580 400Q600 520 540 600L520 690Z", p.accent);
                c.circle(556.0, 356.0, 8.0, INK);
            }
        }
    });
}

pub(super) fn toy(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 300.0);
    if p.style(2) == 0 {
        let blocks = [
            (280.0, 660.0, p.base),
            (450.0, 660.0, p.accent),
            (620.0, 660.0, OAK),
            (360.0, 500.0, OAK),
            (530.0, 500.0, p.base),
        ];
        for (x, y, colour) in blocks {
            c.solid(
                &format!("M{x} {y}H{}V{}H{x}Z", x + 156.0, y + 158.0),
                colour,
            );
            c.circle(x + 78.0, y + 80.0, 36.0, colour.lighter(0.35));
        }
        c.solid("M430 500L522 360L614 500Z", p.accent.lighter(0.1));
    } else {
        c.line("M240 560Q150 500 110 620", 8.0, WALNUT);
        c.solid_with("M230 560H700Q770 560 780 480L800 380Q860 330 900 400L870 440Q860 720 700 720H290Q230 700 230 560Z", p.base, |c| {
            c.path("M360 560Q480 700 620 560Z", p.light);
        });
        c.circle(836.0, 400.0, 12.0, INK);
        c.path("M896 396L960 420L888 440Z", BRASS);
        for x in [350.0, 650.0] {
            c.solid(&format!("M{x} 650A86 86 0 1 1 {} 650Z", x - 0.1), p.accent);
            c.circle(x, 736.0, 30.0, OAK);
        }
        c.circle(104.0, 640.0, 26.0, p.accent);
    }
}

pub(super) fn gift(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 280.0);
    c.solid_with(
        "M260 480H740V800Q740 820 720 820H280Q260 820 260 800Z",
        p.base,
        |c| {
            if p.style(2) == 0 {
                for spot in 0..24_u64 {
                    let (x, y) = (
                        280.0 + (spot % 6) as f64 * 84.0,
                        540.0 + (spot / 6) as f64 * 76.0,
                    );
                    c.circle(x, y, 11.0, p.light);
                }
            }
            c.rect(460.0, 460.0, 80.0, 400.0, 0.0, p.accent);
        },
    );
    c.solid_with(
        "M236 400H764Q776 400 776 412V480Q776 492 764 492H236Q224 492 224 480V412Q224 400 236 400Z",
        p.dark,
        |c| {
            c.rect(460.0, 390.0, 80.0, 120.0, 0.0, p.accent);
        },
    );
    c.line(
        "M500 396Q400 250 340 310T500 396Q600 250 660 310T500 396",
        30.0,
        p.accent,
    );
    c.circle(500.0, 390.0, 28.0, p.accent.darker(0.15));
    c.turned(12.0, 640.0, 560.0, |c| {
        c.rect(590.0, 540.0, 130.0, 76.0, 6.0, LINEN);
        c.rect(616.0, 566.0, 78.0, 8.0, 4.0, INK.faded(0.5));
        c.rect(616.0, 586.0, 50.0, 8.0, 4.0, INK.faded(0.4));
    });
}

pub(super) fn hook(c: &mut Canvas, p: &Palette) {
    c.solid(
        "M140 300H860Q872 300 872 312V380Q872 392 860 392H140Q128 392 128 380V312Q128 300 140 300Z",
        OAK,
    );
    for x in [230.0, 410.0, 590.0, 770.0] {
        c.rect(x - 22.0, 322.0, 44.0, 48.0, 10.0, p.dark);
        c.line(
            &format!("M{x} 350V410Q{x} 460 {} 460T{} 414", x + 34.0, x + 66.0),
            20.0,
            p.base,
        );
        c.circle(x + 66.0, 410.0, 17.0, p.base);
    }
    c.line("M260 460Q230 560 260 600", 10.0, p.accent);
    c.solid("M190 600H330L350 790H170Z", p.accent);
    c.line("M620 460V560", 8.0, IRON);
    c.solid(
        "M560 560Q620 540 690 560L700 620Q730 700 700 800H550Q520 700 550 620Z",
        LINEN,
    );
}

pub(super) fn broom(c: &mut Canvas, p: &Palette) {
    c.shadow(540.0, 210.0);
    c.turned(14.0, 500.0, 500.0, |c| {
        c.rect(486.0, 20.0, 28.0, 600.0, 14.0, OAK);
        c.circle(500.0, 46.0, 8.0, WALNUT);
        c.solid(
            "M370 600H630Q650 600 650 620V670H350V620Q350 600 370 600Z",
            p.base,
        );
        c.solid_with("M350 670H650L690 840H310Z", WALNUT.mix(LINEN, 0.35), |c| {
            for step in 0..20 {
                let x = 340.0 + f64::from(step) * 17.0;
                c.line(
                    &format!("M{x} 670L{} 850", 500.0 + (x - 500.0) * 1.2),
                    4.0,
                    INK.faded(0.3),
                );
            }
        });
        c.rect(350.0, 662.0, 300.0, 16.0, 0.0, BRASS);
    });
}
