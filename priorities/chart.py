"""Ideas by what they cost and what they bring: dots that can be dragged to estimate anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10, sqrt
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from doors.charts.drawing import Scale, across, canvas, figure, key_dot, tag, upright, words
from priorities.methods import Source
from priorities.models import Factor
from priorities.ranking import Part, Ranked, said

TOP, HEIGHT = 24, 340
LEFT, RIGHT = 6, 96
HEADROOM = 34  # for the largest dot at the top, and its name beneath that of the axis
TONES = ("", "good", "warn", "bad", "quiet")
MOST_NAMES = 10
NAME_WIDE, NAME_TALL = 18, 15  # per cent of the width, and pixels


@dataclass(frozen=True)
class Look:
    """What size and colour mean: each a name, and a value of an idea."""

    size_name: str
    size_of: Any
    colour_name: str
    colour_of: Any


@dataclass(frozen=True)
class Spot:
    """An idea's dot: where it lies, how large it is, and its tone."""

    one: Ranked
    right: Part
    up: Part
    x: float
    y: float
    radius: float
    tone: str

    def drawn(self, may_drag: bool) -> str:
        """The dot as a link to the idea's estimates; for who may not estimate, to the idea."""
        idea = self.one.idea
        tells = f"{self.right.factor.name} {self.right.says}, {self.up.factor.name} {self.up.says}"
        title = tag("title", escape(f"{idea.key} {short(idea.title, 80)}: {tells}"))
        disc = tag("circle", title, cx=f"{self.x}%", cy=self.y, r=self.radius, class_=f"bubble {self.tone}".strip())
        label = f"{idea.key} {idea.title}: {tells}"
        if not may_drag:
            return tag("a", disc, href=reverse("roadmap:idea", args=[idea.pk]), aria_label=label, class_="spot")
        address = reverse("priorities:estimates", args=[idea.pk])
        return tag("a", disc, href=address, data_dialog="", data_idea=idea.pk, aria_label=label, class_="spot")


def chart_of(ranked: Sequence[Ranked], x: Factor, y: Factor, look: Look, *, may_drag: bool) -> SafeString | None:
    """The chart; None where no idea has both factors. With ``may_drag`` dots can be dragged, and lead to their estimates."""
    shown = [(one, part_of(one, x), part_of(one, y)) for one in ranked]
    placed = [(one, right, up) for one, right, up in shown if right.value is not None and up.value is not None]
    if not placed:
        return None
    wide = Scale(*ends_of(x, [right for _, right, _ in placed]), LEFT, RIGHT)
    tall = Scale(*ends_of(y, [up for _, _, up in placed]), TOP + HEIGHT - 14, TOP + HEADROOM)
    heaviest = max(float(look.size_of(one.idea)) for one, _, _ in placed) or 1.0
    names = sorted({str(look.colour_of(one.idea)) for one, _, _ in placed})
    tones = {name: TONES[place % len(TONES)] for place, name in enumerate(names)}
    spots = [
        Spot(
            one, right, up, wide(right.value or 0), tall(up.value or 0),
            round(7 + 15 * sqrt(max(0.0, float(look.size_of(one.idea))) / heaviest), 1), tones[str(look.colour_of(one.idea))],
        )
        for one, right, up in placed
    ]  # fmt: skip
    large_first = sorted(spots, key=lambda spot: -spot.radius)
    says = f"{len(placed)} ideas by {x.name.lower()} and {y.name.lower()}; the data are in the table below"
    marks = (*axes(x, y, wide, tall), *(spot.drawn(may_drag) for spot in large_first), *labels(spots))
    drawing = tag(
        "div", canvas(TOP + HEIGHT + 40, says, *marks), class_="estimate-chart",
        **told_to_script("x", x, wide), **told_to_script("y", y, tall),
    )  # fmt: skip
    rows = [(one.idea.key, one.idea.title, right.says, up.says, one.says) for one, right, up in placed]
    legend = [(key_dot(f"bubble {tones[name]}"), f"{look.colour_name}: {name}") for name in names]
    note = f"Size: {look.size_name}." + (" Drag a dot to estimate anew, or open it." if may_drag else "")
    if left_out := len(shown) - len(placed):
        note += f" {left_out} idea{'s' if left_out > 1 else ''} without both factors left out."
    return figure("", drawing, ("Key", "Idea", x.name, y.name, "Score"), rows, note=note, legend=legend)


def axes(x: Factor, y: Factor, wide: Scale, tall: Scale) -> list[str]:
    """Grid, axes, their names, and five values on each."""
    marks = [upright(0, TOP, TOP + HEIGHT, "axis"), across(TOP + HEIGHT, 0, 100, "axis")]
    marks += [words(0, TOP - 9, f"{y.name} ↑", "tiny"), words(100, TOP + HEIGHT + 34, f"{x.name} →", "tiny")]
    for step in range(5):
        right, up = (scale.low + (scale.high - scale.low) * step / 4 for scale in (wide, tall))
        marks.append(words(wide(right), TOP + HEIGHT + 16, said(x, right), "tiny"))
        marks += [across(tall(up), 0, 100, "grid"), words(0.5, tall(up) - 4, said(y, up), "tiny")]
    return marks


def labels(spots: Sequence[Spot]) -> list[str]:
    """The names of the best, as far as none runs into another."""
    named: list[tuple[float, float]] = []
    marks = []
    for spot in spots[:MOST_NAMES]:
        if has_room(named, middle_of_name(spot.x), spot.y - spot.radius):
            marks.append(words(spot.x, spot.y - spot.radius - 5, short(spot.one.idea.title), "tiny dot-name"))
    return marks


def told_to_script(axis: str, factor: Factor, scale: Scale) -> dict[str, Any]:
    """What dragging has to know of an axis: the factor, its scale, and whether it is counted, which nobody drags."""
    told = {"low": scale.low, "high": scale.high, "start": scale.start, "end": scale.end}
    counted = None if factor.source == Source.PEOPLE else "1"
    return {f"data_{axis}": factor.code, f"data_{axis}_counted": counted} | {
        f"data_{axis}_{key}": value for key, value in told.items()
    }


def part_of(one: Ranked, factor: Factor) -> Part:
    """An idea's part for a factor."""
    return next(part for part in one.parts if part.factor.pk == factor.pk)


def ends_of(factor: Factor, parts: Sequence[Part]) -> tuple[float, float]:
    """Where the axis begins and ends: with the scale, or from nought to a round number where the scale is wide open."""
    most = max((part.value or 0.0 for part in parts), default=0.0)
    if factor.most is not None and float(factor.most) <= 4 * most:
        return float(factor.least), float(factor.most)
    step = most * 1.05 / 4 or 0.25
    power = 10.0 ** floor(log10(step))
    return 0.0, 4 * power * next(one for one in (1, 2, 2.5, 5, 10) if one * power >= step)


def middle_of_name(x: float) -> float:
    """Where the middle of a name lies: it begins or ends at a dot that is close to the edge."""
    return x + NAME_WIDE / 2 if x < 8 else x - NAME_WIDE / 2 if x > 92 else x


def has_room(named: list[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a name at this place runs into none that is there; if so, it takes the place."""
    if any(abs(x - there[0]) < NAME_WIDE and abs(y - there[1]) < NAME_TALL for there in named):
        return False
    named.append((x, y))
    return True


def short(title: str, most: int = 26) -> str:
    """As much of a title as fits beside a dot."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"
