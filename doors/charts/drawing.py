"""The pen: a figure with its words and its table, and the few marks that every chart is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True)
class Scale:
    """From a value to its place: ``low`` lies at ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float = 0
    end: float = 100

    def __call__(self, value: float) -> float:
        span = self.high - self.low or 1
        share = min(1.0, max(0.0, (float(value) - self.low) / span))
        return round(self.start + share * (self.end - self.start), 3)


def round_values(low: float, high: float) -> list[float]:
    """Two to six round values between, for a grid or the ticks of a scale."""
    size = 10.0 ** floor(log10((high - low) or 1))
    stride = next(size * part for part in (0.2, 0.5, 1, 2, 5) if (high - low) / (size * part) <= 5)
    return [round(stride * place, 10) for place in range(ceil(low / stride), floor(high / stride) + 1)]


def tag(name: str, content: str = "", **attributes: Any) -> str:
    """One element; attribute names take ``_`` for ``-``, and ``class_`` for class."""
    pairs = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    spelled = "".join(f' {key}="{escape(str(value))}"' for key, value in pairs)
    return f"<{name}{spelled}>{content}</{name}>"


def across(y: float, start: float, end: float, class_: str) -> str:
    """A level line from ``start`` to ``end`` per cent."""
    return tag("line", x1=f"{start}%", x2=f"{end}%", y1=y, y2=y, class_=class_)


def upright(x: float, top: float, bottom: float, class_: str) -> str:
    """An upright line at ``x`` per cent."""
    return tag("line", x1=f"{x}%", x2=f"{x}%", y1=top, y2=bottom, class_=class_)


def words(x: float, y: float, text: str, class_: str = "") -> str:
    """Text at ``x`` per cent, anchored so that it never leaves the drawing."""
    anchor = "start" if x < 8 else "end" if x > 92 else "middle"
    return tag("text", escape(text), x=f"{x}%", y=y, text_anchor=anchor, class_=class_ or None)


def dot(x: float, y: float, radius: float, class_: str, says: str = "") -> str:
    """A disc at ``x`` per cent; ``says`` is shown on hover."""
    return tag("circle", tag("title", escape(says)) if says else "", cx=f"{x}%", cy=y, r=radius, class_=class_)


def plot(top: float, height: float, content: str) -> str:
    """A place for curves, 100 by 100, stretched to the width there is."""
    return tag("svg", content, x=0, y=top, width="100%", height=height, viewBox="0 0 100 100", preserveAspectRatio="none")


def path(points: Iterable[tuple[float, float]], class_: str, close: bool = False) -> str:
    """A curve through points of a plot."""
    steps = " L".join(f"{x:g} {y:g}" for x, y in points)
    return tag("path", d=f"M{steps}{' Z' if close else ''}", class_=class_, vector_effect="non-scaling-stroke")


def canvas(height: float, says: str, *marks: str) -> str:
    """The drawing itself, with what it says for those who don't see it."""
    return tag("svg", "".join(marks), width="100%", height=height, role="img", aria_label=says)


def table(columns: Sequence[str], rows: Rows) -> str:
    """The data behind a chart."""
    head = "".join(tag("th", escape(column), scope="col") for column in columns)
    body = "".join(
        tag("tr", tag("th", escape(str(row[0])), scope="row") + "".join(tag("td", escape(str(cell))) for cell in row[1:]))
        for row in rows
    )
    return tag("table", f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>", class_="table")


def figure(
    title: str, drawing: str, columns: Sequence[str], rows: Rows, *, note: str = "", legend: Sequence[tuple[str, str]] = ()
) -> SafeString:
    """A titled drawing, its legend, and its data to open."""
    small = tag("small", escape(note)) if note else ""
    caption = tag("figcaption", escape(title) + small) if title or note else ""
    keys = "".join(tag("li", f'<svg aria-hidden="true" viewBox="0 0 14 10">{mark}</svg>{escape(text)}') for mark, text in legend)
    place = tag("div", table(columns, rows), class_="table-wrap", tabindex=0, role="region", aria_label=f"Data: {title}")
    data = tag("details", tag("summary", "Show the data") + place, class_="chart-data")
    parts = caption + drawing + (tag("ul", keys, class_="legend") if legend else "") + data
    return mark_safe(tag("figure", parts, class_="chart"))  # noqa: S308 - every text above was escaped


KEY_BAND = '<rect width="14" height="10" class="band"/>'
KEY_INNER = '<rect width="14" height="10" class="band-inner"/>'
KEY_LINE = '<line x1="0" x2="14" y1="5" y2="5" class="line"/>'
KEY_ACTUAL = '<line x1="0" x2="14" y1="5" y2="5" class="actual"/>'
KEY_THRESHOLD = '<line x1="0" x2="14" y1="5" y2="5" class="threshold"/>'
KEY_INTERVAL = '<line x1="0" x2="14" y1="5" y2="5" class="interval"/>'


def key_dot(tone: str) -> str:
    """A disc for the legend."""
    return f'<circle cx="7" cy="5" r="4.5" class="dot {tone}"/>'
