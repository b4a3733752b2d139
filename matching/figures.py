"""What stands behind themes: how much was said each week, by how many companies, worth how much. A company counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.safestring import SafeString

from doors.charts import sparkline
from feedback.models import seen_by
from history import clock
from history.actor import Actor
from matching.models import Theme, ThemeMember

WEEKS = 12


@dataclass
class Weight:
    """A theme's figures, as far as the actor may see."""

    count: int = 0
    weeks: list[int] = field(default_factory=lambda: [0] * WEEKS)
    companies: dict[int, Decimal] = field(default_factory=dict)
    lately: int = 0
    before: int = 0

    @property
    def arr(self) -> Decimal:
        """The ARR of the companies, each once."""
        return sum(self.companies.values(), Decimal(0))

    @property
    def spark(self) -> SafeString:
        """The course of the weeks."""
        says = f"Feedback a week over {WEEKS} weeks: {', '.join(map(str, self.weeks))}"
        return sparkline(self.weeks, says=says) if any(self.weeks) else SafeString("")

    @property
    def trend(self) -> str:
        """Whether more was said in the last four weeks than in the four before."""
        return "up" if self.lately > self.before else "down" if self.lately < self.before else "level"


def weeks_back() -> list[date]:
    """The Mondays of the weeks looked at, the oldest first."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    return [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]


def weights_of(themes: Sequence[Theme], actor: Actor) -> dict[int, Weight]:
    """The figures of several themes in one query."""
    found: dict[int, Weight] = defaultdict(Weight)
    first = weeks_back()[0]
    members = ThemeMember.objects.filter(seen_by(actor, "feedback__"), theme__in=themes, is_out=False)
    rows = members.values_list("theme_id", "feedback__said_at", "feedback__company_id", "feedback__company__arr")
    for theme, said_at, company, arr in rows:
        weight = found[theme]
        weight.count += 1
        week = (timezone.localdate(said_at) - first).days // 7
        if 0 <= week < WEEKS:
            weight.weeks[week] += 1
            weight.lately += week >= WEEKS - 4
            weight.before += WEEKS - 8 <= week < WEEKS - 4
        if company is not None:
            weight.companies[company] = arr
    return {theme.pk: found[theme.pk] for theme in themes}
