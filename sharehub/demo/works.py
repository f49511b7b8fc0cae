"""The pipes, tools and installations of the demo's pictures."""

from __future__ import annotations

# Points are read in one line: the formatter stays away.
# fmt: off
import itertools
import math

from sharehub.demo.canvas import Canvas, Colour, Point, mix
from sharehub.demo.palettes import Palette
from sharehub.demo.things import mug, wrench


def pipes(c: Canvas, p: Palette) -> None:
    """Show a stack of insulated pipes from their ends."""
    c.fade(p.sky, p.low)
    c.glow(c.width * 0.8, 80, 420, p.light, 0.8)
    radius, rows = 92, 4
    warm = mix(p.second, p.light, 0.25)
    for row in range(rows):
        y = c.height - 40 - row * radius * 1.74
        for n in range(9):
            x = -60 + n * radius * 2.02 + (row % 2) * radius * 1.01
            if (row == 3 and n > 3) or (row == 2 and n > 5):
                continue
            c.disc(x, y, radius, p.dark)
            c.disc(x, y, radius - 8, warm)
            for _ in range(16):
                a, r = c.random.uniform(0, 6.3), c.random.uniform(52, 78)
                c.disc(x + math.cos(a) * r, y + math.sin(a) * r, c.random.uniform(1.2, 2.8), mix(warm, p.near, 0.3))
            c.disc(x, y, 48, p.near)
            c.disc(x, y, 43, mix(p.far, p.light, 0.3))
            c.disc(x, y, 36, p.dark)
            c.disc(x + 7, y + 9, 27, mix(p.dark, p.near, 0.45))
            if (row * 5 + n * 3) % 7 == 2:
                c.disc(x, y, 36, p.accent)
                for k in (-16, 0, 16):
                    c.line([(x - 24, y + k), (x + 24, y + k)], 2.2, mix(p.accent, p.dark, 0.3))


def tools(c: Canvas, p: Palette) -> None:
    """Hang the tools of a fitter on a board."""
    c.box(0, 0, c.width, c.height, mix(p.far, p.low, 0.35))
    for x in range(30, c.width, 48):
        for y in range(30, c.height - 120, 48):
            c.disc(x, y, 3.4, mix(p.far, p.near, 0.5))
    shadow = mix(p.far, p.near, 0.35)
    for tone, dx, dy in ((shadow, 9, 12), (None, 0, 0)):
        def ink(own: Colour, tone: Colour | None = tone) -> Colour:
            return tone or own

        wrench(c, 190 + dx, 90 + dy, 330, ink(p.dark), ink(mix(p.far, p.low, 0.35)) if tone is None else tone)
        x, y = 352 + dx, 92 + dy
        c.box(x + 26, y, 22, 330, ink(mix(p.second, p.near, 0.25)), round_=9)
        c.box(x - 26, y - 4, 128, 54, ink(p.near), round_=7)
        c.polygon([(x - 26, y + 2), (x - 58, y + 40), (x - 26, y + 46)], ink(p.near))
        x = 540 + dx
        c.box(x, y + 20, 70, 318, ink(p.accent), round_=8)
        for n in range(3):
            c.box(x + 14, y + 58 + n * 104, 42, 30, ink(p.light), round_=15)
            c.disc(x + 35, y + 73 + n * 104, 8, ink(p.second))
        x = 760 + dx
        c.ring(x, y + 104, 92, 30, ink(p.near))
        c.box(x + 52, y + 62, 60, 82, ink(mix(p.far, p.low, 0.35)) if tone is None else ink(p.near), 255 if tone is None else 0)
        c.box(x - 16, y + 186, 32, 152, ink(p.accent), round_=14)
        c.disc(x + 40, y + 52, 16, ink(p.dark))
        x = 960 + dx
        c.disc(x, y + 84, 92, ink(p.light))
        if tone is None:
            c.ring(x, y + 84, 92, 11, p.near)
            c.arc(x, y + 84, 62, 150, 300, 9, p.far)
            c.arc(x, y + 84, 62, 300, 390, 9, p.accent)
            c.line([(x, y + 84), (x + 42, y + 52)], 6, p.dark)
            c.disc(x, y + 84, 11, p.dark)
        c.box(x - 18, y + 176, 36, 60, ink(p.second))
        c.polygon([(x - 34, y + 236), (x + 34, y + 236), (x + 26, y + 300), (x - 26, y + 300)], ink(p.near))
    bench = c.height - 112
    c.box(0, bench, c.width, 112, p.near)
    c.box(0, bench, c.width, 18, mix(p.near, p.second, 0.4))
    for n, tone in enumerate((p.accent, p.second, p.light)):
        c.box(110 + n * 96, bench - 62 + n * 6, 78, 62 - n * 6, tone, round_=4)
        c.box(110 + n * 96, bench - 40 + n * 6, 78, 14, mix(tone, p.dark, 0.25))
    mug(c, p, c.width * 0.82, bench + 8, 1, p.light)


def weld(c: Canvas, p: Palette) -> None:
    """Show a welder at work on a pipe, in the light of the arc."""
    c.fade(p.sky, mix(p.near, p.dark, 0.3))
    fx, fy = c.width * 0.56, c.height * 0.56
    c.glow(fx, fy, 520, mix(p.second, p.light, 0.3), 0.75)
    c.box(-20, fy + 4, fx + 20, 150, mix(p.dark, p.near, 0.6))
    c.box(-20, fy + 22, fx + 20, 20, mix(p.dark, p.second, 0.35))
    c.box(fx + 6, fy + 4, c.width, 150, mix(p.near, p.mid, 0.35))
    c.box(fx + 6, fy + 22, c.width, 20, mix(p.near, p.second, 0.45))
    c.box(fx - 34, fy - 4, 28, 166, mix(p.near, p.accent, 0.45), round_=3)
    c.box(fx + 18, fy - 4, 28, 166, mix(p.near, p.accent, 0.6), round_=3)
    c.box(fx - 2, fy + 4, 10, 150, mix(p.second, p.light, 0.4))
    body = c.curve((860, 640), (840, 470), (880, 330), (960, 262), (1060, 270), (1140, 360), (1180, 640))
    c.polygon(body, mix(p.near, p.dark, 0.45))
    c.polygon(c.curve((860, 640), (840, 470), (880, 330), (930, 280), (905, 360), (900, 480), (925, 640)), mix(p.accent, p.near, 0.35))
    c.line(c.curve((960, 370), (850, 430), (770, 400), (fx + 60, fy + -14)), 58, mix(p.near, p.dark, 0.3))
    c.line(c.curve((850, 420), (775, 390), (fx + 68, fy - 22)), 20, mix(p.accent, p.near, 0.3))
    c.disc(fx + 66, fy - 10, 34, mix(p.second, p.near, 0.35))
    c.line([(fx + 60, fy - 6), (fx + 6, fy + 8)], 9, p.dark)
    helmet = c.curve((872, 130), (940, 84), (1020, 110), (1040, 190), (1000, 258), (900, 262), (856, 220), (872, 130))
    c.polygon(helmet, mix(p.dark, p.near, 0.6))
    c.polygon([(866, 140), (906, 128), (900, 258), (858, 222)], mix(p.near, p.second, 0.4))
    c.polygon([(866, 164), (892, 156), (890, 206), (862, 204)], mix(p.second, p.light, 0.5))
    c.glow(fx, fy + 4, 150, p.light, 1.6)
    c.disc(fx, fy + 4, 15, (255, 255, 255))
    for _ in range(90):
        a, far = c.random.uniform(math.pi * 0.55, math.pi * 1.5), c.random.uniform(30, 310)
        x, y = fx + math.cos(a) * far, fy + math.sin(a) * far * 0.8 + (far / 150) ** 2 * 24
        size = c.random.uniform(5, 20)
        c.line([(x, y), (x + math.cos(a) * size, y + math.sin(a) * size + 4)], c.random.uniform(1, 3), c.random.choice([p.light, p.second, p.accent]))


def electrolyser(c: Canvas, p: Palette) -> None:
    """Show tanks, pipes and the small spheres of a hydrogen plant."""
    floor = c.height * 0.82
    c.fade(p.sky, p.low, end=floor)
    c.glow(c.width * 0.75, 170, 420, p.light, 0.8)
    for _molecule in range(26):
        x, y = c.random.uniform(0, c.width), c.random.uniform(20, floor - 300)
        r = c.random.uniform(5, 13)
        c.line([(x, y), (x + r * 2.4, y - r * 0.9)], r * 0.36, p.light, 150)
        c.disc(x, y, r, p.light, 190)
        c.disc(x + r * 2.4, y - r * 0.9, r, p.light, 190)
    c.ground(c.ridge(floor - 14, 8, waves=5), p.far)
    for n in range(4):
        x, wide, tall = 70 + n * 118, 92, 250 - (n % 2) * 46
        c.box(x, floor - tall, wide, tall, p.mid, round_=44)
        c.box(x, floor - tall + 40, wide, tall - 40, p.mid)
        c.box(x + 12, floor - tall + 26, 16, tall - 34, mix(p.mid, p.light, 0.55), round_=8)
        c.box(x, floor - 92, wide, 15, (p.accent, p.second, p.light, p.second)[n])
        c.line([(x + wide / 2, floor - tall), (x + wide / 2, floor - 290)], 11, p.near)
    c.line([(116, floor - 290), (660, floor - 290), (660, floor - 200)], 14, p.near)
    for x in (660, 905):
        c.line([(x - 62, floor), (x - 40, floor - 90)], 9, p.near)
        c.line([(x + 62, floor), (x + 40, floor - 90)], 9, p.near)
        c.disc(x, floor - 134, 96, p.near)
        c.disc(x - 5, floor - 140, 88, mix(p.far, p.light, 0.45))
        c.disc(x - 28, floor - 164, 40, p.light, 130)
        c.box(x - 95, floor - 140, 190, 11, p.accent)
    c.line([(660, floor - 134), (1250, floor - 134)], 16, p.near)
    c.box(1034, floor - 168, 260, 168, p.near)
    c.box(1034, floor - 182, 260, 20, p.dark)
    for n in range(7):
        c.box(1052 + n * 30, floor - 138, 16, 110, mix(p.near, p.light, 0.25), round_=4)
    c.box(0, floor, c.width, c.height - floor, p.near)
    c.box(0, floor, c.width, 9, mix(p.near, p.light, 0.3))
    c.ground(c.ridge(c.height - 44, 10, waves=2), p.dark)


def trench(c: Canvas, p: Palette) -> None:
    """Look along a street that lies open, with two pipes that run away from us."""
    horizon = c.height * 0.4
    c.fade(p.sky, p.low, end=horizon + 30)
    c.glow(c.width / 2, horizon, 420, p.light, 0.8)
    for side in (-1, 1):
        for n in range(7):
            near, far = 1.0 / (1 + n * 0.5), 1.0 / (1 + (n + 1) * 0.5)
            x1, x2 = c.width / 2 + side * 640 * near, c.width / 2 + side * 640 * far
            top1, top2, low1, low2 = horizon - 320 * near, horizon - 320 * far, horizon + 250 * near, horizon + 250 * far
            tone = mix([p.near, mix(p.mid, p.accent, 0.35), p.mid][(n + (side > 0)) % 3], p.far, n * 0.09)
            c.polygon([(x1, top1), (x2, top2), (x2, low2), (x1, low1)], tone)
            peak = (x1 + x2) / 2
            c.polygon([(x1, top1), (peak, (top1 + top2) / 2 - 60 * near), (x2, top2)], mix(tone, p.dark, 0.3))
            for k in range(2):
                a, b = 0.22 + k * 0.42, 0.42 + k * 0.42
                for h in (0.28, 0.62):
                    ya1, ya2 = top1 + (low1 - top1) * h, top2 + (low2 - top2) * h
                    pts = [(x1 + (x2 - x1) * s, ya1 + (ya2 - ya1) * s + (low1 - top1) * d * (1 - s * (1 - far / near))) for s, d in ((a, 0), (b, 0), (b, 0.15), (a, 0.15))]
                    c.polygon(pts, p.second if (n + k) % 2 else mix(tone, p.dark, 0.45))
    c.polygon([(c.width / 2 - 6, horizon + 36), (c.width / 2 + 6, horizon + 36), (c.width + 330, c.height), (-330, c.height)], mix(p.far, p.low, 0.35))
    vanish = (c.width / 2, horizon + 30)
    c.polygon([vanish, (c.width / 2 + 310, c.height), (c.width / 2 - 310, c.height)], p.near)
    c.polygon([vanish, (c.width / 2 + 226, c.height), (c.width / 2 - 226, c.height)], p.dark)
    for left, right, tone in ((-176, -30, p.accent), (30, 176, mix(p.sky, (100, 150, 190), 0.5))):
        c.polygon([vanish, (c.width / 2 + left, c.height), (c.width / 2 + right, c.height)], tone)
        third = left + (right - left) * 0.3
        c.polygon([vanish, (c.width / 2 + left + (right - left) * 0.16, c.height), (c.width / 2 + third, c.height)], mix(tone, p.light, 0.45))
    for n in range(5):
        size = 1 / (1 + n * 0.7)
        y = horizon + 36 + (c.height - horizon - 76) * size
        for side in (-1, 1):
            x = c.width / 2 + side * (c.height * 0.62 * size)
            c.box(x - 70 * size, y - 92 * size, 140 * size, 26 * size, p.light)
            for k in range(4):
                c.polygon([(x + (-70 + k * 36) * size, y - 66 * size), (x + (-54 + k * 36) * size, y - 66 * size), (x + (-38 + k * 36) * size, y - 92 * size), (x + (-54 + k * 36) * size, y - 92 * size)], p.accent)
            for dx in (-56, 50):
                c.box(x + dx * size, y - 66 * size, 8 * size, 70 * size, p.near)


def plan(c: Canvas, p: Palette) -> None:
    """Draw the plan of a neighbourhood with the warm line through it."""
    c.box(0, 0, c.width, c.height, mix(p.low, p.light, 0.3))
    turn = math.radians(c.random.uniform(-14, -8))

    def at(x: float, y: float) -> Point:
        dx, dy = x - c.width / 2, y - c.height / 2
        return c.width / 2 + dx * math.cos(turn) - dy * math.sin(turn), c.height / 2 + dx * math.sin(turn) + dy * math.cos(turn)

    columns, rows = [-260, -60, 130, 330, 520, 700, 900, 1090, 1290, 1480], [-220, -50, 110, 270, 430, 590, 760, 920]
    for n, (left, right) in enumerate(itertools.pairwise(columns)):
        for m, (top, low) in enumerate(itertools.pairwise(rows)):
            park = (n * 5 + m * 3) % 11 == 0
            tone = mix(p.far, (150, 175, 130), 0.5) if park else mix(p.low, p.far, 0.38)
            c.polygon([at(left + 14, top + 14), at(right - 14, top + 14), at(right - 14, low - 14), at(left + 14, low - 14)], tone)
            if park:
                for _ in range(16):
                    x, y = at(c.random.uniform(left + 34, right - 34), c.random.uniform(top + 32, low - 32))
                    c.disc(x, y, c.random.uniform(6, 13), mix(tone, p.near, 0.35))
                continue
            for y in (top + 24, low - 62):
                x = left + 24.0
                while x < right - 46:
                    wide = c.random.choice([20, 24, 30])
                    lit = c.random.random()
                    roof = p.accent if lit > 0.82 else p.second if lit > 0.7 else mix(p.mid, p.near, c.random.uniform(0, 0.6))
                    c.polygon([at(x, y), at(x + wide, y), at(x + wide, y + 38), at(x, y + 38)], roof)
                    x += wide + 3
    water = c.curve((-30, 130), (260, 90), (520, 190), (820, 120), (1230, 60))
    c.line(water, 46, mix(p.sky, (130, 175, 195), 0.5))
    c.line(water, 30, mix(p.sky, p.light, 0.25))
    trunk = [at(-280, 430), at(520, 430), at(520, 270), at(900, 270), at(900, 590), at(1500, 590)]
    c.line(trunk, 20, p.light)
    c.line(trunk, 11, p.accent)
    for a, b in (((130, 430), (130, 110)), ((330, 430), (330, 760)), ((700, 270), (700, 590)), ((1090, 590), (1090, 270)), ((900, 430), (1290, 430))):
        c.line([at(*a), at(*b)], 12, p.light)
        c.line([at(*a), at(*b)], 6, p.accent)
    for spot in ((130, 110), (330, 760), (700, 590), (1090, 270), (1290, 430), (520, 430)):
        c.disc(*at(*spot), 14, p.light)
        c.disc(*at(*spot), 8, p.accent)
    c.disc(*at(900, 430), 34, p.light)
    c.disc(*at(900, 430), 27, p.accent)
    c.ring(*at(900, 430), 15, 4, p.light)
