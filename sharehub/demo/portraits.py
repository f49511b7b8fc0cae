"""The portraits of the demo's people: paper-cut faces, each from a short description."""

from __future__ import annotations

# Points are read in one line: the formatter stays away.
# fmt: off
from dataclasses import dataclass

from sharehub.demo.canvas import Canvas, Colour, colour, mix

SKINS: tuple[Colour, ...] = tuple(colour(v) for v in ("#f6d3bb", "#eec09e", "#dda37a", "#c0835a", "#96603f", "#6b432d"))
HAIRS: dict[str, Colour] = {
    name: colour(v)
    for name, v in {
        "black": "#221d22", "brown": "#4f3426", "chestnut": "#7d4a2c", "blond": "#d7ab66", "red": "#b5552c", "grey": "#9a9a98", "white": "#dcd9d2",
        "teal": "#2f6d72", "rust": "#b2583a", "plum": "#5d3f5e", "sand": "#d8bf94",
    }.items()
}
CLOTHES: tuple[Colour, ...] = tuple(
    colour(v) for v in ("#27495a", "#d0603f", "#e0a846", "#456b58", "#70506f", "#2e3654", "#a9544b", "#e9e2d2", "#5d8796", "#83935f")
)
GROUNDS: tuple[Colour, ...] = tuple(colour(v) for v in ("#f2dcc4", "#cfe0dd", "#f0cfa9", "#d9d3e2", "#d8e0c6", "#f1d4cc", "#c8d7e3", "#ece4d4"))
INK = colour("#2a2329")


@dataclass(frozen=True)
class Look:
    """How a person looks in their portrait."""

    skin: int
    hair: str
    tint: str = "brown"
    beard: str = ""
    glasses: bool = False
    top: str = "crew"


def head_and_shoulders(c: Canvas, look: Look, *, x: float, y: float, size: float, lean: float = 0, shirt: Colour | None = None) -> None:
    """Draw a person; (x, y) is the middle of the face and `size` half the height of the head."""
    skin, hair = SKINS[look.skin], HAIRS[look.tint]
    shade, cheek = mix(skin, (120, 50, 40), 0.24), mix(skin, (220, 90, 70), 0.28)
    cloth = shirt or c.random.choice(CLOTHES)
    s = size
    _hair_behind(c, look, hair, x, y, s)
    c.polygon(c.curve((x - 1.72 * s, y + 6 * s), (x - 1.56 * s, y + 1.98 * s), (x - 1.05 * s, y + 1.5 * s), (x - 0.34 * s, y + 1.22 * s), (x + 0.34 * s, y + 1.22 * s), (x + 1.05 * s, y + 1.5 * s), (x + 1.56 * s, y + 1.98 * s), (x + 1.72 * s, y + 6 * s), steps=8), cloth)
    c.polygon(c.curve((x + 0.5 * s, y + 6 * s), (x + 0.72 * s, y + 2.2 * s), (x + 0.5 * s, y + 1.3 * s), (x + 1.05 * s, y + 1.5 * s), (x + 1.56 * s, y + 1.98 * s), (x + 1.72 * s, y + 6 * s), steps=8), mix(cloth, INK, 0.14))
    if look.hair == "scarf":
        c.polygon(c.curve((x - 0.98 * s, y + 0.6 * s), (x - 1.0 * s, y + 1.7 * s), (x, y + 2.1 * s), (x + 1.0 * s, y + 1.7 * s), (x + 0.98 * s, y + 0.6 * s), steps=8), hair)
        c.polygon(c.curve((x - 0.4 * s, y + 1.1 * s), (x + 0.3 * s, y + 1.5 * s), (x + 0.96 * s, y + 1.0 * s), (x + 1.0 * s, y + 1.7 * s), (x, y + 2.1 * s), (x - 0.4 * s, y + 1.1 * s), steps=8), mix(hair, INK, 0.16))
    else:
        c.box(x - 0.33 * s, y + 0.5 * s, 0.66 * s, 1.0 * s, shade, round_=0.3 * s)
        c.disc(x, y + 1.34 * s, 0.36 * s, shade, tall=0.8)
        _top(c, look, cloth, x, y, s)
    for side in (-1, 1):
        if look.hair not in ("scarf", "long", "bob", "waves"):
            c.disc(x + side * 0.76 * s, y + 0.1 * s, 0.17 * s, skin if side < 0 else shade, tall=1.25)
    face = c.curve((x - 0.76 * s, y - 0.3 * s), (x - 0.74 * s, y + 0.28 * s), (x - 0.5 * s, y + 0.78 * s), (x, y + 1.02 * s), (x + 0.5 * s, y + 0.78 * s), (x + 0.74 * s, y + 0.28 * s), (x + 0.76 * s, y - 0.3 * s), (x + 0.5 * s, y - 0.86 * s), (x, y - 1.0 * s), (x - 0.5 * s, y - 0.86 * s), (x - 0.76 * s, y - 0.3 * s), steps=8)
    c.polygon(face, skin)
    c.polygon(c.curve((x + 0.46 * s, y - 0.84 * s), (x + 0.3 * s, y - 0.3 * s), (x + 0.42 * s, y + 0.3 * s), (x + 0.22 * s, y + 0.96 * s), (x + 0.5 * s, y + 0.78 * s), (x + 0.74 * s, y + 0.28 * s), (x + 0.75 * s, y - 0.3 * s), (x + 0.46 * s, y - 0.84 * s), steps=8), mix(skin, shade, 0.45))
    for side in (-1, 1):
        c.disc(x + side * 0.44 * s, y + 0.34 * s, 0.17 * s, cheek, 110)
    _beard(c, look, hair, x, y, s)
    look_x = x + lean * 0.06 * s
    brow = mix(hair, INK, 0.35) if look.hair != "scarf" else mix(skin, INK, 0.75)
    for side in (-1, 1):
        c.disc(look_x + side * 0.32 * s, y + 0.04 * s, 0.068 * s, INK, tall=1.2)
        c.line(c.curve((look_x + side * 0.46 * s, y - 0.2 * s), (look_x + side * 0.32 * s, y - 0.26 * s), (look_x + side * 0.2 * s, y - 0.21 * s), steps=6), 0.062 * s, brow)
    c.line(c.curve((look_x + 0.02 * s, y + 0.02 * s), (look_x + 0.1 * s, y + 0.34 * s), (look_x - 0.04 * s, y + 0.37 * s), steps=6), 0.05 * s, mix(skin, shade, 0.95))
    smile = c.curve((look_x - 0.24 * s, y + 0.58 * s), (look_x - 0.02 * s, y + 0.67 * s), (look_x + 0.26 * s, y + 0.55 * s), steps=8)
    c.line(smile, 0.058 * s, mix(shade, (110, 30, 35), 0.65))
    _hair(c, look, hair, x, y, s)
    if look.glasses:
        for side in (-1, 1):
            c.ring(look_x + side * 0.33 * s, y + 0.05 * s, 0.24 * s, 0.05 * s, INK)
        c.line([(look_x - 0.09 * s, y + 0.02 * s), (look_x + 0.09 * s, y + 0.02 * s)], 0.045 * s, INK)


def _hair_behind(c: Canvas, look: Look, hair: Colour, x: float, y: float, s: float) -> None:
    deep = mix(hair, INK, 0.3)
    if look.hair == "long":
        c.polygon(c.curve((x - 0.86 * s, y - 0.5 * s), (x - 1.02 * s, y + 0.6 * s), (x - 1.0 * s, y + 1.9 * s), (x, y + 1.7 * s), (x + 1.0 * s, y + 1.9 * s), (x + 1.02 * s, y + 0.6 * s), (x + 0.86 * s, y - 0.5 * s), steps=8), deep)
    elif look.hair == "waves":
        for dx, dy in ((-0.85, 0), (-0.98, 0.5), (-0.9, 1.0), (-0.7, 1.4), (0.85, 0), (0.98, 0.5), (0.9, 1.0), (0.7, 1.4)):
            c.disc(x + dx * s, y + dy * s, 0.42 * s, deep)
    elif look.hair == "bob":
        c.polygon(c.curve((x - 0.84 * s, y - 0.5 * s), (x - 0.98 * s, y + 0.4 * s), (x - 0.8 * s, y + 0.96 * s), (x, y + 0.9 * s), (x + 0.8 * s, y + 0.96 * s), (x + 0.98 * s, y + 0.4 * s), (x + 0.84 * s, y - 0.5 * s), steps=8), deep)
    elif look.hair == "curls":
        for dx, dy in ((-0.8, -0.3), (-0.9, 0.1), (-0.82, 0.45), (0.8, -0.3), (0.9, 0.1), (0.82, 0.45)):
            c.disc(x + dx * s, y + dy * s, 0.32 * s, deep)
    elif look.hair == "afro":
        c.disc(x, y - 0.36 * s, 1.18 * s, deep)
    elif look.hair == "bun":
        c.disc(x + 0.12 * s, y - 1.2 * s, 0.4 * s, deep)
    elif look.hair == "tail":
        c.polygon(c.curve((x + 0.5 * s, y - 0.7 * s), (x + 1.18 * s, y - 0.2 * s), (x + 1.1 * s, y + 0.9 * s), (x + 0.86 * s, y + 1.4 * s), (x + 0.8 * s, y + 0.4 * s), (x + 0.5 * s, y - 0.7 * s), steps=8), deep)
    elif look.hair == "scarf":
        c.disc(x, y - 0.04 * s, 1.02 * s, mix(hair, INK, 0.2), tall=1.12)


def _hair(c: Canvas, look: Look, hair: Colour, x: float, y: float, s: float) -> None:
    if look.hair == "bald":
        return
    if look.hair == "scarf":
        c.polygon(c.curve((x - 0.8 * s, y + 0.66 * s), (x - 1.0 * s, y - 0.1 * s), (x - 0.72 * s, y - 0.94 * s), (x, y - 1.2 * s), (x + 0.72 * s, y - 0.94 * s), (x + 1.0 * s, y - 0.1 * s), (x + 0.8 * s, y + 0.66 * s), (x + 0.7 * s, y - 0.16 * s), (x + 0.4 * s, y - 0.66 * s), (x, y - 0.76 * s), (x - 0.4 * s, y - 0.66 * s), (x - 0.7 * s, y - 0.16 * s), (x - 0.8 * s, y + 0.66 * s), steps=8), hair)
        return
    if look.hair in ("curls", "afro", "waves"):
        size = {"curls": 0.3, "afro": 0.38, "waves": 0.34}[look.hair]
        for n in range(9):
            share = n / 8
            dx, dy = -0.8 + 1.6 * share, -0.52 - 0.48 * (1 - (2 * share - 1) ** 2)
            c.disc(x + dx * s, y + dy * s, size * s * (1.1 if 2 < n < 6 else 0.95), mix(hair, (255, 230, 200), 0.05 * (n % 2)))
        return
    if look.hair == "short":
        points = [(-0.82, 0.06), (-0.9, -0.5), (-0.6, -1.08), (0.1, -1.24), (0.68, -1.02), (0.9, -0.45), (0.82, 0.06), (0.7, -0.36), (0.4, -0.6), (-0.2, -0.56), (-0.62, -0.44), (-0.82, 0.06)]
    elif look.hair == "crop":
        points = [(-0.78, -0.06), (-0.8, -0.55), (-0.5, -1.0), (0, -1.12), (0.5, -1.0), (0.8, -0.55), (0.78, -0.06), (0.66, -0.5), (0.3, -0.74), (-0.3, -0.74), (-0.66, -0.5), (-0.78, -0.06)]
    elif look.hair == "quiff":
        points = [(-0.8, 0.02), (-0.84, -0.55), (-0.66, -1.0), (-0.3, -1.4), (0.44, -1.42), (0.86, -1.0), (0.84, -0.4), (0.8, 0.02), (0.68, -0.46), (0.2, -0.7), (-0.4, -0.62), (-0.66, -0.4), (-0.8, 0.02)]
    elif look.hair in ("bun", "tail"):
        points = [(-0.8, 0.1), (-0.86, -0.5), (-0.54, -1.05), (0.06, -1.2), (0.62, -1.0), (0.88, -0.46), (0.8, 0.1), (0.66, -0.4), (0.26, -0.74), (-0.1, -0.8), (-0.5, -0.6), (-0.8, 0.1)]
    else:
        points = [(-0.9, 0.6), (-0.96, -0.4), (-0.6, -1.08), (0, -1.22), (0.62, -1.06), (0.96, -0.4), (0.9, 0.6), (0.74, -0.1), (0.5, -0.5), (-0.1, -0.74), (-0.44, -0.5), (-0.74, -0.1), (-0.9, 0.6)]
    c.polygon(c.curve(*[(x + dx * s, y + dy * s) for dx, dy in points], steps=8), hair)
    c.line(c.curve((x - 0.5 * s, y - 0.86 * s), (x - 0.1 * s, y - 1.04 * s), (x + 0.3 * s, y - 1.0 * s), steps=6), 0.06 * s, mix(hair, (255, 235, 210), 0.22))


def _beard(c: Canvas, look: Look, hair: Colour, x: float, y: float, s: float) -> None:
    if not look.beard:
        return
    deep = mix(hair, INK, 0.12)
    if look.beard == "full":
        points = [(-0.77, -0.02), (-0.74, 0.46), (-0.48, 0.98), (0, 1.2), (0.48, 0.98), (0.74, 0.46), (0.77, -0.02), (0.56, 0.34), (0.3, 0.44), (0, 0.4), (-0.3, 0.44), (-0.56, 0.34), (-0.77, -0.02)]
        c.polygon(c.curve(*[(x + dx * s, y + dy * s) for dx, dy in points], steps=8), deep)
        c.disc(x, y + 0.6 * s, 0.27 * s, SKINS[look.skin], tall=0.42)
    elif look.beard == "stubble":
        points = [(-0.75, 0.1), (-0.68, 0.5), (-0.46, 0.82), (0, 1.03), (0.46, 0.82), (0.68, 0.5), (0.75, 0.1), (0.5, 0.36), (0, 0.42), (-0.5, 0.36), (-0.75, 0.1)]
        c.polygon(c.curve(*[(x + dx * s, y + dy * s) for dx, dy in points], steps=8), deep, 70)
    else:
        c.line(c.curve((x - 0.3 * s, y + 0.54 * s), (x - 0.1 * s, y + 0.44 * s), (x, y + 0.47 * s), (x + 0.1 * s, y + 0.44 * s), (x + 0.3 * s, y + 0.54 * s), steps=6), 0.12 * s, deep)


def _top(c: Canvas, look: Look, cloth: Colour, x: float, y: float, s: float) -> None:
    dark, pale = mix(cloth, INK, 0.25), colour("#f7f1e4")
    if look.top == "collar":
        for side in (-1, 1):
            c.polygon([(x + side * 0.1 * s, y + 1.62 * s), (x + side * 0.42 * s, y + 1.14 * s), (x + side * 0.72 * s, y + 1.42 * s), (x + side * 0.4 * s, y + 1.84 * s)], pale)
    elif look.top == "vest":
        for side in (-1, 1):
            c.polygon([(x + side * 0.42 * s, y + 1.26 * s), (x + side * 0.74 * s, y + 1.36 * s), (x + side * 0.6 * s, y + 6 * s), (x + side * 0.2 * s, y + 6 * s)], colour("#f0bf57"))
    elif look.top == "polo":
        c.box(x - 0.46 * s, y + 1.04 * s, 0.92 * s, 0.68 * s, mix(cloth, dark, 0.5), round_=0.3 * s)
        c.line([(x - 0.36 * s, y + 1.34 * s), (x + 0.36 * s, y + 1.34 * s)], 0.05 * s, dark)
    else:
        c.arc(x, y + 1.2 * s, 0.42 * s, 18, 162, 0.1 * s, dark)


def portrait(look: Look, *, seed: str, size: int = 480) -> Canvas:
    """Draw one person against a quiet ground."""
    c = Canvas(size, size, seed=seed, ground=(255, 255, 255))
    ground = c.random.choice(GROUNDS)
    c.box(0, 0, size, size, ground)
    c.disc(size * c.random.uniform(0.3, 0.7), size * c.random.uniform(0.25, 0.45), size * 0.36, mix(ground, (255, 255, 255), 0.4))
    c.ground(c.ridge(size * 0.72, size * 0.05, waves=2), mix(ground, (90, 100, 110), 0.13))
    head_and_shoulders(c, look, x=size * 0.5, y=size * 0.45, size=size * 0.235, lean=c.random.choice([-1, 0, 1]))
    return c
