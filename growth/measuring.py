"""The figures of one product, counted: from usage, revenue, what the team agreed on, and what was spent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Q

from customers.models import Deal, DealStatus, Lifecycle
from customers.segments import in_segment
from figures.averages import Average, average
from figures.rates import Rate, wilson
from figures.survival import REACHED, WAITING, Incidence, TimeTo, Unit, aalen_johansen, kaplan_meier
from growth import usage_reading as usage
from growth.figures import economics
from growth.figures.cohorts import MONTH, WEEK, Cohort, next_period, period_of, triangle
from growth.figures.intervals import mean_between
from growth.figures.worths import Worths, worths
from growth.journeys import Way, ways_of
from growth.ledger import YEAR, Ledger, ledger_of
from growth.models import AcquisitionSpend, GrowthSettings
from history import clock
from history.models import EventWords
from people.models import Product

SIGNUP_DAYS = 180
"""Activation looks at those who signed up in the last half year."""
GONE_AFTER = 30
"""Who did not come for so many days has given up."""
INVITE_DAYS = 90
MONTH_DAYS, WEEK_DAYS = 30, 7
COHORTS = {WEEK: 12, MONTH: 12}
DEAL_DAYS = 365


@dataclass(frozen=True)
class Active:
    """Who came lately: on a day on average, in a week, in a month; each day of the month, and each user's days in sums."""

    dau: Average
    wau: int
    mau: int
    days: dict[date, int]
    of_users: usage.Sums


@dataclass
class Measured:
    """One product's figures, of users and companies of a segment and a motion, as of today. Each is counted when asked for.

    What is shown of one motion beside the others is read once, for all of them: see ``wide`` and ``of``.
    """

    product: Product
    segment: str = ""
    motion: str = ""

    @cached_property
    def wide(self) -> Measured:
        """The same of every motion."""
        return Measured(self.product, self.segment) if self.motion else self

    def of(self, motion: str) -> Measured:
        """The same of one motion, or of all where it is empty, from what was read already."""
        found = Measured(self.product, self.segment, motion)
        if motion:
            found.__dict__["wide"] = self.wide
        return found if motion else self.wide

    @cached_property
    def today(self) -> date:
        """The day on which it is counted."""
        return clock.today()

    @cached_property
    def among(self) -> Q:
        """Which users."""
        return usage.narrowed(self.fitting, self.motion)

    @cached_property
    def fitting(self) -> Q:
        """The condition on companies of the segment; a saved one is looked up once."""
        if self.motion:
            return self.wide.fitting
        return in_segment(self.segment) if self.segment else Q()

    @cached_property
    def agreed(self) -> GrowthSettings:
        """What the team agreed on; what holds usually where it said nothing."""
        if self.motion:
            return self.wide.agreed
        rows = GrowthSettings.objects.select_related(
            "activation_feature__product", "invite_feature__product", "accept_feature__product"
        )
        return rows.filter(product=self.product).first() or GrowthSettings(product=self.product)

    @cached_property
    def ledger(self) -> Ledger:
        """What the companies that use it paid."""
        return self.wide.ledger if self.motion else ledger_of(self.product, self.fitting)

    @cached_property
    def ways(self) -> list[Way]:
        """How those who signed up lately came to the activation milestone; nobody where there is none."""
        if self.motion:
            return [way for way in self.wide.ways if way.motion == self.motion]
        feature, agreed = self.agreed.activation_feature, self.agreed
        if feature is None:
            return []
        return ways_of(
            self.product, feature, agreed.activation_uses, since=self.today - timedelta(days=SIGNUP_DAYS), today=self.today,
            within=agreed.activation_days, gone_after=GONE_AFTER, among=self.among,
        )  # fmt: skip

    def activation(self) -> Rate | None:
        """The share of signups that were activated in time, of those whose days have passed."""
        days, waiting = self.agreed.activation_days, sum(way.n for way in self.ways if way.has_time)
        in_time = sum(way.n for way in self.ways if way.ending == REACHED and not way.has_time and way.days <= days)
        return economics.within_window(in_time, sum(way.n for way in self.ways), waiting)

    @cached_property
    def journeys(self) -> Counter[Unit]:
        """How long signups took to the milestone, or have waited, or took to give up; and how many of them."""
        found: Counter[Unit] = Counter()
        for way in self.ways:
            found[float(max(0, way.days)), way.ending] += way.n
        return found

    def time_to_value(self) -> tuple[Incidence | None, TimeTo | None]:
        """How long it takes to the milestone: giving up competing with it, and giving up as merely out of sight."""
        return aalen_johansen(self.journeys), kaplan_meier(self.journeys)

    @cached_property
    def active(self) -> Active | None:
        """Who came in the last 30 whole days; None where nobody did."""
        last = self.today - timedelta(days=1)
        first, late = last - timedelta(days=MONTH_DAYS - 1), last - timedelta(days=WEEK_DAYS - 1)
        users, wau = usage.days_of_users(self.product, first, last, late, self.among)
        if not users.n:
            return None
        days = usage.daily_users(self.product, first, last, self.among)
        dau = average(days.values(), least=0)
        return Active(dau, wau, users.n, days, users) if dau else None

    def stickiness(self) -> economics.Stickiness | None:
        """On how many days of the month its users come."""
        if self.active is None:
            return None
        users = self.active.of_users
        return economics.stickiness(
            self.active.dau.mean, users.n, mean_between(users.n, users.total, users.squares, over=MONTH_DAYS, most=1)
        )

    def cohorts(self, step: str = MONTH) -> list[Cohort]:
        """Who came again in each week or month after they signed up."""
        first = next_period(period_of(self.today, step), step, -COHORTS[step])
        began = usage.arrivals(self.product, first, self.among)
        return triangle(began, usage.periods(self.product, step, first, self.among), step=step, first=first, today=self.today)

    def viral(self) -> economics.ViralCoefficient | None:
        """How many users one user brings; None where it is not said which features tell of invitations."""
        invite, accept = self.agreed.invite_feature, self.agreed.accept_feature
        if invite is None or accept is None:
            return None
        first, last = self.today - timedelta(days=INVITE_DAYS), self.today - timedelta(days=1)
        sent, taken = usage.uses_between((invite, accept), first, last, self.among)
        users = usage.users_between(self.product, first, last, self.among)
        between = mean_between(users, taken.total, taken.squares)
        return economics.viral_coefficient(sent.total, taken.total, users, between)

    @cached_property
    def month(self) -> date | None:
        """The latest month that anything is recorded of."""
        return self.ledger.last

    @cached_property
    def came_free(self) -> list[tuple[date, date | None]]:
        """Each company that came without paying: when it was first seen, and the first of the month in which it first paid."""
        found = []
        for pk, firm in self.firms.items():
            first = self.ledger.first_paid(pk) if pk in self.ledger.paid else None
            if first is not None and first < firm.first_seen.replace(day=1):
                continue
            if first is None and pk not in self.ledger.paid and firm.lifecycle in (Lifecycle.CUSTOMER, Lifecycle.CHURNED):
                continue  # it pays or paid, and nothing of it is recorded
            found.append((firm.first_seen, first))
        return found

    def free_to_paid(self) -> Rate | None:
        """Of companies that came without paying, how many paid within the window; those who still have time are left out."""
        ends = [(seen + timedelta(days=self.agreed.paid_days), first) for seen, first in self.came_free]
        waiting = sum(end >= self.today for end, _ in ends)
        paid = sum(end < self.today and first is not None and first <= end for end, first in ends)
        return economics.within_window(paid, len(ends), waiting)

    def time_to_paid(self) -> TimeTo | None:
        """How many days companies that came without paying took to pay; who does not yet is on the way (Kaplan–Meier)."""
        return kaplan_meier(
            (float((self.today - seen).days), WAITING) if first is None else (float(max(0, (first - seen).days)), REACHED)
            for seen, first in self.came_free
        )  # fmt: skip

    def trial_to_paid(self) -> Rate | None:
        """Of companies that began a trial in the last two years, how many were customers within the window."""
        days, counted, paid, waiting = self.agreed.trial_days, 0, 0, 0
        for began, became in trials(self.firms, self.today - timedelta(days=730)):
            counted += 1
            if (self.today - began).days <= days:
                waiting += 1
            elif became is not None and (became - began).days <= days:
                paid += 1
        return economics.within_window(paid, counted, waiting)

    @cached_property
    def firms(self) -> dict[int, usage.Firm]:
        """The companies that use it, of the segment and motion."""
        return usage.firms(self.product, self.among)

    @cached_property
    def worth(self) -> Worths:
        """ARPA, monthly churn, LTV, CAC, payback and LTV:CAC of a year, as far as they can be told."""
        margin = float(self.agreed.gross_margin) if self.agreed.gross_margin is not None else None
        won = {pk for month in self.spent for pk in self.ledger.won(month, self.motion)}
        return worths(self.ledger.units(self.month, won, self.motion) if self.month else {}, margin, self.spend)

    @cached_property
    def spends(self) -> list[tuple[date, str, float]]:
        """What winning customers cost by month and motion, over the last twelve months that have revenue recorded."""
        if self.motion:
            return self.wide.spends
        if self.month is None or self.segment:
            return []  # what is spent is not known by segment
        rows = AcquisitionSpend.objects.filter(product=self.product, removed_at=None, month__lte=self.month)
        rows = rows.filter(month__gt=next_period(self.month, MONTH, -YEAR)).order_by("month")
        return [(month, motion, float(amount)) for month, motion, amount in rows.values_list("month", "motion", "amount")]

    @cached_property
    def spent(self) -> dict[date, float]:
        """The months with an amount spent. Of one motion what was spent on it alone; of both all that was spent (blended)."""
        found: dict[date, float] = {}
        for month, motion, amount in self.spends:
            if not self.motion or motion == self.motion:
                found[month] = found.get(month, 0.0) + amount
        return found

    @property
    def spend(self) -> float | None:
        """All of it; None where nothing is known of what was spent."""
        return sum(self.spent.values()) if self.spent else None

    def cac(self) -> economics.AcquisitionCost | None:
        """What winning one customer cost over the months that have both an amount spent and revenue recorded."""
        return self.worth.cac

    def wins(self) -> Rate | None:
        """Of the deals with these companies that were decided within a year, how many were won."""
        since = self.today - timedelta(days=DEAL_DAYS)
        theirs = usage.users_of(self.product, self.among).filter(company__merged_into=None).exclude(company=None)
        rows = Deal.objects.current().filter(close_date__range=(since, self.today), company__in=theirs.values("company"))
        ended = rows.order_by().aggregate(
            won=Count("pk", filter=Q(status=DealStatus.WON)), lost=Count("pk", filter=Q(status=DealStatus.LOST))
        )
        return wilson(ended["won"], ended["won"] + ended["lost"])


def trials(firms: Mapping[int, usage.Firm], since: date) -> list[tuple[date, date | None]]:
    """Each trial that began from a day on: when it began, and when the company became a customer, as history tells."""
    past = (Lifecycle.TRIAL, Lifecycle.CUSTOMER, Lifecycle.CHURNED)
    known = {pk: (firm.created, firm.lifecycle) for pk, firm in firms.items() if firm.lifecycle in past}
    words = EventWords.objects.filter(
        event__kind="company.changed", event__subject_id__in=list(known), body__changes__lifecycle__isnull=False
    ).order_by("event__id")
    moves: dict[int, list[tuple[date, str, str]]] = {}
    for pk, at, body in words.values_list("event__subject_id", "event__at", "body"):
        before, after = (body or {})["changes"]["lifecycle"]
        moves.setdefault(pk, []).append((at.date(), before, after))
    found = []
    for pk, (created, now) in known.items():
        course = moves.get(pk, [])
        first = course[0][1] if course else now
        states = [(created, first), *((day, after) for day, _, after in course)]
        began = next((day for day, state in states if state == Lifecycle.TRIAL), None)
        if began is not None and began >= since:
            became = next((day for day, state in states if state == Lifecycle.CUSTOMER and day >= began), None)
            found.append((began, became))
    return found
