"""What stands and lies in rooms: mugs, plants, paper, tools."""

from __future__ import annotations

# Points are read in one line: the formatter stays away.
# fmt: off
import math

from sharehub.demo.canvas import Canvas, Colour, Point, mix
from sharehub.demo.palettes import Palette


def plant(c: Canvas, p: Palette, x: float, floor: float, size: float) -> None:
    """Draw a plant in a pot."""
    leaf = mix(p.near, (70, 110, 80), 0.5)
    for n in range(9):
        a = math.radians(-160 + n * 17.5)
        tip = (x + math.cos(a) * 74 * size, floor - 44 * size + math.sin(a) * 92 * size)
        mid = (x + math.cos(a) * 36 * size, floor - 46 * size + math.sin(a) * 50 * size)
        side = (-math.sin(a) * 11 * size, math.cos(a) * 11 * size)
        c.polygon(c.curve((x, floor - 36 * size), (mid[0] + side[0], mid[1] + side[1]), tip, (mid[0] - side[0], mid[1] - side[1]), (x, floor - 36 * size), steps=6), mix(leaf, p.second, 0.18 * (n % 2)))
    c.polygon([(x - 30 * size, floor - 46 * size), (x + 30 * size, floor - 46 * size), (x + 22 * size, floor), (x - 22 * size, floor)], p.accent)
    c.box(x - 33 * size, floor - 52 * size, 66 * size, 13 * size, mix(p.accent, p.light, 0.2), round_=3)


def mug(c: Canvas, p: Palette, x: float, floor: float, size: float, tone: Colour) -> None:
    """Draw a steaming mug."""
    shade = mix(tone, p.dark, 0.22)
    for n in (-1, 1):
        path = c.curve((x + n * 12, floor - 84 * size), (x + n * 12 + 10, floor - 112 * size), (x + n * 12 - 8, floor - 136 * size), (x + n * 12 + 6, floor - 164 * size))
        c.line(path, 4.5 * size, mix(p.light, p.low, 0.3), 120)
    c.disc(x + 6, floor, 50 * size, p.dark, 60, tall=0.2)
    c.ring(x + 42 * size, floor - 38 * size, 23 * size, 9 * size, shade)
    c.box(x - 38 * size, floor - 74 * size, 76 * size, 76 * size, tone, round_=11 * size)
    c.box(x + 12 * size, floor - 70 * size, 26 * size, 70 * size, shade, round_=10 * size)
    c.disc(x, floor - 72 * size, 38 * size, mix(tone, p.light, 0.35), tall=0.22)
    c.disc(x, floor - 71 * size, 32 * size, mix(p.dark, p.accent, 0.25), tall=0.2)


def kettle(c: Canvas, p: Palette, x: float, floor: float) -> None:
    """Draw a kettle."""
    c.disc(x + 10, floor + 2, 100, p.dark, 60, tall=0.16)
    c.polygon([(x + 66, floor - 66), (x + 136, floor - 118), (x + 146, floor - 108), (x + 84, floor - 24)], p.near)
    c.arc(x, floor - 96, 66, 190, 350, 13, p.dark)
    c.polygon(c.curve((x - 86, floor), (x - 92, floor - 46), (x - 62, floor - 104), (x, floor - 122), (x + 62, floor - 104), (x + 92, floor - 46), (x + 86, floor)), p.near)
    c.polygon(c.curve((x - 70, floor - 8), (x - 76, floor - 46), (x - 50, floor - 92), (x - 30, floor - 104), (x - 44, floor - 52), (x - 44, floor - 8)), mix(p.near, p.light, 0.4))
    c.disc(x, floor - 124, 12, p.second)
    c.box(x - 90, floor - 8, 180, 11, p.dark, round_=5)


def sheet(c: Canvas, p: Palette, x: float, y: float, turn: float, *, drawing: bool) -> None:
    """Draw a sheet of paper on the table, written or drawn on."""
    a = math.radians(turn)

    def at(dx: float, dy: float) -> Point:
        return x + dx * math.cos(a) - dy * math.sin(a), y + dx * math.sin(a) + dy * math.cos(a)

    c.polygon([at(-118, -150), at(132, -146), at(134, 168), at(-114, 166)], p.dark, 60)
    c.polygon([at(-125, -160), at(125, -160), at(125, 160), at(-125, 160)], p.light)
    if drawing:
        for n in range(3):
            c.polygon([at(-96 + n * 66, 40), at(-96 + n * 66, -26), at(-66 + n * 66, -62), at(-36 + n * 66, -26), at(-36 + n * 66, 40)], (p.far, p.accent, p.mid)[n])
        c.line([at(-100, 72), at(100, 72)], 7, p.accent)
        c.line([at(-100, 94), at(100, 94)], 7, mix(p.sky, (110, 150, 180), 0.6))
        for n in range(3):
            c.line([at(-66 + n * 66, 42), at(-66 + n * 66, 72)], 5, p.accent)
    else:
        for n in range(9):
            c.line([at(-96, -116 + n * 27), at(40 + c.random.uniform(-20, 56), -116 + n * 27)], 4, mix(p.far, p.low, 0.3))


def cup_from_above(c: Canvas, p: Palette, x: float, y: float, tone: Colour) -> None:
    """Draw a cup and saucer from above."""
    c.disc(x + 8, y + 12, 82, p.dark, 70)
    c.disc(x, y, 80, mix(tone, p.light, 0.4))
    c.ring(x, y, 60, 2, mix(tone, p.dark, 0.2))
    c.box(x + 34, y - 12, 50, 24, tone, round_=10)
    c.disc(x, y, 48, tone)
    c.disc(x, y, 40, mix(p.dark, p.accent, 0.3))
    c.arc(x, y, 31, 200, 262, 4, mix(p.second, p.light, 0.2))


def pencil(c: Canvas, p: Palette, x: float, y: float, turn: float) -> None:
    """Draw a pencil."""
    a = math.radians(turn)
    dx, dy = math.cos(a), math.sin(a)
    c.line([(x - dx * 80, y - dy * 80), (x + dx * 70, y + dy * 70)], 13, p.second)
    c.line([(x + dx * 70, y + dy * 70), (x + dx * 92, y + dy * 92)], 7, p.light)
    c.line([(x + dx * 90, y + dy * 90), (x + dx * 96, y + dy * 96)], 4, p.dark)
    c.line([(x - dx * 80, y - dy * 80), (x - dx * 92, y - dy * 92)], 13, p.accent)


def wrench(c: Canvas, x: float, y: float, tall: float, tone: Colour, gap: Colour) -> None:
    """Draw a spanner."""
    c.box(x - 17, y + 40, 34, tall - 80, tone)
    for end, opening in ((y + 34, -1), (y + tall - 34, 1)):
        c.disc(x, end, 50, tone)
        c.polygon([(x - 21, end + opening * 58), (x + 21, end + opening * 58), (x + 21, end + opening * 4), (x, end - opening * 10), (x - 21, end + opening * 4)], gap)
