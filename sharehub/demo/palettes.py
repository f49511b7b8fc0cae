"""The moods in which the demo's pictures are drawn: few colours, chosen together."""

from __future__ import annotations

from dataclasses import dataclass

from sharehub.demo.canvas import Colour, colour


@dataclass(frozen=True)
class Palette:
    """Nine colours from the top of the sky to the brightest light."""

    sky: Colour
    low: Colour
    far: Colour
    mid: Colour
    near: Colour
    dark: Colour
    accent: Colour
    second: Colour
    light: Colour


def _palette(*values: str) -> Palette:
    return Palette(*(colour(value) for value in values))


MOODS: dict[str, Palette] = {
    #                   sky        low        far        mid        near       dark       accent     second     light
    "dawn": _palette("#c9d3d8", "#f7dcc3", "#c3b9b4", "#96949a", "#5a6470", "#2a3540", "#dd6b48", "#e9b04e", "#fff3dd"),
    "day": _palette("#a8cbd4", "#edf1e3", "#a8c3b0", "#74a08a", "#416f63", "#1f3d3d", "#e06a42", "#f0bf57", "#fdf8ea"),
    "dusk": _palette("#3e4b70", "#eda980", "#776a8a", "#534f75", "#33375a", "#1b203c", "#ef8b54", "#f5c069", "#ffe6b8"),
    "night": _palette(
        "#0d1930", "#1f4a5c", "#1f3e4f", "#172e40", "#102231", "#091522", "#e98a4b", "#f2bd64", "#ffe2a1"
    ),
    "winter": _palette(
        "#cfdbe3", "#f5f1ea", "#c5d0d7", "#a0b2be", "#6b8190", "#2c4050", "#c9573e", "#e6ab58", "#ffffff"
    ),
    "heath": _palette(
        "#d9cfd6", "#f6e6d3", "#c9aeb6", "#a17a92", "#6f5170", "#382b42", "#d5803c", "#e9b85f", "#fff5e2"
    ),
    "moss": _palette("#dfe0cb", "#f4efdc", "#c0c6a0", "#8d9f74", "#566f50", "#27392f", "#d06a3c", "#e5b24f", "#fdf9ea"),
    "clay": _palette("#f2e2d0", "#e7c9ae", "#dba987", "#bf7653", "#824c3b", "#36251f", "#2f7175", "#e8ae52", "#fff7ea"),
    "sea": _palette("#b7d2d9", "#eff2e9", "#97bbc3", "#4f8c9b", "#255c6d", "#12313e", "#ee8153", "#f2c063", "#ffffff"),
}
