"""The rooms and tables of the demo's pictures."""

from __future__ import annotations

# Points are read in one line: the formatter stays away.
# fmt: off
import math

from sharehub.demo.canvas import Canvas, mix
from sharehub.demo.palettes import Palette
from sharehub.demo.things import cup_from_above, kettle, mug, pencil, plant, sheet


def kitchen(c: Canvas, p: Palette) -> None:
    """Show a kitchen table at a window, with coffee."""
    c.box(0, 0, c.width, c.height, mix(p.low, p.sky, 0.35))
    for n in range(15):
        c.box(n * 84, c.height * 0.42, 82, c.height * 0.3, mix(p.low, p.far, 0.28 + 0.12 * ((n * 5) % 3)))
    wx, wy, ww, wh = c.width * 0.44, 56, 430, 300
    c.box(wx - 16, wy - 16, ww + 32, wh + 32, p.light)
    c.fade(p.sky, p.low, start=0, end=1)
    c.box(wx, wy, ww, wh, mix(p.sky, (150, 190, 205), 0.5))
    c.glow(wx + ww * 0.75, wy + wh * 0.5, 150, p.light, 0.9)
    hill = [(wx + x, wy + wh * 0.72 - 16 * math.sin(x / 60)) for x in range(0, ww + 1, 10)]
    c.polygon([*hill, (wx + ww, wy + wh), (wx, wy + wh)], mix(p.mid, (110, 140, 110), 0.5))
    for n in range(4):
        x = wx + 36 + n * 104
        c.polygon([(x, wy + wh), (x, wy + wh - 76), (x + 38, wy + wh - 122), (x + 76, wy + wh - 76), (x + 76, wy + wh)], (p.near, p.mid, p.far, p.mid)[n])
        c.box(x + 24, wy + wh - 62, 24, 30, p.second)
    c.box(wx + ww / 2 - 6, wy, 12, wh, p.light)
    c.box(wx - 40, wy + wh + 14, ww + 80, 20, p.light)
    plant(c, p, wx + ww - 50, wy + wh + 14, 1.1)
    plant(c, p, wx + 40, wy + wh + 14, 0.75)
    lamp = c.width * 0.24
    c.line([(lamp, -4), (lamp, 120)], 4, p.dark)
    c.glow(lamp, 210, 320, p.light, 0.75)
    c.polygon([(lamp - 24, 116), (lamp + 24, 116), (lamp + 92, 190), (lamp - 92, 190)], p.accent)
    c.disc(lamp, 190, 26, p.light, tall=0.5)
    table = c.height * 0.74
    c.box(0, table, c.width, c.height - table, p.mid)
    c.box(0, table, c.width, 16, mix(p.mid, p.light, 0.35))
    for n in range(6):
        c.box(0, table + 34 + n * 26, c.width, 1.6, mix(p.mid, p.near, 0.45), 150)
    kettle(c, p, c.width * 0.7, table + 46)
    mug(c, p, c.width * 0.26, table + 66, 1.25, p.accent)
    mug(c, p, c.width * 0.42, table + 40, 1.05, p.light)
    c.polygon([(c.width * 0.48, table + 82), (c.width * 0.6, table + 66), (c.width * 0.645, table + 116), (c.width * 0.52, table + 136)], p.light)
    for n in range(3):
        c.line([(c.width * 0.505 + n * 6, table + 92 + n * 13), (c.width * 0.6 + n * 6, table + 78 + n * 13)], 2, p.far)


def table(c: Canvas, p: Palette) -> None:
    """Look down on a table where people have been talking: cups, papers, a plate."""
    c.box(0, 0, c.width, c.height, p.mid)
    for n in range(9):
        c.box(0, n * 72, c.width, 70, mix(p.mid, p.near, 0.08 + 0.1 * ((n * 7) % 4)))
    for x, y, turn in ((0.2, 0.62, -12), (0.46, 0.34, 7), (0.76, 0.64, 18), (0.64, 0.2, -24)):
        sheet(c, p, c.width * x, c.height * y, turn, drawing=x in (0.46, 0.2))
    for x, y, tone in ((0.33, 0.28, p.accent), (0.6, 0.66, p.light), (0.86, 0.3, p.second), (0.1, 0.24, p.light), (0.42, 0.8, p.near)):
        cup_from_above(c, p, c.width * x, c.height * y, tone)
    x, y = c.width * 0.9, c.height * 0.78
    c.disc(x + 6, y + 10, 124, p.dark, 70)
    c.disc(x, y, 122, p.light)
    c.ring(x, y, 96, 2.5, mix(p.low, p.far, 0.5))
    for n in range(5):
        a = n * 1.25 + 0.4
        cx, cy = x + math.cos(a) * 52, y + math.sin(a) * 52
        c.disc(cx, cy, 30, mix(p.second, p.near, 0.35))
        for k in range(5):
            c.disc(cx + math.cos(k * 1.3) * 15, cy + math.sin(k * 1.3) * 15, 3, p.near)
    for x, y, turn in ((0.3, 0.56, 30), (0.71, 0.42, -40)):
        pencil(c, p, c.width * x, c.height * y, turn)


def control(c: Canvas, p: Palette) -> None:
    """Show the control room at night: curves on the wall and one person watching."""
    c.fade(p.near, p.mid)
    c.glow(600, 220, 700, p.low, 1.1)
    c.box(90, 56, 1020, 330, p.dark, round_=10)
    for n, (x, wide) in enumerate(((112, 300), (430, 380), (828, 260))):
        c.box(x, 78, wide, 286, mix(p.low, p.near, 0.35), round_=6)
        for k in range(5):
            c.box(x + 14, 116 + k * 52, wide - 28, 1.4, mix(p.low, p.light, 0.3), 120)
        tone = (p.second, p.accent, mix(p.low, p.light, 0.5))[n]
        shape = [(x + 18 + k * (wide - 36) / 9, 250 - 74 * math.sin(k * 0.62 + n * 1.3) - c.random.uniform(-16, 16)) for k in range(10)]
        path = c.curve(*shape)
        if n == 1:
            c.polygon([*path, (path[-1][0], 344), (path[0][0], 344)], tone, 70)
        if n == 2:
            for k, (px, py) in enumerate(shape):
                c.box(px - 7, min(py + 20, 332), 14, max(12, 324 - py), mix(tone, p.mid, 0.3 + 0.05 * k), round_=3)
        else:
            c.line(path, 5, tone)
            c.disc(*path[-1], 9, p.light)
    c.glow(600, 240, 520, mix(p.low, p.second, 0.3), 0.45)
    c.polygon([(0, 500), (c.width, 500), (c.width, 640), (0, 640)], mix(p.dark, p.near, 0.35))
    c.box(0, 494, c.width, 13, mix(p.near, p.second, 0.3))
    for x in (250, 850):
        c.box(x, 400, 176, 98, p.dark, round_=6)
        c.box(x + 9, 409, 158, 80, mix(p.low, p.mid, 0.45))
    mug(c, p, 1110, 512, 0.9, p.accent)
    c.polygon(c.curve((440, 650), (452, 520), (510, 456), (600, 440), (690, 456), (748, 520), (760, 650)), p.dark)
    c.polygon(c.curve((474, 650), (486, 540), (530, 480), (600, 462), (600, 650)), mix(p.dark, p.accent, 0.35))
    c.polygon(c.curve((600, 462), (670, 480), (714, 540), (726, 650), (600, 650)), mix(p.dark, p.accent, 0.26))
    c.box(572, 410, 56, 62, mix(p.second, p.dark, 0.55), round_=20)
    c.disc(600, 370, 60, mix(p.dark, p.near, 0.25), tall=1.1)
    c.arc(600, 366, 66, 196, 344, 8, p.light)
    for x in (535, 665):
        c.box(x - 11, 350, 22, 44, p.light, round_=9)


def door(c: Canvas, p: Palette) -> None:
    """Show a front door with a bell, plants and a pair of boots."""
    c.box(0, 0, c.width, c.height, p.mid)
    for row in range(22):
        for column in range(-1, 15):
            x, y = column * 88 + (row % 2) * 44, row * 27
            c.box(x, y, 85, 24.5, mix(mix(p.mid, p.far, 0.4), p.accent, c.random.uniform(0.02, 0.16)))
    floor = c.height - 74
    c.box(0, floor, c.width, 80, mix(p.near, p.far, 0.45))
    for n in range(9):
        c.box(n * 140 - 30, floor, 2, 80, mix(p.near, p.far, 0.2))
    x = 470
    c.box(x - 34, 26, 328, floor - 26, p.light)
    c.box(x - 12, 48, 284, floor - 48, mix(p.near, p.dark, 0.2))
    c.box(x, 48, 260, 70, mix(p.second, p.light, 0.3))
    c.box(x + 128, 48, 4, 70, p.light)
    c.box(x, 130, 260, floor - 130, p.near)
    c.box(x + 34, 160, 192, 150, mix(p.second, p.light, 0.25))
    c.glow(x + 130, 240, 260, p.light, 0.35)
    for n in range(1, 3):
        c.box(x + 34 + n * 64 - 2, 160, 4, 150, p.near)
    c.box(x + 34, 233, 192, 4, p.near)
    c.box(x + 34, 352, 192, 112, mix(p.near, p.dark, 0.25), round_=3)
    c.box(x + 80, 328, 100, 13, p.second, round_=3)
    c.disc(x + 234, 336, 9, p.second)
    c.box(x - 30, floor - 14, 320, 18, mix(p.far, p.light, 0.4))
    c.box(x + 316, 262, 34, 58, p.light, round_=6)
    c.disc(x + 333, 284, 8, p.accent)
    c.box(820, 84, 300, 250, p.light)
    c.box(836, 100, 268, 218, mix(p.second, p.light, 0.35))
    c.polygon([(836, 100), (896, 100), (866, 318), (836, 318)], mix(p.light, p.far, 0.25))
    c.polygon([(1104, 100), (1044, 100), (1074, 318), (1104, 318)], mix(p.light, p.far, 0.25))
    plant(c, p, 970, 318, 0.9)
    c.box(806, 334, 328, 20, mix(p.light, p.far, 0.3))
    for px, size in ((400, 1.7), (826, 1.45), (300, 1.15)):
        plant(c, p, px, floor + 20, size)
    for bx in (640, 690):
        c.box(bx, floor - 58, 28, 62, p.second, round_=5)
        c.box(bx, floor - 16, 46, 22, p.second, round_=9)
        c.box(bx, floor + 2, 48, 6, p.dark, round_=2)


def desk(c: Canvas, p: Palette) -> None:
    """Show a desk by lamplight: a notebook, a pen, tea, the evening outside."""
    c.fade(mix(p.near, p.sky, 0.3), p.mid)
    wx, wy, ww, wh = 96, 56, 330, 320
    c.box(wx - 13, wy - 13, ww + 26, wh + 26, mix(p.light, p.far, 0.2))
    c.box(wx, wy, ww, wh, mix(p.sky, p.dark, 0.4))
    for _ in range(26):
        c.disc(c.random.uniform(wx, wx + ww), c.random.uniform(wy, wy + wh * 0.6), 1.3, p.light, 190)
    c.disc(wx + 240, wy + 76, 30, p.light)
    c.disc(wx + 228, wy + 68, 27, mix(p.sky, p.dark, 0.4))
    for n in range(5):
        c.polygon([(wx + n * 66, wy + wh), (wx + n * 66, wy + wh - 70 - n % 2 * 24), (wx + 33 + n * 66, wy + wh - 108 - n % 2 * 24), (wx + 66 + n * 66, wy + wh - 70 - n % 2 * 24), (wx + 66 + n * 66, wy + wh)], mix(p.dark, p.near, 0.3 + n % 2 * 0.3))
        c.box(wx + 25 + n * 66, wy + wh - 60, 16, 20, p.second)
    c.box(wx + ww / 2 - 4, wy, 8, wh, mix(p.light, p.far, 0.2))
    c.glow(830, 330, 520, mix(p.second, p.light, 0.5), 0.8)
    for n, (tall, tone) in enumerate(((150, p.accent), (172, p.light), (140, p.near), (162, p.second), (154, p.far), (176, p.dark))):
        c.box(512 + n * 31, 240 - tall + 62, 27, tall, tone, round_=2)
    c.box(490, 302, 240, 13, p.dark)
    top = c.height * 0.72
    c.box(0, top, c.width, c.height - top, mix(p.near, p.accent, 0.35))
    c.box(0, top, c.width, 14, mix(p.accent, p.second, 0.4))
    c.line([(1000, top + 40), (1060, 300), (930, 170)], 11, p.dark)
    c.disc(1060, 300, 11, p.second)
    c.polygon([(952, 136), (868, 190), (828, 256), (942, 258), (980, 172)], p.accent)
    c.disc(884, 258, 40, p.light, tall=0.35)
    c.disc(1000, top + 44, 74, p.dark, tall=0.2)
    c.polygon([(520, top + 122), (590, top + 34), (764, top + 44), (756, top + 136)], p.light)
    c.polygon([(764, top + 44), (756, top + 136), (960, top + 126), (920, top + 36)], mix(p.light, p.low, 0.5))
    for n in range(5):
        c.line([(604 - n * 13, top + 54 + n * 15), (740 - c.random.uniform(0, 50), top + 58 + n * 16)], 2.2, mix(p.mid, p.far, 0.3))
    c.line([(800, top + 116), (880, top + 56)], 8, p.accent)
    c.line([(800, top + 116), (793, top + 122)], 4, p.dark)
    mug(c, p, 340, top + 82, 1.15, p.second)
