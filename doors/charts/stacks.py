"""What came and what went, period by period: stacks that grow up and down from one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from doors.charts.drawing import Scale, across, canvas, figure, round_values, tag, words

TOP, HEIGHT = 16, 180


@dataclass(frozen=True)
class Part:
    """One kind of thing that comes (``up``) or goes: its name, the tone of its bars, and its size in each period."""

    name: str
    tone: str
    sizes: Sequence[float]
    up: bool = True


def stacks(
    periods: Sequence[str], parts: Sequence[Part], *, say: Callable[[float], str], title: str = "", note: str = ""
) -> SafeString:
    """A stack a period: what comes above the line, what goes below it. The first part of each side lies next to the line."""
    if not periods or not parts:
        return SafeString("")
    high = max((total(parts, place, up=True) for place in range(len(periods))), default=0)
    low = max((total(parts, place, up=False) for place in range(len(periods))), default=0)
    y = Scale(-low, high or 1, TOP + HEIGHT, TOP)
    step = 100 / len(periods)
    marks = []
    for value in round_values(-low, high) if high or low else []:
        marks += [across(y(value), 0, 100, "grid"), words(0, y(value) - 4, say(abs(value)), "tiny") if value else ""]
    for place, period in enumerate(periods):
        marks += bars_of(parts, place, period, y, step, say)
    marks.append(across(y(0), 0, 100, "axis"))
    ends = ((0, periods[0]), (100, periods[-1])) if len(periods) > 1 else ((50, periods[0]),)
    marks += [words(at, TOP + HEIGHT + 18, name, "tiny") for at, name in ends]
    rows = [(period, *(say(part.sizes[place]) for part in parts)) for place, period in enumerate(periods)]
    last = ", ".join(f"{part.name} {say(part.sizes[-1])}" for part in parts)
    says = f"{title or 'What came and went'}, from {periods[0]} to {periods[-1]}. In {periods[-1]}: {last}"
    legend = [(f'<rect width="14" height="10" class="bar {part.tone}"/>', part.name) for part in parts]
    drawing = canvas(TOP + HEIGHT + 24, says, *marks)
    return figure(title, drawing, ("Period", *(part.name for part in parts)), rows, note=note, legend=legend)


def total(parts: Sequence[Part], place: int, *, up: bool) -> float:
    """How far one side of a stack reaches."""
    return sum(part.sizes[place] for part in parts if part.up == up)


def bars_of(parts: Sequence[Part], place: int, period: str, y: Scale, step: float, say: Callable[[float], str]) -> list[str]:
    """The bars of one period, each saying what it is on hover."""
    reached, marks = {True: 0.0, False: 0.0}, []
    for part in parts:
        size = part.sizes[place]
        if size <= 0:
            continue
        before = reached[part.up]
        reached[part.up] = before + size
        top, bottom = (y(before + size), y(before)) if part.up else (y(-before), y(-before - size))
        told = tag("title", f"{period}, {part.name.lower()}: {say(size)}")
        marks.append(
            tag(
                "rect", told, x=f"{round(place * step + step * 0.14, 3)}%", width=f"{round(step * 0.72, 3)}%", y=top,
                height=round(max(1.0, bottom - top), 3), class_=f"bar {part.tone}".strip(),
            )
        )  # fmt: skip
    return marks
