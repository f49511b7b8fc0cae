"""Every picture of the demo: a scene in a mood, or a portrait, always the same for the same seed."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

from sharehub.demo import interiors, scenes, works
from sharehub.demo.canvas import Canvas, mix
from sharehub.demo.palettes import MOODS, Palette
from sharehub.demo.portraits import CLOTHES, Look, head_and_shoulders, portrait

WIDTH, HEIGHT = 1200, 630


def people(c: Canvas, p: Palette) -> None:
    """Show colleagues standing together."""
    c.fade(p.sky, p.low)
    c.disc(c.width * 0.5, c.height * 0.42, 330, mix(p.low, p.light, 0.55))
    c.ground(c.ridge(c.height * 0.62, 16, waves=3), mix(p.far, p.low, 0.35))
    faces = [
        Look(1, "long", "brown", top="crew"), Look(3, "crop", "black", beard="stubble", top="collar"), Look(0, "bun", "red", glasses=True),
        Look(4, "afro", "black", top="polo"), Look(0, "bald", "grey", beard="full", glasses=True), Look(2, "scarf", "teal"),
        Look(1, "quiff", "blond", top="vest"), Look(5, "crop", "black", top="vest"), Look(0, "bob", "white", top="collar"), Look(2, "waves", "chestnut"),
    ]  # fmt: skip
    c.random.shuffle(faces)
    cloths = c.random.sample(CLOTHES, len(CLOTHES))
    places = [
        (0.16, 0.44, 66),
        (0.38, 0.4, 68),
        (0.62, 0.41, 67),
        (0.84, 0.45, 66),
        (0.05, 0.6, 76),
        (0.27, 0.58, 80),
        (0.5, 0.57, 84),
        (0.73, 0.58, 80),
        (0.95, 0.61, 76),
    ]
    for look, shirt, (x, y, size) in zip(faces, cloths, places, strict=False):
        head_and_shoulders(c, look, x=c.width * x, y=c.height * y, size=size, lean=0.5 - x, shirt=shirt)


SCENES: dict[str, Callable[[Canvas, Palette], None]] = {
    "aurora": scenes.aurora,
    "buffer": scenes.buffer,
    "canal": scenes.canal,
    "control": interiors.control,
    "desk": interiors.desk,
    "door": interiors.door,
    "electrolyser": works.electrolyser,
    "flats": scenes.flats,
    "hunebed": scenes.hunebed,
    "kitchen": interiors.kitchen,
    "people": people,
    "pipes": works.pipes,
    "plan": works.plan,
    "polder": scenes.polder,
    "section": scenes.section,
    "street": scenes.street,
    "table": interiors.table,
    "tools": works.tools,
    "trench": works.trench,
    "turbines": scenes.turbines,
    "weld": works.weld,
}


def draw_scene(name: str, *, mood: str, seed: str) -> Image.Image:
    """Draw a wide picture; the same name, mood and seed give the same picture."""
    canvas = Canvas(WIDTH, HEIGHT, seed=f"{name} {mood} {seed}", ground=MOODS[mood].low)
    SCENES[name](canvas, MOODS[mood])
    return canvas.finish()


def draw_portrait(look: Look, *, seed: str) -> Image.Image:
    """Draw a square portrait."""
    return portrait(look, seed=seed).finish(grain=0.7)


def as_jpeg(picture: Image.Image) -> bytes:
    """Give a picture as the bytes of a JPEG file."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()


def scene_file(name: str, mood: str, *, seed: str) -> bytes:
    """Give a scene as the bytes of a file."""
    return as_jpeg(draw_scene(name, mood=mood, seed=seed))


def portrait_file(look: Look, *, seed: str) -> bytes:
    """Give a portrait as the bytes of a file."""
    return as_jpeg(draw_portrait(look, seed=seed))
