//! Things to sit on, sleep in, eat at and look into.

use super::canvas::{Canvas, FLOOR};
use super::palette::{CLAY, Colour, INK, IRON, LEAF, LINEN, OAK, Palette, WALNUT, WHITE};

/// A long, slim piece such as a leg or a rail, from one point to another.
fn bar(c: &mut Canvas, from: (f64, f64), to: (f64, f64), width: f64, colour: Colour) {
    c.line(
        &format!("M{} {}L{} {}", from.0, from.1, to.0, to.1),
        width,
        colour,
    );
}

pub(super) fn chair(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 220.0);
    match p.style(3) {
        0 => ladder_back(c, p),
        1 => spindle_back(c, p),
        _ => shell(c, p),
    }
}

/// A rung back and a flat seat.
fn ladder_back(c: &mut Canvas, p: &Palette) {
    for x in [352.0, 648.0] {
        bar(c, (x, 230.0), (x, 812.0), 30.0, p.dark);
    }
    for y in [270.0, 350.0, 430.0] {
        c.solid(
            &format!(
                "M352 {y}Q500 {} 648 {y}V{}Q500 {} 352 {}Z",
                y - 16.0,
                y + 40.0,
                y + 24.0,
                y + 40.0
            ),
            p.base,
        );
    }
    bar(c, (330.0, 580.0), (322.0, 812.0), 30.0, p.base);
    bar(c, (670.0, 580.0), (678.0, 812.0), 30.0, p.base);
    bar(c, (326.0, 700.0), (674.0, 700.0), 16.0, p.dark);
    c.solid("M310 540H690L712 586Q500 606 288 586Z", p.light);
}

/// A bent bow with spindles.
fn spindle_back(c: &mut Canvas, p: &Palette) {
    for step in 0..6 {
        let x = 360.0 + f64::from(step) * 56.0;
        bar(
            c,
            (500.0 + (x - 500.0) * 0.9, 560.0),
            (x, 270.0),
            12.0,
            p.base,
        );
    }
    c.line(
        "M330 560L318 330Q330 240 500 236T682 330L670 560",
        28.0,
        p.base,
    );
    for (top, bottom) in [
        (360.0, 300.0),
        (640.0, 700.0),
        (430.0, 410.0),
        (570.0, 590.0),
    ] {
        bar(c, (top, 580.0), (bottom, 810.0), 24.0, p.dark);
    }
    c.solid("M290 556Q500 530 710 556L700 592Q500 612 300 592Z", p.base);
}

/// A moulded shell on thin legs.
fn shell(c: &mut Canvas, p: &Palette) {
    for (top, bottom) in [
        (370.0, 310.0),
        (630.0, 690.0),
        (430.0, 420.0),
        (570.0, 580.0),
    ] {
        bar(c, (top, 590.0), (bottom, 810.0), 20.0, IRON);
    }
    c.solid_with(
        "M320 250Q500 210 680 250L690 480Q690 560 660 600H340Q310 560 310 480Z",
        p.base,
        |c| {
            c.path("M320 520Q500 560 690 520V620H310Z", p.light.faded(0.6));
        },
    );
    c.ellipse(500.0, 330.0, 60.0, 20.0, p.dark);
}

pub(super) fn stool(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 190.0);
    if p.style(2) == 0 {
        bar(c, (420.0, 500.0), (350.0, 810.0), 32.0, p.base);
        bar(c, (580.0, 500.0), (650.0, 810.0), 32.0, p.base);
        bar(c, (500.0, 500.0), (506.0, 800.0), 30.0, p.dark);
        bar(c, (385.0, 680.0), (615.0, 680.0), 14.0, p.dark);
    } else {
        for (top, bottom) in [(360.0, 330.0), (640.0, 670.0)] {
            bar(c, (top, 500.0), (bottom, 810.0), 30.0, p.base);
        }
        bar(c, (344.0, 720.0), (656.0, 720.0), 18.0, p.dark);
        bar(c, (350.0, 620.0), (650.0, 620.0), 14.0, p.dark);
    }
    c.solid(
        "M310 480Q310 450 360 446Q500 462 640 446Q690 450 690 480L684 510Q500 530 316 510Z",
        p.light,
    );
}

pub(super) fn table(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 360.0);
    match p.style(3) {
        0 => {
            for x in [210.0, 790.0] {
                bar(c, (x, 520.0), (x, 806.0), 40.0, p.base);
            }
            bar(c, (290.0, 520.0), (290.0, 780.0), 26.0, p.dark);
            bar(c, (710.0, 520.0), (710.0, 780.0), 26.0, p.dark);
            c.solid("M190 520H810V570H190Z", p.dark);
        }
        1 => {
            bar(c, (300.0, 520.0), (230.0, 806.0), 26.0, p.base);
            bar(c, (300.0, 520.0), (370.0, 806.0), 26.0, p.dark);
            bar(c, (700.0, 520.0), (630.0, 806.0), 26.0, p.dark);
            bar(c, (700.0, 520.0), (770.0, 806.0), 26.0, p.base);
            bar(c, (270.0, 680.0), (730.0, 680.0), 16.0, p.dark);
        }
        _ => {
            c.solid(
                "M470 520H530L546 770Q640 780 660 820H340Q360 780 454 770Z",
                p.dark,
            );
        }
    }
    c.solid_with(
        "M120 484Q120 470 140 470H860Q880 470 880 484V512Q880 526 860 526H140Q120 526 120 512Z",
        p.base,
        |c| {
            bar(c, (150.0, 486.0), (620.0, 486.0), 5.0, p.line.faded(0.3));
            bar(c, (400.0, 504.0), (850.0, 504.0), 5.0, p.line.faded(0.25));
        },
    );
    small_bowl(c, p);
}

fn small_bowl(c: &mut Canvas, p: &Palette) {
    let x = p.between(12, 320.0, 640.0);
    c.solid(
        &format!("M{} 410Q{x} 500 {} 410Z", x - 62.0, x + 62.0),
        p.accent,
    );
    c.rect(x - 20.0, 452.0, 40.0, 20.0, 4.0, p.accent.darker(0.2));
    for (dx, dy, colour) in [
        (-26.0, 400.0, LEAF),
        (8.0, 394.0, p.accent.lighter(0.5)),
        (34.0, 404.0, LEAF.lighter(0.2)),
    ] {
        c.circle(x + dx, dy, 20.0, colour);
    }
}

pub(super) fn sofa(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 400.0);
    for x in [190.0, 810.0] {
        c.solid(
            &format!(
                "M{} 740H{}L{} 818H{}Z",
                x - 22.0,
                x + 22.0,
                x + 12.0,
                x - 12.0
            ),
            WALNUT,
        );
    }
    c.solid(
        "M170 380Q170 330 230 326Q500 312 770 326Q830 330 830 380V640H170Z",
        p.base,
    );
    c.line("M500 330V560", 5.0, p.line.faded(0.35));
    for (x, turn) in [(310.0, -9.0), (690.0, 8.0)] {
        c.turned(turn, x, 500.0, |c| {
            c.solid(
                &format!(
                    "M{} 420Q{x} 408 {} 420Q{} 500 {} 570Q{x} 582 {} 570Q{} 500 {} 420Z",
                    x - 76.0,
                    x + 76.0,
                    x + 90.0,
                    x + 76.0,
                    x - 76.0,
                    x - 90.0,
                    x - 76.0
                ),
                p.accent,
            );
        });
    }
    c.solid("M160 560H502V660H160Z", p.light);
    c.solid("M498 560H840V660H498Z", p.light);
    c.solid(
        "M150 650H850V740Q850 756 834 756H166Q150 756 150 740Z",
        p.base,
    );
    c.solid(
        "M90 520Q90 470 140 470T196 520V756H126Q90 756 90 720Z",
        p.base,
    );
    c.solid(
        "M910 520Q910 470 860 470T804 520V756H874Q910 756 910 720Z",
        p.base,
    );
}

pub(super) fn shelf(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 270.0);
    c.rect(270.0, 180.0, 460.0, 620.0, 0.0, INK.faded(0.07));
    for x in [270.0, 730.0] {
        bar(c, (x, 170.0), (x, 808.0), 26.0, p.base);
    }
    for (row, y) in [330.0, 490.0, 650.0, 790.0].into_iter().enumerate() {
        things_on_shelf(c, p, row as u64, y - 11.0);
        c.solid(&format!("M262 {}H738V{}H262Z", y - 11.0, y + 13.0), p.light);
    }
}

fn things_on_shelf(c: &mut Canvas, p: &Palette, row: u64, y: f64) {
    let colours = shelf_colours(p);
    match p.choose(20 + row, 4) {
        0 => {
            let heights = 30 + row * 8;
            for book in 0..7_u8 {
                let height = 70.0 + p.between(heights + u64::from(book), 0.0, 50.0);
                c.rect(
                    310.0 + f64::from(book) * 30.0,
                    y - height,
                    27.0,
                    height,
                    3.0,
                    colours[usize::from(book) % 6],
                );
            }
            c.circle(620.0, y - 42.0, 42.0, colours[4]);
        }
        1 => {
            c.solid(&format!("M340 {y}V{}H450V{y}Z", y - 62.0), CLAY);
            for turn in [-50.0, -20.0, 10.0, 42.0] {
                c.turned(turn, 395.0, y - 60.0, |c| {
                    c.ellipse(395.0, y - 104.0, 15.0, 44.0, LEAF)
                });
            }
            c.rect(540.0, y - 66.0, 130.0, 66.0, 6.0, colours[1]);
            c.rect(556.0, y - 96.0, 98.0, 30.0, 6.0, colours[3]);
        }
        2 => {
            c.rect(320.0, y - 90.0, 150.0, 90.0, 8.0, OAK);
            c.rect(370.0, y - 56.0, 50.0, 14.0, 7.0, WALNUT);
            c.solid(
                &format!(
                    "M570 {y}Q540 {} 590 {}V{}H620V{}Q670 {} 640 {y}Z",
                    y - 70.0,
                    y - 84.0,
                    y - 116.0,
                    y - 84.0,
                    y - 70.0
                ),
                colours[0],
            );
        }
        _ => boxes_on_shelf(c, colours, y),
    }
}

/// Four boxes of different size.
fn boxes_on_shelf(c: &mut Canvas, colours: [Colour; 6], y: f64) {
    for (x, size) in [(360.0, 40.0), (450.0, 52.0), (560.0, 36.0), (640.0, 46.0)] {
        c.solid(
            &format!(
                "M{} {y}V{}H{}V{y}Z",
                x - size * 0.7,
                y - size * 1.6,
                x + size * 0.7
            ),
            colours[(size as usize) % 4],
        );
    }
}

fn shelf_colours(p: &Palette) -> [Colour; 6] {
    [
        p.accent,
        LINEN,
        LEAF,
        p.accent.lighter(0.35),
        OAK,
        p.base.darker(0.3),
    ]
}

pub(super) fn bed(c: &mut Canvas, p: &Palette) {
    c.shadow(500.0, 420.0);
    let frame = OAK.mix(p.base, 0.25);
    c.solid(
        "M130 330Q130 290 180 290H820Q870 290 870 330V700H130Z",
        frame,
    );
    for x in [150.0, 850.0] {
        bar(c, (x, 700.0), (x, 806.0), 30.0, frame.darker(0.25));
    }
    c.solid("M150 520H850V740H150Z", WHITE);
    for (x, colour) in [(330.0, LINEN), (670.0, LINEN.mix(p.base, 0.25))] {
        c.solid(
            &format!(
                "M{} 440Q{x} 418 {} 440Q{} 500 {} 556Q{x} 570 {} 556Q{} 500 {} 440Z",
                x - 140.0,
                x + 140.0,
                x + 160.0,
                x + 140.0,
                x - 140.0,
                x - 160.0,
                x - 140.0
            ),
            colour,
        );
    }
    c.solid_with(
        "M120 560Q500 530 880 560V760Q860 782 820 770Q500 790 180 770Q140 782 120 760Z",
        p.base,
        |c| {
            c.path("M120 560Q500 530 880 560V620Q500 590 120 620Z", p.light);
            c.line(
                "M300 640Q320 700 300 780M560 640Q590 700 570 790M760 640Q750 710 770 780",
                5.0,
                p.line.faded(0.25),
            );
        },
    );
}

pub(super) fn mirror(c: &mut Canvas, p: &Palette) {
    let glass = p.ground.mix(WHITE, 0.6);
    if p.style(2) == 0 {
        c.circle(516.0, 496.0, 290.0, INK.faded(0.12));
        c.solid("M500 190A290 290 0 1 1 499.9 190Z", p.base);
        c.solid_with("M500 222A258 258 0 1 1 499.9 222Z", glass, |c| {
            shine(c, 242.0, 222.0, 516.0)
        });
    } else {
        c.shadow(500.0, 200.0);
        c.solid("M330 820V330A170 170 0 0 1 670 330V820Z", p.base);
        c.solid_with("M356 800V334A144 144 0 0 1 644 334V800Z", glass, |c| {
            shine(c, 356.0, 190.0, 620.0)
        });
    }
}

fn shine(c: &mut Canvas, x: f64, y: f64, height: f64) {
    c.path(
        &format!(
            "M{} {}L{} {}H{}L{} {}Z",
            x,
            y + height,
            x + 300.0,
            y,
            x + 380.0,
            x + 80.0,
            y + height
        ),
        WHITE.faded(0.6),
    );
    c.path(
        &format!(
            "M{} {}L{} {}H{}L{} {}Z",
            x + 120.0,
            y + height,
            x + 420.0,
            y,
            x + 450.0,
            x + 150.0,
            y + height
        ),
        WHITE.faded(0.45),
    );
}

pub(super) fn clock(c: &mut Canvas, p: &Palette) {
    c.circle(520.0, 520.0, 280.0, INK.faded(0.13));
    c.solid("M500 220A280 280 0 1 1 499.9 220Z", p.base);
    let face = if p.base.brightness() > 190.0 {
        p.base.lighter(0.6)
    } else {
        LINEN
    };
    c.circle(500.0, 500.0, 246.0, face);
    for mark in 0..12 {
        let long = mark % 3 == 0;
        c.turned(f64::from(mark) * 30.0, 500.0, 500.0, |c| {
            c.rect(
                494.0,
                272.0,
                12.0,
                if long { 44.0 } else { 24.0 },
                6.0,
                INK.faded(0.75),
            );
        });
    }
    let hour = p.between(11, 0.0, 12.0);
    c.turned(hour * 30.0, 500.0, 500.0, |c| {
        c.rect(490.0, 370.0, 20.0, 150.0, 10.0, INK)
    });
    c.turned(hour.fract() * 360.0, 500.0, 500.0, |c| {
        c.rect(494.0, 300.0, 12.0, 225.0, 6.0, INK)
    });
    c.circle(500.0, 500.0, 20.0, p.accent);
    if p.choose(12, 3) == 0 {
        c.solid("M430 226Q430 170 500 170T570 226Z", p.dark);
        c.line("M350 740L310 812M650 740L690 812", 26.0, p.dark);
        c.ellipse(510.0, FLOOR, 230.0, 14.0, INK.faded(0.14));
    }
}
