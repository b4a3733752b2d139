"""What the customers paid over two years, what the team agreed on, and what customers want and reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from growth import actions as growth
from growth.figures.cohorts import MONTH, next_period, periods_between
from line.demo.companies import COMPANIES, Firm
from line.demo.making.market import LEFT_SINCE, PAID_BEFORE, joined
from line.demo.making.stage import Stage, dice

MONTHS = 24
RECORDED = -2
"""Finance delivers the months of two years in one go, two days ago."""
AGREED = -60
SPEND = {"self_serve": 2600, "sales_assisted": 14000}
OUTCOMES = (
    ("halden", "Jobs planned by hand a week", "jobs", 140, 40, 70),
    ("kronberg", "Hours of a dispatcher a day", "h", 6, 3, 3),
    ("hartigan", "Visits without the right part", "%", 18, 8, 12),
    ("bexwell", "Days from visit to invoice", "days", 9, 2, 4),
)
WORDS = (
    ("bexwell", "hannah", "good", "They renewed early and brought in a second depot."),
    ("gilpin", "hannah", "fair", "Two dispatchers of three use it; the third keeps the wall."),
    ("hartigan", "luca", "poor", "Their head of service left, and nobody took over."),
    ("kronberg", "luca", "good", "Uses it in every region since the spring."),
)


def lay_growth(stage: Stage) -> None:
    """Settings first, then what customers reached, and the months when finance delivers them."""
    stage.on(AGREED, lambda: agree(stage), hour=10)
    for number, (company, who, word, reason) in enumerate(WORDS):
        given = (company, who, word, reason)
        stage.on(-30 - number, lambda given=given: say(stage, *given), hour=14)
    for number, line in enumerate(OUTCOMES):
        stage.on(-50 + number, lambda line=line: want(stage, *line), hour=13)
    stage.on(RECORDED, lambda: deliver(stage), hour=7)


def agree(stage: Stage) -> None:
    """The team says what counts as activated, what is left of a sale, and what it spends."""
    product, actor = stage.products["rounds"], stage.as_("tomasz")
    growth.agree(
        product, activation_feature=stage.features["photos"], activation_uses=2, activation_days=30, gross_margin=Decimal("0.78"),
        actor=actor,
    )  # fmt: skip
    growth.define_milestone(product=product, name="Plans by the week", feature=stage.features["week"], uses=20, actor=actor)
    growth.define_milestone(
        product=product, name="Customers are told", feature=stage.features["on-the-way"], uses=50, actor=actor
    )
    by_hand = growth.define_milestone(
        product=product, name="The wall is gone", description="The paper board was taken down.", actor=actor
    )
    for company in ("bexwell", "kronberg"):
        growth.mark_milestone(by_hand, company=stage.companies[company], actor=stage.as_("hannah"))
    this_month = stage.date(AGREED).replace(day=1)
    for age in range(MONTHS):
        month = next_period(this_month, MONTH, -age)
        for motion, amount in SPEND.items():
            spent = Decimal(round(amount * (0.85 + 0.3 * dice("spend", motion, age).random()), -2))
            growth.record_spend(product, month=month, motion=motion, amount=spent, actor=stage.as_("ingrid"))


def want(stage: Stage, company: str, metric: str, unit: str, baseline: int, target: int, value: int) -> None:
    """A customer says what they want to reach, and how far they are."""
    actor = stage.as_("hannah")
    outcome = growth.set_outcome(
        company=stage.companies[company], product=stage.products["rounds"], metric=metric, unit=unit, baseline=Decimal(baseline),
        target=Decimal(target), due_on=stage.date(60), actor=actor,
    )  # fmt: skip
    growth.enter_value(outcome, value=Decimal(value), actor=actor)


def say(stage: Stage, company: str, who: str, word: str, reason: str) -> None:
    """Customer success says how a customer is doing."""
    growth.give_word(
        company=stage.companies[company], product=stage.products["rounds"], word=word, reason=reason, actor=stage.as_(who)
    )


def deliver(stage: Stage) -> None:
    """The months of every company that ever paid."""
    last = stage.date(RECORDED).replace(day=1)
    for firm in COMPANIES:
        months = course_of(stage, firm, last)
        if months:
            growth.record_course(stage.companies[firm.key], months, actor=stage.as_("hannah"))


def course_of(stage: Stage, firm: Firm, last: date) -> list[dict[str, object]]:
    """What one company paid each month: it begins when it joined, grows or shrinks now and then, and some leave."""
    final = PAID_BEFORE.get(firm.key, firm.arr)
    began = stage.date(joined(firm)).replace(day=1)
    if firm.lifecycle in ("prospect", "trial"):
        began = next_period(last, MONTH, -2)
    first = max(began, next_period(last, MONTH, 1 - MONTHS))
    left = stage.date(-LEFT_SINCE[firm.key]).replace(day=1) if firm.key in LEFT_SINCE else None
    found: list[dict[str, object]] = []
    for age in range(periods_between(first, last, MONTH) + 1):
        month = next_period(first, MONTH, age)
        gone = final == 0 or (left is not None and month > left)
        arr = Decimal(0) if gone else amount_of(firm, final, periods_between(month, last, MONTH))
        found.append({"month": month, "arr": arr, "plan": firm.plan, "motion": firm.motion})
    return found


def amount_of(firm: Firm, final: int, months_ago: int) -> Decimal:
    """A company's ARR so many months ago: some steps of growth, or of shrinking, lie between then and now."""
    roll = dice("revenue", firm.key)
    factor = Decimal(1)
    for _ in range(3):
        when, grew = roll.randrange(2, MONTHS), roll.random()
        if months_ago >= when:
            factor /= Decimal("1.12") if grew < 0.6 else Decimal("0.94") if grew < 0.75 else Decimal(1)
    return (Decimal(final) * factor).quantize(Decimal("0.01"))
