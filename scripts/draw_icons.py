"""Draws the app's icons: opening quotation marks on ink, for a person's own words. Run it again after a change."""

from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent.parent / "static" / "icons"
INK, PAPER = (39, 33, 27), (251, 249, 245)
OVERSAMPLE = 4


def _curve(points: list[tuple[float, float]], steps: int = 40) -> list[tuple[float, float]]:
    """Return points along a cubic curve."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    places = [step / steps for step in range(steps + 1)]
    return [
        (
            (1 - t) ** 3 * ax + 3 * (1 - t) ** 2 * t * bx + 3 * (1 - t) * t**2 * cx + t**3 * dx,
            (1 - t) ** 3 * ay + 3 * (1 - t) ** 2 * t * by + 3 * (1 - t) * t**2 * cy + t**3 * dy,
        )
        for t in places
    ]


def _draw(size: int, *, rounded: bool, inset: float) -> Image.Image:
    side = size * OVERSAMPLE
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if rounded:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=side * 0.22, fill=INK)
    else:
        pen.rectangle((0, 0, side, side), fill=INK)
    scale = side * (1 - 2 * inset) / 32
    for shift in (0.0, 14.0):

        def place(x: float, y: float, shift: float = shift) -> tuple[float, float]:
            return side * inset + (x + shift - 0.1) * scale, side * inset + (y + 0.2) * scale

        pen.ellipse((*place(4.6, 13.8), *place(15.0, 24.2)), fill=PAPER)
        outer = _curve([(13.2, 7.2), (8.0, 9.4), (4.6, 13.6), (4.6, 19.0)])
        inner = _curve([(8.9, 13.9), (9.5, 11.9), (10.9, 10.0), (14.1, 8.8)])
        pen.polygon([place(*point) for point in [*outer, (9.0, 19.0), *inner]], fill=PAPER)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the icons into static/icons."""
    _draw(192, rounded=True, inset=0.16).save(HERE / "icon-192.png", optimize=True)
    _draw(512, rounded=True, inset=0.16).save(HERE / "icon-512.png", optimize=True)
    _draw(512, rounded=False, inset=0.24).save(HERE / "icon-maskable-512.png", optimize=True)


if __name__ == "__main__":
    main()
