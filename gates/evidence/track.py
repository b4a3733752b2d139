"""How the model's projections fared: every one that has come due, held against what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from figures.explanations import Figure
from gates.figures.forecasts import Coverage, ForecastScores, ReferenceClass, forecast_scores, interval_coverage, reference_class
from gates.models.projections import Projection, ProjectionActual
from history.actor import Actor
from people.models import Segment


@dataclass(frozen=True)
class Track:
    """Some projections that came due: how often each interval held, and what their probabilities were worth."""

    name: str
    n: int
    scores: ForecastScores | None
    coverage: dict[str, Coverage | None]
    fulfilment: ReferenceClass | None
    kept80: Coverage | None

    def facts(self) -> dict[str, Any]:
        """As plain JSON."""
        parts: dict[str, Figure | None] = {"scores": self.scores, "fulfilment": self.fulfilment, "kept80": self.kept80}
        told = {name: found.facts() if found else None for name, found in parts.items()}
        return {"name": self.name, "n": self.n} | told | {
            f"coverage{level}": found.facts() if found else None for level, found in self.coverage.items()
        }  # fmt: skip


@dataclass(frozen=True)
class Resolved:
    """One projection that came due, of everybody or of one segment."""

    probability: float
    median: float | None
    share: float
    reached: bool
    is_inside: dict[str, bool]
    kept_is_inside: dict[str, bool]


def quarter(projection: Projection) -> str:
    """The quarter of its origin."""
    return f"{projection.origin.year} Q{(projection.origin.month + 2) // 3}"


SEGMENT = "Customer segment"
GROUPS: dict[str, Callable[[Projection], str]] = {
    "Quarter of the origin": quarter,
    "Product": lambda projection: str(projection.idea.product),
    "What is counted": lambda projection: str(projection.get_unit_display()),
    "Rests on": lambda projection: str(projection.get_status_display()),
    "Model": lambda projection: projection.champion or projection.model_version,
}


def tracks(actor: Actor) -> dict[str, list[Track]]:
    """All projections that one may see and that came due: together, by customer segment, and in groups."""
    rows = list(
        ProjectionActual.objects.filter(projection__in=Projection.objects.visible_to(actor).with_numbers())
        .select_related("projection__idea__product")
        .order_by("projection__origin", "pk")
    )
    if not rows:
        return {}
    found = {"All": [track_of("All projections", [whole(row) for row in rows])], SEGMENT: segment_tracks(rows)}
    for title, of in GROUPS.items():
        names = sorted({of(row.projection) for row in rows})
        found[title] = [track_of(name, [whole(row) for row in rows if of(row.projection) == name]) for name in names]
    return found


def track_of_product(projection: Projection) -> Track | None:
    """The record of all projections of the same product that came due; None before the first did."""
    rows = ProjectionActual.objects.filter(projection__idea__product=projection.idea.product_id).exclude(projection=projection.pk)
    found = [whole(row) for row in rows.filter(projection__median__isnull=False).select_related("projection").order_by("pk")]
    return track_of(str(projection.idea.product), found) if found else None


def whole(row: ProjectionActual) -> Resolved:
    """A projection of everybody."""
    said = row.projection
    return Resolved(said.probability or 0.0, said.median, row.share, row.reached, row.is_inside, row.kept_is_inside)


def segment_tracks(rows: list[ProjectionActual]) -> list[Track]:
    """The record in each segment; projections that were not made by segment are not in it."""
    parts: dict[str, list[Resolved]] = {}
    for row in rows:
        said = {one["segment"]: one for one in row.projection.segments}
        for came in row.segments:
            one = said[came["segment"]]
            if one["median"] is None:
                continue  # its part of the trial was too small
            resolved = Resolved(one["probability"], one["median"], came["share"], came["reached"], came["is_inside"], {})
            parts.setdefault(came["segment"], []).append(resolved)
    return [track_of(str(dict(Segment.choices).get(name, name)), parts[name]) for name in sorted(parts)]


def track_of(name: str, rows: list[Resolved]) -> Track:
    """The record of some projections."""
    levels = ("50", "80", "95")
    inside = {level: [row.is_inside[level] for row in rows if level in row.is_inside] for level in levels}
    return Track(
        name=name,
        n=len(rows),
        scores=forecast_scores([row.probability for row in rows], [row.reached for row in rows]),
        coverage={level: interval_coverage(inside[level], int(level) / 100) for level in levels},
        fulfilment=reference_class([row.share / row.median for row in rows if row.median]),
        kept80=interval_coverage([row.kept_is_inside["80"] for row in rows if "80" in row.kept_is_inside]),
    )
