//! Vessels and tools for the table and the stove.

use super::canvas::{Canvas, FLOOR};
use super::palette::{BRASS, INK, IRON, LINEN, OAK, Palette, STEEL, WALNUT, WHITE};

/// Two bands of glaze or a speckle, so that pottery does not look like plastic.
fn glaze(c: &mut Canvas, p: &Palette, top: f64) {
    match p.choose(15, 3) {
        0 => c.rect(0.0, top, 1_000.0, 60.0, 0.0, p.light),
        1 => {
            for spot in 0..26_u64 {
                let (x, y) = (
                    p.between(40 + spot, 260.0, 740.0),
                    p.between(80 + spot, top, 810.0),
                );
                c.circle(x, y, p.between(120 + spot, 3.0, 7.0), p.line.faded(0.4));
            }
        }
        _ => c.path(
            &format!(
                "M0 {top}H1000V{}Q760 {} 620 {}T300 {}T0 {}Z",
                top + 80.0,
                top + 40.0,
                top + 110.0,
                top + 60.0,
                top + 110.0
            ),
            p.light,
        ),
    }
}

pub(super) fn mug(c: &mut Canvas, p: &Palette) {
    c.shadow(490.0, 210.0);
    c.line("M650 480Q800 470 800 590T640 720", 38.0, p.dark);
    let outline = match p.style(3) {
        0 => "M300 390H680L664 780Q660 820 620 820H360Q320 820 316 780Z",
        1 => "M290 400H690Q700 620 630 800Q624 820 600 820H380Q356 820 350 800Q280 620 290 400Z",
        _ => "M310 380H670V770Q670 820 620 820H360Q310 820 310 770Z",
    };
    c.solid_with(outline, p.base, |c| {
        glaze(c, p, 380.0);
        c.path(
            "M340 420Q340 640 372 780H400Q372 600 376 420Z",
            WHITE.faded(0.25),
        );
    });
    c.ellipse(490.0, 392.0, 192.0, 30.0, p.dark);
    c.ellipse(490.0, 398.0, 174.0, 22.0, WALNUT);
    if p.choose(11, 2) == 0 {
        c.line(
            "M430 340Q400 290 440 250T430 160M540 340Q510 290 550 250T540 170",
            10.0,
            WHITE.faded(0.7),
        );
    }
}

pub(super) fn bowl(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 200.0);
    c.ellipse(500.0, 480.0, 320.0, 62.0, p.light);
    c.ellipse(500.0, 486.0, 298.0, 50.0, p.dark);
    if p.choose(11, 2) == 0 {
        for (x, y, r) in [
            (400.0, 470.0, 66.0),
            (520.0, 452.0, 74.0),
            (624.0, 474.0, 58.0),
        ] {
            c.solid(
                &format!("M{x} {}A{r} {r} 0 1 1 {} {}Z", y - r, x - 0.1, y - r),
                p.accent,
            );
            c.line(&format!("M{x} {}q4 -18 16 -22", y - r + 4.0), 6.0, WALNUT);
        }
    }
    c.solid_with(
        "M180 484Q500 560 820 484Q806 700 620 780V820H380V780Q194 700 180 484Z",
        p.base,
        |c| glaze(c, p, 500.0),
    );
}

pub(super) fn plate(c: &mut Canvas, p: &Palette) {
    c.ellipse(516.0, 520.0, 340.0, 330.0, INK.faded(0.12));
    c.solid_with("M500 170A330 330 0 1 1 499.9 170Z", p.base, |c| {
        if p.style(2) == 0 {
            c.circle(500.0, 500.0, 300.0, p.light);
            c.circle(500.0, 500.0, 288.0, p.base);
        }
        c.circle(506.0, 506.0, 226.0, p.dark.faded(0.5));
        c.circle(500.0, 500.0, 222.0, p.base.lighter(0.16));
    });
    for spot in 0..18_u64 {
        let (x, y) = (
            p.between(40 + spot, 330.0, 670.0),
            p.between(80 + spot, 330.0, 670.0),
        );
        c.circle(x, y, 4.0, p.line.faded(0.35));
    }
    if p.choose(12, 3) == 0 {
        c.line("M420 560Q500 480 600 430", 7.0, super::palette::LEAF);
        for (x, y, turn) in [
            (450.0, 520.0, -70.0),
            (500.0, 500.0, 20.0),
            (540.0, 452.0, -60.0),
            (570.0, 460.0, 30.0),
        ] {
            c.turned(turn, x, y, |c| {
                c.ellipse(x, y, 14.0, 36.0, super::palette::LEAF.lighter(0.1))
            });
        }
    }
}

pub(super) fn teapot(c: &mut Canvas, p: &Palette) {
    c.shadow(490.0, 250.0);
    c.solid(
        "M300 640Q200 600 170 470L120 440Q160 420 210 430Q260 540 330 560Z",
        p.base,
    );
    if p.style(2) == 0 {
        c.line("M690 520Q850 500 840 640T660 730", 36.0, p.dark);
    } else {
        c.line("M340 440Q360 210 500 206T660 440", 26.0, OAK);
    }
    c.solid_with("M380 450H610Q740 520 730 660Q716 780 640 812Q630 820 600 820H390Q360 820 350 812Q270 780 260 660Q250 520 380 450Z", p.base, |c| {
        glaze(c, p, 450.0);
        c.path("M310 620Q320 520 390 480Q350 560 356 680Z", WHITE.faded(0.28));
    });
    c.solid("M386 452Q400 400 496 396T606 452Q500 476 386 452Z", p.light);
    c.circle(496.0, 380.0, 26.0, OAK);
}

pub(super) fn pot(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 290.0);
    c.line(
        "M236 560Q150 550 160 610T250 640M764 560Q850 550 840 610T750 640",
        28.0,
        p.dark,
    );
    c.solid_with(
        "M230 500H770V740Q770 820 690 820H310Q230 820 230 740Z",
        p.base,
        |c| {
            c.path(
                "M266 520Q262 700 300 800H330Q300 680 304 520Z",
                WHITE.faded(0.22),
            );
        },
    );
    c.rect(214.0, 480.0, 572.0, 34.0, 17.0, p.dark);
    c.solid("M240 484Q260 390 500 380T760 484Z", p.base);
    c.rect(460.0, 340.0, 80.0, 34.0, 17.0, BRASS);
    c.rect(484.0, 364.0, 32.0, 24.0, 4.0, BRASS);
}

pub(super) fn pan(c: &mut Canvas, p: &Palette) {
    let metal = IRON.mix(p.base, 0.35);
    c.turned(-32.0, 470.0, 520.0, |c| {
        c.ellipse(480.0, 540.0, 300.0, 300.0, INK.faded(0.13));
        c.solid("M740 494H1010Q1040 520 1010 546H740Z", metal.darker(0.2));
        c.circle(1_000.0, 520.0, 12.0, p.ground);
        c.solid("M470 230A290 290 0 1 1 469.9 230Z", metal);
    });
    c.circle(470.0, 520.0, 248.0, metal.darker(0.25));
    c.circle(470.0, 520.0, 240.0, metal.lighter(0.08));
    if p.style(2) == 0 {
        c.path(
            "M360 470Q420 370 540 420T600 580Q520 660 420 620T360 470Z",
            WHITE,
        );
        c.circle(480.0, 520.0, 62.0, BRASS.lighter(0.15));
        c.circle(462.0, 500.0, 16.0, WHITE.faded(0.6));
    } else {
        c.line("M320 420Q380 340 480 330", 14.0, WHITE.faded(0.25));
    }
}

pub(super) fn knife(c: &mut Canvas, p: &Palette) {
    c.turned(-38.0, 500.0, 500.0, |c| {
        c.path("M120 476H620V580Q320 600 120 490Z", INK.faded(0.12));
        c.solid_with(
            "M90 450H620V560Q300 570 90 464Z",
            STEEL.lighter(0.25),
            |c| {
                c.path("M90 440H620V480H150Z", STEEL.darker(0.25));
            },
        );
        c.rect(606.0, 446.0, 30.0, 84.0, 6.0, BRASS);
        c.solid(
            "M634 450H880Q930 456 926 494T880 536Q760 520 634 530Z",
            p.base,
        );
        for x in [700.0, 780.0, 860.0] {
            c.circle(x, 490.0, 10.0, BRASS);
        }
    });
}

pub(super) fn board(c: &mut Canvas, p: &Palette) {
    c.turned(-8.0, 500.0, 500.0, |c| {
        c.rect(266.0, 330.0, 500.0, 480.0, 40.0, INK.faded(0.12));
        c.solid_with("M290 310H450V210Q450 160 500 160T550 210V310H710Q750 310 750 350V760Q750 800 710 800H290Q250 800 250 760V350Q250 310 290 310Z", p.base, |c| {
            for step in 0..5 {
                let x = 330.0 + f64::from(step) * 92.0;
                c.line(&format!("M{x} 150Q{} 500 {x} 820", x + p.between(20 + u64::from(step as u32), -40.0, 40.0)), 6.0, p.line.faded(0.22));
            }
            c.rect(250.0, 690.0, 500.0, 40.0, 0.0, p.dark.faded(0.35));
        });
        c.circle(500.0, 216.0, 24.0, p.ground);
    });
}

pub(super) fn bottle(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 150.0);
    let outline = if p.style(2) == 0 {
        "M450 230H550V340Q640 400 640 500V780Q640 820 600 820H400Q360 820 360 780V500Q360 400 450 340Z"
    } else {
        "M440 260H560Q640 290 640 380V780Q640 820 600 820H400Q360 820 360 780V380Q360 290 440 260Z"
    };
    c.solid_with(outline, p.base, |c| {
        c.path(
            "M392 480Q392 640 400 780H430Q416 600 424 450Z",
            WHITE.faded(0.35),
        );
        if p.choose(11, 2) == 0 {
            c.rect(340.0, 540.0, 320.0, 150.0, 0.0, LINEN);
            c.rect(430.0, 584.0, 140.0, 12.0, 6.0, INK.faded(0.6));
            c.rect(456.0, 616.0, 88.0, 10.0, 5.0, INK.faded(0.4));
        }
    });
    c.rect(436.0, 180.0, 128.0, 74.0, 12.0, OAK);
    c.rect(436.0, 236.0, 128.0, 14.0, 4.0, OAK.darker(0.2));
}

pub(super) fn jar(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 200.0);
    let glass = p
        .ground
        .lighter(0.5)
        .mix(super::palette::Colour::hex(0xcf_e0_e2), 0.6);
    c.solid_with(
        "M340 340H660Q710 380 710 440V770Q710 820 660 820H340Q290 820 290 770V440Q290 380 340 340Z",
        glass,
        |c| {
            c.path("M200 520Q400 490 520 516T800 500V900H200Z", p.base);
            for spot in 0..22_u64 {
                let (x, y) = (
                    p.between(40 + spot, 310.0, 690.0),
                    p.between(80 + spot, 540.0, 800.0),
                );
                c.circle(x, y, 11.0, p.light.faded(0.8));
            }
            c.path(
                "M320 440Q320 640 328 790H360Q348 600 356 400Z",
                WHITE.faded(0.55),
            );
        },
    );
    c.rect(410.0, 600.0, 180.0, 110.0, 8.0, LINEN);
    c.rect(446.0, 634.0, 108.0, 12.0, 6.0, INK.faded(0.6));
    c.rect(462.0, 664.0, 76.0, 8.0, 4.0, INK.faded(0.4));
    c.solid("M330 250H670V330Q670 346 650 346H350Q330 346 330 330Z", OAK);
}

pub(super) fn glass(c: &mut Canvas, p: &Palette) {
    let tint = p.base.mix(WHITE, 0.35).faded(0.8);
    if p.style(3) == 0 {
        c.shadow(500.0, 130.0);
        c.rect(490.0, 560.0, 20.0, 240.0, 6.0, tint);
        c.solid("M380 820Q400 796 500 792T620 820Z", tint);
        c.solid_with(
            "M350 250H650Q680 480 560 560Q500 590 440 560Q320 480 350 250Z",
            tint,
            |c| {
                c.path("M300 400H700V600H300Z", p.accent.faded(0.85));
                c.path(
                    "M384 280Q380 420 430 510Q410 400 420 280Z",
                    WHITE.faded(0.5),
                );
            },
        );
    } else {
        for (x, scale, level) in [(640.0, 0.8, 0.5), (420.0, 1.0, 0.62)] {
            c.placed(x - 500.0 * scale, FLOOR * (1.0 - scale), scale, |c| {
                c.shadow(500.0, 140.0);
                c.solid_with(
                    "M350 380H650L620 790Q616 820 590 820H410Q384 820 380 790Z",
                    tint,
                    |c| {
                        c.rect(
                            300.0,
                            820.0 - 440.0 * level,
                            400.0,
                            600.0,
                            0.0,
                            p.accent.lighter(0.3).faded(0.7),
                        );
                        c.rect(300.0, 780.0, 400.0, 60.0, 0.0, WHITE.faded(0.6));
                        c.path("M390 400L412 770H436L420 400Z", WHITE.faded(0.6));
                    },
                );
                c.ellipse(500.0, 380.0, 150.0, 20.0, WHITE.faded(0.5));
            });
        }
    }
}

pub(super) fn cutlery(c: &mut Canvas, p: &Palette) {
    let metal = p.base;
    c.path(
        "M330 182H346V812H330Z M520 182H536V812H520ZM712 182H728V812H712Z",
        INK.faded(0.08),
    );
    c.solid("M270 180V330Q270 390 312 400L304 800Q322 826 340 800L332 400Q374 390 374 330V180H354V320H332V180H312V320H290V180Z", metal);
    c.solid(
        "M480 180Q560 220 556 480H528L534 800Q514 826 494 800Z",
        metal,
    );
    c.solid(
        "M680 400Q620 360 624 270T690 170Q752 180 756 270T700 400L710 800Q690 826 670 800Z",
        metal,
    );
    c.ellipse(686.0, 270.0, 38.0, 64.0, metal.lighter(0.3));
}
