"""What stands beside a pilot's outcomes: the change against companies without it, what it was worth, and how people found it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from gates.evidence.pilots import OutcomeScorecard
from gates.figures.pilots.comparison import Comparison, difference_in_differences
from gates.figures.pilots.returns import Return, returns
from gates.models.comparing import Benefit, ControlCompany
from gates.models.pilots import PilotCompany
from history.actor import Actor
from surveys.figures import Figure, figure
from surveys.kinds import SurveyKind
from surveys.models import SurveyResponse
from surveys.reading import why_left_out

LEAST_ANSWERS = 5
ASKED = (SurveyKind.CSAT, SurveyKind.CES, SurveyKind.ELLIS, SurveyKind.NPS)


@dataclass(frozen=True)
class Compared:
    """One metric, at companies with the feature and without."""

    metric: str
    unit: str
    treated: int
    control: int
    found: Comparison | None


def compared(card: OutcomeScorecard, controls: list[ControlCompany]) -> list[Compared]:
    """Each metric that has companies to compare with. Only once the last look was reached, or the pilot is closed."""
    if card.next_look is not None:
        return []
    found = []
    for metric in dict.fromkeys(one.metric for one in controls):
        rows = [row for row in card.rows if row.outcome and row.value and row.outcome.metric == metric]
        treated = [(row.outcome.baseline, row.value.value) for row in rows if row.outcome and row.value]
        others = [(one.before, one.after) for one in controls if one.metric == metric and one.after is not None]
        comparison = difference_in_differences(treated, others, randomised=card.pilot.is_randomised)
        unit = next((row.outcome.unit for row in rows if row.outcome), "")
        found.append(Compared(metric, unit, len(treated), len(others), comparison))
    return found


@dataclass(frozen=True)
class Worth:
    """What it was worth to one company: ``found`` needs its cost and at least one month."""

    place: PilotCompany
    benefits: tuple[Benefit, ...]
    found: Return | None

    @property
    def total(self) -> float:
        """All that was noted."""
        return float(sum(one.amount for one in self.benefits))


def worth(card: OutcomeScorecard) -> tuple[list[Worth], Return | None]:
    """Company by company, and all whose cost is known together, month by month from exposure on."""
    by_place: dict[int, list[Benefit]] = defaultdict(list)
    for benefit in Benefit.objects.filter(place__pilot=card.pilot).order_by("month"):
        by_place[benefit.place_id].append(benefit)
    rows, cost, together = [], 0.0, Counter[int]()
    for row in card.rows:
        place, noted = row.place, by_place[row.place.pk]
        if place.exposed_at is None or (not noted and place.cost is None):
            continue
        began = timezone.localdate(place.exposed_at).replace(day=1)
        monthly = by_month(began, noted)
        rows.append(Worth(place, tuple(noted), returns(place.cost, monthly) if place.cost is not None else None))
        if place.cost is not None:
            cost += float(place.cost)
            together.update(dict(enumerate(monthly)))  # type: ignore[arg-type]
    months = [float(together[month]) for month in range(max(together, default=-1) + 1)]
    return rows, returns(cost, months)


def by_month(began: date, noted: list[Benefit]) -> list[float]:
    """Amounts from the month of exposure to the last noted; a month of which nothing was noted brought nothing."""
    amounts = {(one.month.year - began.year) * 12 + one.month.month - began.month: float(one.amount) for one in noted}
    return [amounts.get(month, 0.0) for month in range(max(amounts, default=-1) + 1)]


@dataclass(frozen=True)
class Opinion:
    """What one kind of survey says among the pilot's people since they have the feature."""

    kind: SurveyKind
    answered: int
    found: Figure | None


def opinions(card: OutcomeScorecard, actor: Actor) -> list[Opinion]:
    """Each kind of survey that people of the pilot's companies answered after exposure; too few answers give no figure."""
    exposed = Q(pk=None)
    for row in card.rows:
        if row.place.exposed_at is not None:
            exposed |= Q(company=row.place.company_id, at__gte=row.place.exposed_at)
    answers = SurveyResponse.objects.visible_to(actor).filter(exposed, survey__product=card.pilot.product_id)
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for kind, score in answers.annotate(why=why_left_out()).filter(why=0).values_list("survey__kind", "score"):
        counts[kind][score] += 1
    return [
        Opinion(kind, counts[kind].total(), figure(kind, counts[kind], least=LEAST_ANSWERS)) for kind in ASKED if counts[kind]
    ]


@dataclass(frozen=True)
class Coded:
    """One code: at how many companies, and at how many of them the outcome was achieved; None while rates are not shown."""

    code: str
    companies: int
    achieved: int | None


def coded(card: OutcomeScorecard) -> list[Coded]:
    """Codes by how many companies' words have them."""
    companies, achieved = Counter[str](), Counter[str]()
    for row in card.rows:
        for given in row.confirmation.codes.all() if row.confirmation else ():
            companies[given.code] += 1
            achieved[given.code] += row.is_qualified
    is_over = card.next_look is None
    by_count = sorted(companies.items(), key=lambda one: (-one[1], one[0]))
    return [Coded(code, count, achieved[code] if is_over else None) for code, count in by_count]
