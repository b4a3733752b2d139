"""Lengths side by side."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from doors.charts.drawing import Scale, canvas, figure, tag, words
from doors.formats import number, percent

ROW = 40


def bars(
    rows: Sequence[tuple[str, float]],
    *,
    title: str = "",
    note: str = "",
    says: Sequence[str] = (),
    tones: Sequence[str] = (),
    what: str = "Value",
) -> SafeString:
    """Level bars, longest as long as there is room; ``says`` is the text for each value, ``tones`` its colour."""
    x = Scale(0, max((value for _, value in rows), default=1) or 1)
    texts = list(says) or [number(value) for _, value in rows]
    marks = []
    for place, (name, value) in enumerate(rows):
        y = place * ROW
        tone = tones[place] if place < len(tones) else ""
        marks += [words(0, y + 14, name), words(100, y + 14, texts[place], "strong")]
        marks += [tag("rect", x="0", y=y + 20, width="100%", height=8, rx=4, class_="track")]
        marks += [tag("rect", x="0", y=y + 20, width=f"{x(value)}%", height=8, rx=4, class_=f"bar {tone}".strip())]
    spoken = "; ".join(f"{name} {text}" for (name, _), text in zip(rows, texts, strict=True))
    table_rows = [(name, text) for (name, _), text in zip(rows, texts, strict=True)]
    return figure(
        title, canvas(max(1, len(rows)) * ROW - 8, f"{title or what}: {spoken}", *marks), ("What", what), table_rows, note=note
    )


def funnel(steps: Sequence[tuple[str, int]], *, title: str = "", note: str = "") -> SafeString:
    """Steps that each hold fewer than the one before, with the share that went on."""
    shares = [count / before if before else 0 for (_, count), (_, before) in zip(steps[1:], steps, strict=False)]
    says = [number(count) + (f" · {percent(shares[place - 1])}" if place else "") for place, (_, count) in enumerate(steps)]
    return bars(steps, title=title, note=note, says=says, what="How many, and the share of the step before")
