"""The landscapes and streets of the demo's pictures."""

from __future__ import annotations

# Points are read in one line: the formatter stays away.
# fmt: off
import math

from PIL import Image

from sharehub.demo.canvas import Canvas, mix
from sharehub.demo.outdoors import (
    bicycle,
    boat,
    clouds,
    farm,
    gable,
    houses,
    poplars,
    reeds,
    sheep,
    skyline,
    stone,
    tower,
    tree,
    turbine,
)
from sharehub.demo.palettes import Palette


def polder(c: Canvas, p: Palette) -> None:
    """Show fields with ditches that run to the horizon, a low sun and a row of poplars."""
    horizon = c.height * 0.52
    c.fade(p.sky, p.low, end=horizon + 20)
    sun = c.width * c.random.uniform(0.58, 0.78)
    c.glow(sun, horizon - 60, 340, p.light, 0.9)
    c.disc(sun, horizon - 60, 54, p.light)
    clouds(c, p, 90, 170)
    c.ground(c.ridge(horizon, 6, waves=5), p.far)
    vanish = (c.width * 0.42, horizon - 4)
    for n, edge in enumerate(range(-1500, 2700, 210)):
        tone = mix(p.mid, p.near, (n % 3) * 0.32)
        c.polygon([vanish, (edge, c.height), (edge + 210, c.height)], tone)
        c.polygon([vanish, (edge, c.height), (edge + 34, c.height)], mix(p.low, p.sky, 0.4))
    c.box(0, horizon - 5, c.width, 9, mix(p.mid, p.far, 0.4))
    poplars(c, p, horizon, c.width * 0.05, 8)
    farm(c, p, c.width * 0.62, horizon + 4, 1)
    c.ground(c.ridge(c.height - 40, 14, waves=2), p.dark)
    reeds(c, p)


def aurora(c: Canvas, p: Palette) -> None:
    """Show northern light above a wide, dark land."""
    horizon = c.height * 0.78
    c.fade(p.sky, p.low, end=c.height)
    for _ in range(90):
        x, y = c.random.uniform(0, c.width), c.random.uniform(0, horizon * 0.8)
        c.disc(x, y, c.random.uniform(0.6, 1.7), p.light, c.random.randint(90, 220))
    for n, tint in enumerate([(70, 205, 160), (60, 170, 190), (165, 215, 130), (110, 120, 200)]):
        start = c.random.uniform(-0.1, 0.3) + n * 0.2
        path = c.curve(*[(c.width * (start + k * 0.17), horizon * (0.66 - 0.10 * n + 0.14 * math.sin(k * 1.9 + n * 2))) for k in range(5)])
        for (x, y), (x2, y2) in zip(path, path[7:], strict=False):
            tall = 150 + 70 * math.sin(x / 37) + 40 * math.sin(x / 11)
            c.pen.polygon([(2 * a, 2 * b) for a, b in [(x, y), (x2, y2), (x2 + 26, y2 - tall), (x + 26, y - tall)]], (*tint, 9))
        c.veil([*path, *[(x + 40, y - 210) for x, y in reversed(path)]], tint, alpha=105, blur=34)
        c.veil([*path, *[(x, y - 34) for x, y in reversed(path)]], mix(tint, p.light, 0.5), alpha=120, blur=10)
    c.ground(c.ridge(horizon - 8, 12, waves=4), p.mid)
    farm(c, p, c.width * 0.3, horizon + 6, 0.9, lit=True)
    poplars(c, p, horizon + 4, c.width * 0.6, 9)
    c.ground(c.ridge(horizon + 26, 10, waves=3), p.near)
    c.ground(c.ridge(c.height - 40, 18, waves=2), p.dark)


def street(c: Canvas, p: Palette) -> None:
    """Show a row of gabled houses with lit windows."""
    floor = c.height * 0.8
    c.fade(p.sky, p.low, end=floor)
    c.glow(c.width * 0.75, floor - 120, 460, p.light, 0.55)
    clouds(c, p, 60, 150)
    skyline(c, p, floor - 40)
    houses(c, p, floor)
    c.box(0, floor, c.width, c.height, mix(p.near, p.mid, 0.5))
    c.box(0, floor + 34, c.width, c.height, p.near)
    c.box(0, floor + 34, c.width, 5, mix(p.near, p.light, 0.35))
    tree(c, p, c.width * 0.1, floor + 30, 1.3)
    tree(c, p, c.width * 0.86, floor + 34, 1.05)
    bicycle(c, p, c.width * 0.37, floor + 62, 0.62)


def section(c: Canvas, p: Palette) -> None:
    """Cut a street open: houses above, the warm and the cooled pipe below."""
    floor = c.height * 0.53
    c.fade(p.sky, p.low, end=floor)
    c.glow(c.width * 0.3, floor - 60, 380, p.light, 0.6)
    skyline(c, p, floor - 8)
    doors = houses(c, p, floor, small=0.78)
    tones = [mix(p.mid, p.near, t) for t in (0.15, 0.5, 0.85)] + [mix(p.near, p.dark, 0.45)]
    for n, tone in enumerate(tones):
        edge = c.ridge(floor + 18 + n * 66, 0 if n == 0 else 10, waves=3 + n)
        c.ground(edge, tone)
    c.box(0, floor, c.width, 19, mix(p.low, p.near, 0.45))
    for _ in range(70):
        x, y = c.random.uniform(0, c.width), c.random.uniform(floor + 40, c.height)
        c.disc(x, y, c.random.uniform(1.5, 6), mix(p.near, p.light, 0.25), 70, tall=0.7)
    warm, cool = p.accent, mix(p.sky, (90, 140, 190), 0.5)
    for depth, tone, shift in ((floor + 190, cool, 16), (floor + 132, warm, -16)):
        c.line([(-20, depth), (c.width + 20, depth)], 40, p.dark)
        c.line([(-20, depth), (c.width + 20, depth)], 24, tone)
        c.line([(-20, depth - 6), (c.width + 20, depth - 6)], 3, mix(tone, p.light, 0.5))
        for door in doors:
            c.line([(door + shift, depth), (door + shift, floor + 8)], 15, p.dark)
            c.line([(door + shift, depth), (door + shift, floor + 6)], 8, tone)


def canal(c: Canvas, p: Palette) -> None:
    """Show warehouses along a canal, a church tower, and both again in the water."""
    water = c.height * 0.6
    c.fade(p.sky, p.low, end=water)
    c.glow(c.width * 0.25, water - 90, 420, p.light, 0.7)
    tower(c, p, c.width * 0.7, water)
    x = -30.0
    tones = [p.near, mix(p.near, p.mid, 0.5), p.mid, mix(p.near, p.accent, 0.45), mix(p.mid, p.far, 0.4)]
    while x < c.width:
        wide = c.random.choice([82, 96, 112, 128])
        gable(c, p, x, water, wide, c.random.uniform(150, 235), c.random.choice(tones))
        x += wide + 2
    quay = c.image.crop((0, 0, c.image.width, round(water * 2)))
    depth = c.height - water
    mirror = quay.transpose(Image.Transpose.FLIP_TOP_BOTTOM).crop((0, 0, c.image.width, round(depth * 2)))
    tinted = Image.blend(mirror, Image.new("RGB", mirror.size, mix(p.near, p.dark, 0.3)), 0.45)
    c.image.paste(tinted, (0, round(water * 2)))
    c.box(0, water, c.width, 12, p.dark)
    for n in range(46):
        y = water + 26 + (n / 46) ** 1.5 * depth
        x, ripple = c.random.uniform(-60, c.width), c.random.uniform(40, 220) * (0.4 + n / 46)
        c.box(x, y, ripple, 2.2, mix(p.low, p.light, 0.4), 60, round_=1)
    boat(c, p, c.width * 0.6, water + 70)


def turbines(c: Canvas, p: Palette) -> None:
    """Show wind turbines at sea and a dike in front."""
    horizon = c.height * 0.58
    c.fade(p.sky, p.low, end=horizon + 10)
    c.glow(c.width * 0.2, horizon - 30, 360, p.light, 0.8)
    clouds(c, p, 60, 200)
    c.fade(mix(p.far, p.low, 0.5), p.mid, start=horizon)
    for n in range(70):
        y = horizon + 6 + (n / 70) ** 1.7 * 190
        c.box(c.random.uniform(-40, c.width), y, c.random.uniform(20, 130) * (0.3 + n / 60), 2, p.light, 70, round_=1)
    for x, size in ((0.12, 0.42), (0.22, 0.5), (0.34, 0.38), (0.5, 0.56), (0.62, 0.46), (0.78, 1.0), (0.93, 0.62)):
        turbine(c, p, c.width * x, horizon + 24 * size, size)
    dike = c.curve((-20, c.height - 70), (c.width * 0.3, c.height - 120), (c.width * 0.7, c.height - 84), (c.width + 20, c.height - 130))
    c.ground(dike, p.near)
    c.ground([(x, y + 44) for x, y in dike], p.dark)
    for n in range(9):
        x = c.width * (0.16 + 0.022 * n) + c.random.uniform(-6, 6)
        sheep(c, p, x + c.random.uniform(-20, 80) * (n % 3), c.height - 96 - c.random.uniform(0, 16))


def hunebed(c: Canvas, p: Palette) -> None:
    """Show the old stones of Drenthe on the heath."""
    horizon = c.height * 0.56
    c.fade(p.sky, p.low, end=horizon + 40)
    c.glow(c.width * 0.72, horizon - 30, 380, p.light, 0.8)
    clouds(c, p, 70, 190)
    edge = c.ridge(horizon, 18, waves=9, step=6)
    c.ground([(x, y - abs(math.sin(x * 0.11)) * 14) for x, y in edge], p.far)
    c.ground(c.ridge(horizon + 30, 16, waves=3), mix(p.far, p.mid, 0.6))
    tree(c, p, c.width * 0.87, horizon + 64, 1.5)
    c.ground(c.ridge(horizon + 84, 18, waves=2), p.mid)
    base = horizon + 150
    c.disc(c.width * 0.42, base + 8, 350, mix(p.mid, p.dark, 0.45), 150, tall=0.09)
    for x, wide, tall in ((0.22, 96, 120), (0.33, 84, 132), (0.45, 100, 126), (0.57, 90, 118), (0.66, 70, 92)):
        stone(c, p, c.width * x, base - tall / 2 + 12, wide, tall)
    for x, wide, tall in ((0.275, 210, 74), (0.44, 236, 86), (0.605, 204, 70)):
        stone(c, p, c.width * x, base - 122, wide, tall)
    c.ground(c.ridge(base + 46, 14, waves=3), p.near)
    for _ in range(420):
        x, y = c.random.uniform(0, c.width), c.random.uniform(base + 34, c.height)
        c.disc(x, y, c.random.uniform(2, 6), c.random.choice([p.mid, p.far, mix(p.near, p.accent, 0.3), p.near]), 170)


def flats(c: Canvas, p: Palette) -> None:
    """Show a block of flats with galleries, some windows lit."""
    floor = c.height * 0.86
    c.fade(p.sky, p.low, end=floor)
    clouds(c, p, 50, 140)
    skyline(c, p, floor)
    left, top, wide, rows = c.width * 0.16, c.height * 0.17, c.width * 0.6, 7
    high = (floor - top) / rows
    c.box(left, top - 12, wide, floor - top + 12, p.mid)
    c.box(left + wide, top - 12, 74, floor - top + 12, p.near)
    c.box(left + wide + 24, top + 10, 26, floor - top - 40, mix(p.near, p.light, 0.3))
    for row in range(rows):
        y = top + row * high
        for column in range(9):
            x = left + 14 + column * (wide - 20) / 9
            lit = c.random.random()
            glass = p.second if lit > 0.7 else mix(p.light, p.second, 0.35) if lit > 0.5 else mix(p.near, p.sky, 0.35)
            c.box(x, y + 10, 46, high - 26, glass)
            c.box(x + 22, y + 10, 2.4, high - 26, p.near)
            c.box(x + 52, y + 10, 17, high - 20, c.random.choice([p.accent, p.near, p.dark, p.accent]))
        c.box(left - 6, y + high - 10, wide + 6, 8, mix(p.light, p.far, 0.35))
        c.box(left - 6, y + high - 24, wide + 6, 2, mix(p.light, p.far, 0.5))
    c.box(0, floor, c.width, 90, mix(p.mid, p.near, 0.6))
    c.box(0, floor + 40, c.width, 90, p.near)
    tree(c, p, c.width * 0.07, floor + 24, 1.5)
    tree(c, p, c.width * 0.9, floor + 34, 1.75)
    tree(c, p, c.width * 0.46, floor + 20, 0.7)


def buffer(c: Canvas, p: Palette) -> None:
    """Show a tall heat buffer beside a low plant in open land."""
    floor = c.height * 0.74
    c.fade(p.sky, p.low, end=floor)
    c.glow(c.width * 0.2, floor - 140, 420, p.light, 0.75)
    clouds(c, p, 60, 170)
    c.ground(c.ridge(floor - 16, 10, waves=6), p.far)
    poplars(c, p, floor, c.width * 0.02, 7)
    x, wide, tall = c.width * 0.56, 188, 370
    c.veil([(x + 60, floor - tall), (x + 30, 30), (x + 250, -40), (x + 330, 0), (x + 110, floor - tall)], p.light, alpha=120, blur=30)
    c.box(x, floor - tall, wide, tall, p.mid)
    c.box(x, floor - tall, wide * 0.34, tall, mix(p.mid, p.light, 0.45))
    c.box(x + wide * 0.72, floor - tall, wide * 0.28, tall, mix(p.mid, p.near, 0.6))
    c.disc(x + wide / 2, floor - tall, wide / 2, mix(p.mid, p.light, 0.6), tall=0.17)
    for n in range(4):
        share = 0.22 + n * 0.18
        c.box(x, floor - tall * share, wide, 26, mix(p.accent, p.second, n / 4), 255 if n < 4 else 0)
        c.box(x + wide * 0.72, floor - tall * share, wide * 0.28, 26, mix(mix(p.accent, p.second, n / 4), p.near, 0.4))
    c.line([(x + wide + 14, floor), (x + wide + 14, floor - tall - 12)], 5, p.near)
    c.polygon([(x - 250, floor), (x - 250, floor - 96), (x - 20, floor - 122), (x - 20, floor)], p.near)
    c.polygon([(x - 250, floor - 96), (x - 250, floor - 110), (x - 20, floor - 138), (x - 20, floor - 122)], p.dark)
    for n in range(4):
        c.box(x - 232 + n * 52, floor - 72, 34, 40, p.second if n % 2 == 0 else mix(p.near, p.light, 0.35))
    for n in range(2):
        c.line([(x - 24, floor - 40 - n * 30), (x + 8, floor - 40 - n * 30)], 14, (p.accent, mix(p.sky, p.mid, 0.4))[n])
    c.ground(c.ridge(floor + 6, 6, waves=2), p.near)
    c.ground(c.ridge(floor + 76, 20, waves=2), p.dark)
    reeds(c, p)
