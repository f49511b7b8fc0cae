"""What stands in the landscapes and streets: houses, trees, water, animals."""

from __future__ import annotations

# Points are read in one line: the formatter stays away.
# fmt: off
import math

from sharehub.demo.canvas import Canvas, Colour, mix
from sharehub.demo.palettes import Palette


def clouds(c: Canvas, p: Palette, top: float, bottom: float) -> None:
    """Draw three long clouds."""
    for _ in range(3):
        x, y, wide = c.random.uniform(-80, c.width), c.random.uniform(top, bottom), c.random.uniform(180, 420)
        tone = mix(p.low, p.light, 0.6)
        c.box(x, y, wide, 18, tone, 130, round_=9)
        c.box(x + wide * 0.22, y - 15, wide * 0.5, 18, tone, 130, round_=9)
        c.box(x - wide * 0.12, y + 15, wide * 0.6, 14, tone, 110, round_=7)


def poplars(c: Canvas, p: Palette, floor: float, x: float, count: int) -> None:
    """Draw a row of poplars that grow smaller."""
    for n in range(count):
        tall = 92 - n * 5 + c.random.uniform(-6, 6)
        c.disc(x, floor - tall / 2 + 2, tall * 0.15, mix(p.near, p.far, n * 0.06), tall=3.4)
        x += 33 - n * 1.6


def farm(c: Canvas, p: Palette, x: float, floor: float, size: float, *, lit: bool = False) -> None:
    """Draw a farm with its barn."""
    roof = mix(p.near, p.accent, 0.0 if lit else 0.6)
    c.polygon([(x, floor), (x, floor - 26 * size), (x + 34 * size, floor - 74 * size), (x + 150 * size, floor - 74 * size), (x + 184 * size, floor - 22 * size), (x + 184 * size, floor)], p.dark)
    c.polygon([(x - 6, floor - 24 * size), (x + 34 * size, floor - 76 * size), (x + 150 * size, floor - 76 * size), (x + 190 * size, floor - 20 * size)], roof)
    c.box(x - 62 * size, floor - 34 * size, 70 * size, 34 * size, mix(p.dark, p.near, 0.3))
    c.polygon([(x - 68 * size, floor - 33 * size), (x - 48 * size, floor - 62 * size), (x - 6 * size, floor - 62 * size), (x + 12 * size, floor - 33 * size)], mix(roof, p.dark, 0.25))
    for n in range(3):
        c.box(x + (-52 + n * 22) * size, floor - 25 * size, 10 * size, 14 * size, p.second if lit or n == 1 else p.light)


def reeds(c: Canvas, p: Palette) -> None:
    """Draw reeds along the lower edge."""
    for _ in range(60):
        x = c.random.uniform(0, c.width)
        tall, lean = c.random.uniform(20, 74), c.random.uniform(-10, 16)
        c.line([(x, c.height + 4), (x + lean, c.height - 24 - tall)], 2.2, p.dark)
        if c.random.random() < 0.3:
            c.line([(x + lean, c.height - 24 - tall), (x + lean + 1, c.height - 12 - tall)], 5, mix(p.dark, p.accent, 0.45))


def skyline(c: Canvas, p: Palette, floor: float) -> None:
    """Draw roofs far away."""
    x = -20.0
    while x < c.width:
        wide, tall = c.random.uniform(40, 110), c.random.uniform(60, 140)
        c.polygon([(x, floor + 60), (x, floor - tall + 26), (x + wide / 2, floor - tall), (x + wide, floor - tall + 26), (x + wide, floor + 60)], mix(p.far, p.low, 0.3))
        x += wide


def houses(c: Canvas, p: Palette, floor: float, small: float = 1) -> list[float]:
    """Draw a terrace of houses and give where their doors are."""
    doors = []
    tones = [p.mid, mix(p.mid, p.near, 0.5), mix(p.mid, p.accent, 0.4), mix(p.far, p.mid, 0.4), mix(p.near, p.accent, 0.25)]
    x, previous = -70 * small, None
    while x < c.width:
        wide, wall = c.random.choice([168, 188, 206]) * small, c.random.uniform(150, 186) * small
        tone: Colour = c.random.choice([t for t in tones if t != previous])
        previous = tone
        roof = c.random.uniform(74, 104) * small
        c.box(x + wide * 0.74, floor - wall - roof - 6, 22 * small, 70 * small, mix(tone, p.dark, 0.5))
        c.polygon([(x, floor), (x, floor - wall), (x + wide / 2, floor - wall - roof), (x + wide, floor - wall), (x + wide, floor)], tone)
        c.polygon([(x - 7, floor - wall + 8), (x + wide / 2, floor - wall - roof - 9), (x + wide + 7, floor - wall + 8), (x + wide + 7, floor - wall - 7), (x + wide / 2, floor - wall - roof - 25), (x - 7, floor - wall - 7)], mix(p.dark, tone, 0.2))
        c.disc(x + wide / 2, floor - wall - roof * 0.32, 13 * small, p.second if c.random.random() > 0.5 else mix(tone, p.dark, 0.4))
        for column in (0.16, 0.58):
            lit = c.random.random() > 0.42
            glass = mix(p.second, p.light, 0.3) if lit else mix(p.dark, p.sky, 0.35)
            w, h = wide * 0.27, 52 * small
            c.box(x + wide * column - 4, floor - wall + 20 * small - 4, w + 8, h + 8, p.light)
            c.box(x + wide * column, floor - wall + 20 * small, w, h, glass)
            c.box(x + wide * column + w / 2 - 1.5, floor - wall + 20 * small, 3, h, p.light)
        door = x + wide * 0.24
        c.box(door - 19 * small, floor - 72 * small, 38 * small, 72 * small, c.random.choice([p.accent, p.dark, p.near]), round_=3)
        c.disc(door + 11 * small, floor - 34 * small, 2.6, p.light)
        glass = mix(p.second, p.light, 0.4) if c.random.random() > 0.35 else mix(p.dark, p.sky, 0.4)
        c.box(x + wide * 0.48 - 4, floor - 68 * small, wide * 0.38 + 8, 50 * small, p.light)
        c.box(x + wide * 0.48, floor - 64 * small, wide * 0.38, 42 * small, glass)
        for n in range(2):
            c.disc(x + wide * (0.56 + n * 0.2), floor - 27 * small, 8 * small, mix(p.near, p.dark, 0.4), tall=1.2)
        doors.append(door)
        x += wide + 1
    return doors


def gable(c: Canvas, p: Palette, x: float, floor: float, wide: float, tall: float, tone: Colour) -> None:
    """Draw a warehouse with one of three gables."""
    kind = c.random.randint(0, 2)
    top, half = floor - tall, wide / 2
    if kind == 0:
        head = [(x, top), (x + half, top - 54), (x + wide, top)]
    elif kind == 1:
        head = [(x, top), (x + wide * 0.16, top), (x + wide * 0.16, top - 22), (x + wide * 0.32, top - 22), (x + wide * 0.32, top - 46), (x + wide * 0.68, top - 46), (x + wide * 0.68, top - 22), (x + wide * 0.84, top - 22), (x + wide * 0.84, top), (x + wide, top)]
    else:
        head = [(x, top), (x + wide * 0.1, top - 34), (x + wide * 0.9, top - 34), (x + wide, top)]
    c.polygon([(x, floor), *head, (x + wide, floor)], tone)
    for row in range(int(tall // 48)):
        for column in range(3):
            lit = c.random.random() > 0.7
            c.box(x + wide * (0.14 + column * 0.27), top + 10 + row * 48, wide * 0.17, 28, p.second if lit else mix(tone, p.dark, 0.5))
    c.box(x + half - 9, top - 24, 18, 18, mix(tone, p.dark, 0.6))


def tower(c: Canvas, p: Palette, x: float, floor: float) -> None:
    """Draw a church tower."""
    tone = mix(p.far, p.mid, 0.35)
    for y, wide, tall in ((floor, 84, 262), (floor - 262, 62, 44), (floor - 306, 42, 30)):
        c.box(x - wide / 2, y - tall, wide, tall, tone)
        c.box(x - wide / 2 - 4, y - tall, wide + 8, 6, mix(tone, p.dark, 0.25))
        c.box(x - wide * 0.12, y - tall + 14, wide * 0.24, max(12, min(54, tall - 30)), mix(tone, p.dark, 0.3), round_=8)
    c.polygon([(x - 18, floor - 336), (x, floor - 366), (x + 18, floor - 336)], mix(tone, p.dark, 0.2))


def boat(c: Canvas, p: Palette, x: float, y: float) -> None:
    """Draw a low boat."""
    c.polygon([(x - 150, y), (x + 160, y), (x + 130, y + 34), (x - 130, y + 34)], p.dark)
    c.polygon([(x - 150, y), (x + 160, y), (x + 156, y + 8), (x - 146, y + 8)], p.accent)
    c.box(x - 110, y - 30, 130, 30, p.near, round_=3)
    for n in range(3):
        c.box(x - 98 + n * 40, y - 22, 24, 13, p.second)
    c.line([(x + 60, y), (x + 60, y - 104)], 4, p.dark)


def turbine(c: Canvas, p: Palette, x: float, floor: float, size: float) -> None:
    """Draw a wind turbine."""
    tone = mix(p.light, p.far, max(0, 0.7 - size * 0.7))
    hub = floor - 300 * size
    c.polygon([(x - 6 * size, floor), (x - 3 * size, hub), (x + 3 * size, hub), (x + 6 * size, floor)], tone)
    turn = c.random.uniform(0, 120)
    for n in range(3):
        a = math.radians(turn + n * 120)
        tip = (x + math.cos(a) * 132 * size, hub + math.sin(a) * 132 * size)
        side = (-math.sin(a) * 8 * size, math.cos(a) * 8 * size)
        middle = (x + math.cos(a) * 34 * size, hub + math.sin(a) * 34 * size)
        c.polygon([(x, hub), (middle[0] + side[0], middle[1] + side[1]), tip], tone)
    c.disc(x, hub, 6.5 * size, mix(tone, p.near, 0.3))
    c.box(x - 12 * size, floor - 18 * size, 24 * size, 18 * size, p.second)


def tree(c: Canvas, p: Palette, x: float, floor: float, size: float) -> None:
    """Draw a round tree."""
    c.polygon([(x - 6 * size, floor), (x - 3 * size, floor - 110 * size), (x + 3 * size, floor - 110 * size), (x + 7 * size, floor)], p.dark)
    crown = mix(p.near, p.dark, 0.25)
    for dx, dy, r in ((-30, -112, 34), (28, -108, 36), (0, -148, 42), (-4, -104, 36)):
        c.disc(x + dx * size, floor + dy * size, r * size, crown)
    for dx, dy, r in ((-34, -122, 20), (16, -126, 22), (-6, -164, 24)):
        c.disc(x + dx * size, floor + dy * size, r * size, mix(crown, p.second, 0.2))
    c.line([(x, floor - 70 * size), (x + 18 * size, floor - 104 * size)], 3 * size, p.dark)
    c.line([(x, floor - 82 * size), (x - 16 * size, floor - 112 * size)], 3 * size, p.dark)


def bicycle(c: Canvas, p: Palette, x: float, floor: float, size: float) -> None:
    """Draw a bicycle."""
    wheel, dark = 62 * size, p.dark
    back, front = (x, floor - wheel), (x + 180 * size, floor - wheel)
    for hub in (back, front):
        c.ring(*hub, wheel, 5.5 * size, dark)
        for n in range(6):
            a = math.radians(n * 30 + 8)
            dx, dy = math.cos(a) * wheel * 0.94, math.sin(a) * wheel * 0.94
            c.line([(hub[0] - dx, hub[1] - dy), (hub[0] + dx, hub[1] + dy)], 0.8, dark, 120)
    crank, seat, head = (x + 78 * size, floor - 58 * size), (x + 54 * size, floor - 150 * size), (x + 150 * size, floor - 158 * size)
    for start, end in ((back, crank), (back, (x + 60 * size, floor - 130 * size)), (crank, seat), (crank, (x + 154 * size, floor - 138 * size)), (seat, head), (head, front)):
        c.line([start, end], 7.5 * size, p.accent)
    c.line([head, (x + 146 * size, floor - 186 * size), (x + 116 * size, floor - 192 * size)], 6.5 * size, dark)
    c.line([seat, (seat[0] - 4 * size, seat[1] - 16 * size)], 6 * size, dark)
    c.box(seat[0] - 30 * size, seat[1] - 26 * size, 50 * size, 11 * size, dark, round_=5 * size)
    c.disc(*crank, 13 * size, dark)
    c.line([(back[0] - 14 * size, floor - 128 * size), (seat[0] - 2 * size, floor - 128 * size)], 5 * size, dark)


def sheep(c: Canvas, p: Palette, x: float, y: float) -> None:
    """Draw a sheep."""
    for dx in (-5, 5):
        c.line([(x + dx, y), (x + dx, y + 10)], 2, p.dark)
    c.disc(x, y - 2, 11, p.light, tall=0.68)
    c.disc(x + 10, y - 5, 4, p.dark)


def stone(c: Canvas, p: Palette, x: float, y: float, wide: float, tall: float) -> None:
    """Draw a boulder."""
    tone = mix(p.far, p.near, 0.55)
    turns = [c.random.uniform(0.86, 1.06) for _ in range(10)]
    edge = [(x + math.cos(n * 0.628) * wide / 2 * t, y + math.sin(n * 0.628) * tall / 2 * t) for n, t in enumerate(turns)]
    path = c.curve(*edge, edge[0], steps=8)
    c.polygon(path, mix(tone, p.dark, 0.45))
    c.polygon([(x + (px - x) * 0.97 + 4, y + (py - y) * 0.86 - tall * 0.06) for px, py in path], tone)
    c.polygon([(x + (px - x) * 0.8 + wide * 0.05, y + (py - y) * 0.5 - tall * 0.2) for px, py in path], mix(tone, p.light, 0.28))
