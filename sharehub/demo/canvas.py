"""A sheet to draw on: paper-cut shapes, soft light and a little grain, the same on every machine."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = tuple[int, int, int]

SMOOTHING = 2
"""Everything is drawn this many times larger and shrunk at the end: that is the anti-aliasing."""


def colour(value: str) -> Colour:
    """Read a colour written as #rrggbb."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Mix two colours; a share of 0 is the first, of 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


class Canvas:
    """A picture in the making; lengths are in pixels of the finished picture."""

    def __init__(self, width: int, height: int, *, seed: str, ground: Colour) -> None:
        self.width = width
        self.height = height
        self.random = random.Random(seed)  # noqa: S311 (drawing, not secrets)
        self.image = Image.new("RGB", (width * SMOOTHING, height * SMOOTHING), ground)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def fade(self, top: Colour, bottom: Colour, *, start: float = 0, end: float | None = None) -> None:
        """Lay a vertical fade between two heights, over the full width."""
        upper, lower = round(start * SMOOTHING), round((self.height if end is None else end) * SMOOTHING)
        size = (self.image.width, lower - upper)
        mask = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
        self.image.paste(Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask), (0, upper))

    def polygon(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """Cut a flat shape."""
        self.pen.polygon([(x * SMOOTHING, y * SMOOTHING) for x, y in points], fill=(*fill, alpha))

    def box(
        self, x: float, y: float, width: float, height: float, fill: Colour, alpha: int = 255, round_: float = 0
    ) -> None:
        """Cut a rectangle, with round corners if asked."""
        corners = [x * SMOOTHING, y * SMOOTHING, (x + width) * SMOOTHING, (y + height) * SMOOTHING]
        self.pen.rounded_rectangle(corners, radius=round_ * SMOOTHING, fill=(*fill, alpha))

    def disc(self, x: float, y: float, radius: float, fill: Colour, alpha: int = 255, tall: float = 1) -> None:
        """Cut a disc, or an ellipse that is `tall` times as high as wide."""
        high = radius * tall
        corners = [(x - radius) * SMOOTHING, (y - high) * SMOOTHING, (x + radius) * SMOOTHING, (y + high) * SMOOTHING]
        self.pen.ellipse(corners, fill=(*fill, alpha))

    def ring(self, x: float, y: float, radius: float, width: float, fill: Colour, alpha: int = 255) -> None:
        """Draw a circle as a line."""
        corners = [
            (x - radius) * SMOOTHING,
            (y - radius) * SMOOTHING,
            (x + radius) * SMOOTHING,
            (y + radius) * SMOOTHING,
        ]
        self.pen.ellipse(corners, outline=(*fill, alpha), width=round(width * SMOOTHING))

    def line(self, points: Sequence[Point], width: float, fill: Colour, alpha: int = 255) -> None:
        """Draw a line with round joints and ends."""
        if alpha == 255:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2 - 0.25, fill)
        if alpha == 255 and width > 10:
            for x, y in points[1:-1]:
                self.disc(x, y, width / 2 - 0.25, fill)
        path = [(x * SMOOTHING, y * SMOOTHING) for x, y in points]
        self.pen.line(path, fill=(*fill, alpha), width=max(1, round(width * SMOOTHING)), joint="curve")

    def arc(self, x: float, y: float, radius: float, start: float, end: float, width: float, fill: Colour) -> None:
        """Draw a part of a circle as a thick line; angles in degrees, clockwise from three o'clock."""
        steps = max(8, int(abs(end - start) / 4))
        angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
        self.line([(x + math.cos(a) * radius, y + math.sin(a) * radius) for a in angles], width, fill)

    def glow(self, x: float, y: float, radius: float, fill: Colour, strength: float = 0.6) -> None:
        """Let light fall around a point."""
        size = round(radius * 2 * SMOOTHING)
        mask = ImageChops.invert(Image.radial_gradient("L")).point(lambda v: max(0, (v - 74) * strength))
        mask = mask.resize((size, size), Image.Resampling.BILINEAR)
        self.image.paste(Image.new("RGB", (size, size), fill), (round((x - radius) * 2), round((y - radius) * 2)), mask)

    def veil(self, points: Sequence[Point], fill: Colour, *, alpha: int = 120, blur: float = 20) -> None:
        """Lay a shape with soft edges, such as mist, steam or northern light."""
        small = 8
        mask = Image.new("L", (self.width // small * 2, self.height // small * 2), 0)
        ImageDraw.Draw(mask).polygon([(x * 2 / small, y * 2 / small) for x, y in points], fill=alpha)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * 2 / small)).resize(
            self.image.size, Image.Resampling.BILINEAR
        )
        self.image.paste(Image.new("RGB", self.image.size, fill), (0, 0), mask)

    def ridge(self, base: float, height: float, *, waves: float = 3, step: int = 12) -> list[Point]:
        """Give the upper edge of rolling ground as points from left to right."""
        parts = [(self.random.uniform(0.5, 1.6) * waves, self.random.uniform(0, 7), 1 / (n + 1)) for n in range(4)]
        return [
            (
                x,
                base
                - height
                * sum(s * math.sin(f * (n + 1) * x / self.width * 3 + p) for n, (f, p, s) in enumerate(parts))
                / 2,
            )
            for x in range(-step, self.width + 2 * step, step)
        ]

    def ground(self, edge: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """Fill everything under an edge."""
        self.polygon([*edge, (edge[-1][0], self.height + 4), (edge[0][0], self.height + 4)], fill, alpha)

    def curve(self, *points: Point, steps: int = 24) -> list[Point]:
        """Give the points of a smooth curve through the given ones (Catmull-Rom)."""
        path = [points[0], *points, points[-1]]
        smooth: list[Point] = []
        for a, b, c, d in zip(path, path[1:], path[2:], path[3:], strict=False):
            for step in range(steps):
                t = step / steps
                smooth.append(tuple(_catmull_rom(a[i], b[i], c[i], d[i], t) for i in (0, 1)))  # type: ignore[arg-type]
        return [*smooth, points[-1]]

    def finish(self, *, grain: float = 1) -> Image.Image:
        """Give the finished picture, with the grain of paper."""
        picture = self.image.reduce(SMOOTHING)
        if grain:
            picture = Image.blend(picture, ImageChops.overlay(picture, _paper(self.width, self.height)), 0.5 * grain)
        return picture


def _catmull_rom(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


@cache
def _paper(width: int, height: int) -> Image.Image:
    """Give the grain of the paper: fine noise with a trace of fibre."""
    source = random.Random("paper")  # noqa: S311
    fine = Image.frombytes("L", (width, height), source.randbytes(width * height))
    fibre = fine.resize((width // 3, height), Image.Resampling.BOX).resize((width, height), Image.Resampling.BILINEAR)
    mixed = Image.blend(fine, fibre, 0.5).point(lambda v: 128 + (v - 128) * 0.32)
    return mixed.convert("RGB")
