"""Whom a pilot speaks for: its companies beside all of the target segment, and how many of them are friends of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from customers import segments
from customers.models import Company, CompanyField, Lifecycle
from doors.fields.model import FieldKind
from gates.figures.pilots.representing import MakeUp, make_up
from gates.models.pilots import Pilot, PilotCompany
from people.models import Segment
from roadmap.models import Insight, Vote
from surveys.kinds import SurveyKind
from surveys.models import SurveyResponse

NOT_KNOWN = "Not known"
MOST_FIELDS = 4
MOST_PARTS = 8
OTHERS = "Others"
PROMOTES = 9
DOMINATE = 0.5
"""From this share on, friendly companies dominate a pilot."""
ASKED, BEFORE, RECOMMEND = "asked for this idea", "were in an earlier pilot", "recommend us"
BANDS = ("Largest third by ARR", "Middle third", "Smallest third")


@dataclass(frozen=True)
class Friends:
    """Companies that like us or the idea already: in the pilot, and in the target."""

    enrolled: int
    of: int
    target: int
    of_target: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float | None:
        """Their share of the pilot."""
        return self.enrolled / self.of if self.of else None

    @property
    def target_share(self) -> float | None:
        """Their share of the target."""
        return self.target / self.of_target if self.of_target else None

    @property
    def dominate(self) -> bool:
        """Whether more than half of the pilot are friends, and more than of the target."""
        return (self.share or 0) > DOMINATE and (self.share or 0) > (self.target_share or 0)


@dataclass(frozen=True)
class Representation:
    """A pilot beside its target: by size, plan and the organisation's own choices such as industry, and its friends."""

    target: int
    enrolled: int
    outside: tuple[str, ...]
    by: tuple[tuple[str, MakeUp], ...]
    friends: Friends

    @property
    def warnings(self) -> list[str]:
        """What to think of before the lock, in sentences."""
        said = []
        if self.friends.dominate:
            said.append(f"{self.friends.enrolled} of {self.friends.of} like us or the idea already: it may work for them only.")
        said += [f"{name}: lots would seldom give companies so unlike the target." for name, one in self.by if one.is_lopsided]
        if self.outside:
            said.append(f"Not in the target segment: {', '.join(self.outside[:5])}.")
        return said


def representation(pilot: Pilot) -> Representation | None:
    """How a pilot's companies stand beside its target; None while nobody is enrolled. Who was excused is left out."""
    in_it = PilotCompany.objects.filter(pilot=pilot, withdrawal_approved_at=None)
    meant = Q(archived_at=None, lifecycle__in=(Lifecycle.CUSTOMER, Lifecycle.TRIAL))
    meant &= segments.in_segment(pilot.segment) if pilot.segment else Q()
    rows = Company.objects.annotate(
        is_meant=Case(When(meant, then=Value(value=True)), default=Value(value=False)),
        is_in=Exists(in_it.filter(company=OuterRef("pk"))),
    ).filter(Q(is_meant=True) | Q(is_in=True))
    fields = list(CompanyField.objects.current().filter(kind=FieldKind.CHOICE)[:MOST_FIELDS])
    columns = ["pk", "name", "segment", "plan", "arr", "is_meant", "is_in"] + (["custom"] if fields else [])
    known = list(rows.order_by("name").values(*columns))
    target = {row["pk"]: row for row in known if row["is_meant"]}
    ours = {row["pk"]: row for row in known if row["is_in"]}
    if not ours:
        return None
    return Representation(
        target=len(target), enrolled=len(ours), outside=tuple(row["name"] for pk, row in ours.items() if pk not in target),
        by=tuple(made_up(target, ours, fields)), friends=friends(pilot, set(ours), target),
    )  # fmt: skip


def made_up(target: dict[int, Any], ours: dict[int, Any], fields: list[CompanyField]) -> list[tuple[str, MakeUp]]:
    """The make-up by each thing that tells companies apart; what says nothing of them is left out."""
    upper, lower = thirds([row["arr"] for row in target.values()])
    names = dict(Segment.choices)
    asked = [
        ("Size", lambda row: BANDS[0] if row["arr"] >= upper else BANDS[1] if row["arr"] >= lower else BANDS[2]),
        ("Market segment", lambda row: str(names.get(row["segment"], NOT_KNOWN))),
        ("Plan", lambda row: row["plan"] or NOT_KNOWN),
        *((field.name, lambda row, key=field.key: str(row["custom"].get(key) or NOT_KNOWN)) for field in fields),
    ]
    found = []
    for name, part in asked:
        whole, mine = Counter(map(part, target.values())), Counter(map(part, ours.values()))
        largest = {value for value, _ in (whole + mine).most_common(MOST_PARTS)}
        one = make_up(merged(whole, largest), merged(mine, largest))
        if one is not None and len(one.parts) > 1:
            found.append((name, one))
    return found


def merged(counts: Counter[str], kept: Collection[str]) -> Counter[str]:
    """Counts with what is rare taken together."""
    found: Counter[str] = Counter()
    for name, count in counts.items():
        found[name if name in kept else OTHERS] += count
    return found


def thirds(amounts: list[Decimal]) -> tuple[Decimal, Decimal]:
    """From which ARR on a company is in the largest, and in the middle third."""
    rows = sorted(amounts)
    if not rows:
        return Decimal(0), Decimal(0)
    return rows[len(rows) * 2 // 3], rows[len(rows) // 3]


def friends(pilot: Pilot, mine: set[int], target: Collection[int]) -> Friends:
    """Who asked for this very idea, was in a pilot before, or recommends us by their last answer."""
    told = Insight.objects.standing().filter(idea=pilot.idea_id).exclude(feedback__company=None)
    voted = Vote.objects.standing().filter(idea=pilot.idea_id)
    earlier = PilotCompany.objects.filter(pilot__lt=pilot.pk, exposed_at__isnull=False)
    rows = told.order_by().annotate(why=Value(ASKED)).values_list("why", "feedback__company").union(
        voted.order_by().annotate(why=Value(ASKED)).values_list("why", "company"),
        earlier.order_by().annotate(why=Value(BEFORE)).values_list("why", "company"),
        promoters().annotate(why=Value(RECOMMEND)).values_list("why", "company"),
    )  # fmt: skip
    by_why: dict[str, set[int]] = {ASKED: set(), BEFORE: set(), RECOMMEND: set()}
    for why, company in rows:
        by_why[why].add(company)
    reasons = tuple(by_why.items())
    all_of_them = set().union(*(companies for _, companies in reasons))
    return Friends(
        enrolled=len(mine & all_of_them), of=len(mine), target=len(all_of_them.intersection(target)), of_target=len(target),
        reasons=tuple((why, len(mine & companies)) for why, companies in reasons),
    )  # fmt: skip


def promoters() -> QuerySet[SurveyResponse]:
    """The answers of 9 or 10 to whether they recommend us that no later answer from the same company takes back."""
    answers = SurveyResponse.objects.filter(survey__kind=SurveyKind.NPS).order_by()
    newer = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    later = answers.filter(newer, company=OuterRef("company"))
    return answers.filter(~Exists(later), score__gte=PROMOTES).exclude(company=None)
