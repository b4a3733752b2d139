"""A projection in words: how it was made, what it would need, how its model fared, what would change it."""

from __future__ import annotations

from datetime import date
from typing import Any

from customers.models import Company
from doors.formats import interval
from gates.evidence.projections import Assured
from gates.evidence.track import Track
from gates.figures.record import DEMAND, DEMAND_BETTER_BY, FEWEST_WITH_DEMAND
from gates.models.projections import Projection
from gates.models.renewals import has_run_out, next_run_of
from history.actor import Actor
from people.models import Segment
from usage.models import CountedUnit, ProductUser


def references_of(found: Projection) -> list[dict[str, Any]]:
    """The earlier features as the table shows them."""
    return [
        row
        | {
            "kept_share": row["kept"] / row["adopters"][-1] if row.get("kept") is not None and row["adopters"][-1] else None,
            "final": row["adopters"][-1],
            "share": row["adopters"][-1] / row["n"],
            "complete_on": date.fromisoformat(row["complete_on"]),
        }
        for row in found.inputs.get("references", [])
    ]


def made_of(found: Projection, assured: Assured | None) -> list[tuple[str, Any]]:
    """How the projection was made, in pairs of a name and a value."""
    pairs: list[tuple[str, Any]] = [
        ("Method", found.method),
        ("Model", f"{found.model_version}, seed {found.seed}"),
        ("Eligible", f"{found.eligible:,} {found.get_unit_display().lower()}, as known on {found.origin:%-d %B %Y}"),
        ("Own trial", f"{found.probe_adopters} of {found.probe_n} in {found.elapsed} weeks" if found.probe_n else "none"),
        ("Earlier features", len(found.reference_ids)),
    ]
    if found.training_from and found.training_to:
        pairs.append(("Complete between", f"{found.training_from:%-d %B %Y} and {found.training_to:%-d %B %Y}"))
    for one in found.intervals:
        wider = found.widened.get(str(one["level"]), 1.0)
        words = f", widened {wider:.2f} times, since narrower ones would not have held" if wider > 1.005 else ""
        pairs.append((f"{one['level']}% interval", interval(one["low"], one["high"]) + words))
    if found.backtest.get("n"):
        came = found.backtest
        pairs.append(("Tried on earlier features", f"{came['n']} projected as of then, on average {came['mae']:.1%} off"))
    if assured is not None:
        pairs.append(("To count on", assured.words))
    return [*pairs, ("Seal of the inputs", found.input_hash[:16] + "…")]


def schedule_of(found: Any) -> dict[str, Any]:
    """Whether it is made anew by itself, and when next, in words. ``found`` carries its schedule."""
    if found.is_superseded:
        says = "A later projection of this idea and feature goes on from here."
    elif not found.is_weekly:
        says = "It is not made anew by itself."
    elif has_run_out(found):
        says = "It is not made anew any more: its weeks have passed."
    elif next_run := next_run_of(found):
        says = f"Each week while a review of the idea is open. Next run {next_run:%-d %B %Y}, with who is likely to use it."
    else:
        says = "Each week while a review of the idea is open. None is, so there is no next run."
    return {"is_on": found.is_weekly, "is_last": not found.is_superseded, "says": says}


def segments_of(found: Projection) -> list[dict[str, Any]]:
    """What is said of each customer segment, with what came of it."""
    came = {one["segment"]: one for one in found.actual.segments} if hasattr(found, "actual") else {}
    labels = dict(Segment.choices)
    return [
        one
        | {
            "label": labels.get(one["segment"], one["segment"]), "actual": came.get(one["segment"]),
            "range": next((row for row in one["intervals"] if row["level"] == 80), None),
        }
        for one in found.segments
    ]  # fmt: skip


def kept_words(found: Projection, track: Track | None) -> list[dict[str, Any]]:
    """How often each interval held, of what it promises: on the earlier features, and of projections that came due."""
    tried = found.backtest.get("n") or 0
    rows = [
        {
            "level": level,
            "backtest": found.backtest.get(f"coverage{level}"),
            "came": track.coverage[str(level)] if track else None,
        }
        for level in (50, 80, 95)
    ]
    return rows if tried or track else []


def needed_for(found: Projection) -> list[str]:
    """What would be needed for a projection that rests on more."""
    needed = []
    references = len(found.inputs.get("references", []))
    if references < 5:
        needed.append(
            f"{5 - references} more earlier features, each released {found.horizon} weeks ago or longer, "
            "with a day of release and usage events."
        )
    if not found.probe_n or found.probe_n < 30:
        needed.append("A trial of its own with at least 30 users or companies, and one whole week behind it.")
    if found.probe_selection == "opt_in":
        needed.append("A trial by lot, or one that chose itself with 100 or more and ten adopters of all kinds.")
    if found.probe_selection == "fake_door":
        needed.append("A trial by lot, or five earlier fake doors whose features have been out for the horizon.")
    return needed if found.status in ("reference_only", "insufficient_evidence") else []


def kept_made(found: Projection) -> list[tuple[str, Any]]:
    """How the kept-using twin was made."""
    if not found.kept:
        return []
    pairs: list[tuple[str, Any]] = [
        (
            "Kept using",
            f"used again, on a later day than adopted, in the last {found.kept['weeks']} weeks before the horizon",
        ),
        ("Of those who adopt", f"{found.kept['rate']:.1%} are kept"),
        ("Told by", f"{found.kept['references']} earlier features"),
    ]
    return pairs + [(f"{one['level']}% interval", interval(one["low"], one["high"])) for one in found.kept["intervals"]]


MODEL_WORDS = {
    "beta-binomial": "Beta-binomial (the default)",
    "growth": "Growth since the same week",
    "pool": "Pool of the two",
    "demand": "The default, moved by what was asked for",
    "climatology": "Climatology: what earlier features came to",
}


def models_of(found: Projection) -> list[dict[str, Any]]:
    """The model that speaks and its challengers, as they fared on the same launches; none without a backtest."""
    rows = found.backtest.get("models", [])
    return [row | {"label": MODEL_WORDS.get(row["name"], row["name"])} for row in rows if row["n"]]


def demand_words(found: Projection) -> str:
    """Whether what was asked for enters the projection, and what that rests on."""
    row = next((one for one in found.backtest.get("models", []) if one["name"] == DEMAND), None)
    tried = f"so far by {row['gain']:.1%} over {row['features']}" if row else "so far it could not be tried"
    if found.champion == DEMAND and row:
        return (
            f"It enters the projection: over {row['features']} earlier features it lowered the miss (WIS) by {row['gain']:.1%}."
        )
    return (
        f"Shown beside. It enters the projection once it lowers the miss (WIS) on earlier features by {DEMAND_BETTER_BY:.0%}, "
        f"over {FEWEST_WITH_DEMAND} of them or more: {tried}."
    )


def left_out_of(found: Projection) -> list[tuple[str, str]]:
    """The earlier features that were not used, by name, with the reason."""
    names = {str(row["id"]): row["name"] for row in found.inputs.get("references", [])}
    return [(names.get(key, key), why) for key, why in sorted(found.left_out.items())]


def likely_of(found: Projection, actor: Actor, most: int = 20) -> list[dict[str, Any]]:
    """The likeliest units that one may see, by name."""
    learned = getattr(found, "likelihood", None)
    if learned is None or not learned.likely:
        return []
    ids = [one["id"] for one in learned.likely]
    if found.unit == CountedUnit.COMPANY:
        named = {one.pk: {"company": one} for one in Company.objects.visible_to(actor).filter(pk__in=ids)}
    else:
        rows = ProductUser.objects.filter(pk__in=ids, product=found.feature.product_id).select_related("company")
        named = {one.pk: {"user": one.user_key, "company": one.company} for one in rows}
    return [one | named[one["id"]] for one in learned.likely if one["id"] in named][:most]


def would_change(found: Projection) -> list[str]:
    """What would change the projection, in sentences."""
    said, names = [], {row["id"]: row["name"] for row in found.inputs.get("references", [])}
    does = "clicks on the fake door" if found.probe_selection == "fake_door" else "adopters in its trial"
    for row in found.sensitivity.get("needed", []):
        aim = f"To reach {found.threshold:.0%} with probability {row['probability']:.0%}"
        if row["adopters"] is None:
            said.append(f"{aim}, not even {found.probe_n:,} {does} of {found.probe_n:,} would do.")
        else:
            said.append(f"{aim} it needs {row['adopters']:,} {does} of {found.probe_n:,}; it has {found.probe_adopters:,}.")
    without = found.sensitivity.get("without")
    if without:
        name = names.get(int(without["reference"]), without["reference"])
        said.append(
            f"Without {name}, the earlier feature that matters most, {without['median']:.1%} would be expected; without any one "
            f"of them, between {without['lowest']:.1%} and {without['highest']:.1%}."
        )
    return said
