"""The evidence of the gates: features with their projections, pilots with what came of them, salespeople's assessments."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from gates.actions import comparing, outcomes, pilots, projections, viability
from gates.models import Confirmation, PilotCompany, ViabilityRound
from gates.models.viability import ViabilityCriterion
from gates.tasks import learn_likelihood
from line.demo.cast import BY_KEY
from line.demo.features import PROBES, Capability
from line.demo.gates.assessments import ASSESSMENTS, Assessment
from line.demo.gates.depth import CODES, COMMITMENTS, CONTROLS, TO_HEAR, WORTHS, Control, Worth
from line.demo.gates.pilots import PILOTS, Pilot, Trial
from line.demo.gates.stories import REVIEWS, Review
from line.demo.making.stage import Stage, dice
from line.demo.making.use import shown

HALF_A_YEAR = 26
PROJECTED_AT = {("parts-van", 1): -128, ("parts-van", 2): -43}
TARGETS = {
    "customer-eta": 22_000,
    "offline-jobs": 180_000,
    "job-profit": 40_000,
    "quote-options": 15_000,
    "consolidated-invoice": 45_000,
    "payroll-export": 30_000,
}
SELECTIONS = {"fake door": "fake_door", "prototype": "opt_in"}


def lay_evidence(stage: Stage) -> None:
    """Projections before each first gate, pilots before the second, assessments before the third."""
    for review in REVIEWS:
        if review.until in ("draft", "locked"):
            continue
        if review.gate == 1:
            day = PROJECTED_AT.get((review.idea, review.attempt), review.submitted - 5)
            stage.on(day, lambda review=review: project(stage, review), hour=15)
        if review.gate == 3:
            lay_round(stage, review)
    lay_open_round(stage)
    for pilot in PILOTS:
        stage.on(pilot.starts, lambda pilot=pilot: begin(stage, pilot), hour=12)


def project(stage: Stage, review: Review) -> None:
    """The idea's owner asks how many will use it half a year on, going by its own trial and by earlier features."""
    probe = next(one for one in PROBES if one.key == review.idea)
    idea = stage.ideas[review.idea]
    made = projections.project(
        idea, stage.features[probe.key], actor=stage.as_person(idea.owner), threshold=Decimal("0.20"), horizon=HALF_A_YEAR,
        unit="user", probe_kind="exposed", probe_selection=selection(probe), exposure_event=shown(probe), exposure_weeks=4,
        is_renewed=review.until != "decided",
    )  # fmt: skip
    if review.until != "decided":
        learn_likelihood(made.pk)


def selection(probe: Capability) -> str:
    """How the users of a trial came to be in it."""
    return next((kind for word, kind in SELECTIONS.items() if word in probe.name), "random")


def begin(stage: Stage, story: Pilot) -> None:
    """Design a pilot, enrol the companies with their outcomes, lock it, and let them have it."""
    idea, leader = stage.ideas[story.idea], stage.as_(story.led_by)
    pilot = pilots.design_pilot(idea, actor=leader, name=f"{idea.title}: first companies", purpose=idea.hypothesis)
    places = []
    for trial in story.trials:
        company = stage.companies[trial.company]
        (place,) = pilots.enrol(pilot, [company], actor=leader, contact=stage.contact(trial.company))
        pilots.fix_outcome(
            place, actor=leader, metric=story.metric, unit=story.unit, direction=story.direction, baseline=exact(trial.baseline),
            target=exact(trial.target), minimum_change=exact(story.least), due_on=stage.date(story.due),
            measured_how="From the customer's own jobs in Larkspan, counted by the week.",
        )  # fmt: skip
        places.append((trial, place))
    controls = [(name_control(stage, pilot, story, one, leader), one.after) for one in CONTROLS.get(story.idea, ())]
    pilot = pilots.lock_pilot(pilot, actor=leader)
    for trial, place in places:
        pilots.expose(place, actor=leader)
        if trial.reached is not None:
            lay_result(stage, story, trial, place)
    lay_beside(stage, story, controls, {trial.company: place for trial, place in places})
    if story.due < 0:
        stage.on(story.due + 2, lambda: pilots.close_pilot(pilot, actor=leader), hour=16)
    idea.refresh_from_db()


def name_control(stage: Stage, pilot: Any, story: Pilot, one: Control, leader: Any) -> Any:
    """Name a company to compare with, before anybody has it."""
    company = stage.companies[one.company]
    return comparing.name_control(pilot, company=company, metric=story.metric, before=exact(one.before), actor=leader)


def lay_beside(stage: Stage, story: Pilot, controls: list[tuple[Any, float]], places: dict[str, Any]) -> None:
    """What became of the companies without it, what it was worth to those with it, and what their words are about."""
    success = stage.as_("luca" if story.led_by == "hannah" else "hannah")

    def measure() -> None:
        for control, after in controls:
            comparing.measure_control(control, after=exact(after), actor=success)
        for worth in WORTHS.get(story.idea, ()):
            note(worth)
        for (idea, company), codes in CODES.items():
            if idea == story.idea:
                answer = Confirmation.objects.get(value__outcome__place=places[company])
                for code in codes:
                    comparing.code_words(answer, code=code, actor=success)

    def note(worth: Worth) -> None:
        place = PilotCompany.objects.get(pk=places[worth.company].pk)
        comparing.note_cost(place, cost=exact(worth.cost), actor=success)
        month = place.exposed_at.date()  # type: ignore[union-attr]
        for amount in worth.months:
            comparing.note_benefit(place, month=month, amount=exact(amount), actor=success)
            month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)

    if controls:
        stage.on(story.due + 1, measure, hour=15)


def lay_result(stage: Stage, story: Pilot, trial: Trial, place: Any) -> None:
    """Towards the due day customer success enters what came of it, and the customer answers by link."""
    roll = dice("result", story.idea, trial.company)
    day = story.due - 1 - roll.randrange(9) if story.due < 0 else -6 - roll.randrange(9)
    other = "luca" if story.led_by == "hannah" else "hannah"
    stage.on(day, lambda: enter(stage, trial, place, other), hour=11)


def enter(stage: Stage, trial: Trial, place: Any, who: str) -> None:
    """A value, and the question to the customer."""
    outcomes.enter_outcome(place.outcome, actor=stage.as_(who), value=exact(trial.reached))
    link = outcomes.ask_confirmation(place.outcome, actor=stage.as_(who))
    if trial.confirmed:
        name = place.contact.name if place.contact else ""
        answer = {"agrees": True, "words": trial.words, "name": name}
        stage.later(timedelta(hours=20), lambda: outcomes.answer_confirmation(link, **answer))


def lay_round(stage: Stage, review: Review) -> None:
    """Salespeople are asked, answer each alone, and are revealed together before the idea is submitted."""
    theirs = [one for one in ASSESSMENTS if (one.idea, one.attempt) == (review.idea, review.attempt)]
    opened = review.submitted - 8

    def open_round() -> None:
        idea = stage.ideas[review.idea]
        round = viability.open_round(
            idea, actor=stage.as_person(idea.owner), target_amount=TARGETS[review.idea], target_by=stage.date(opened + 365),
            assessors=[stage.people[one.seller] for one in theirs], deadline=stage.date(opened + 6),
            words="Each of you alone, please. Named accounts only if you would ring them tomorrow.",
        )  # fmt: skip
        for number, one in enumerate(theirs):
            stage.on(opened + 1 + number, lambda one=one: assess(stage, round, one), hour=10 + number)
        stage.on(review.submitted - 3, lambda: viability.reveal(round, actor=stage.as_person(idea.owner)), hour=17)

    stage.on(opened, open_round, hour=9)


def lay_open_round(stage: Stage) -> None:
    """One round still runs: some have answered, others are waited for."""

    def open_round() -> None:
        idea = stage.ideas["skills-match"]
        round = viability.open_round(
            idea, actor=stage.as_person(idea.owner), target_amount=90_000, target_by=stage.date(340), deadline=stage.date(6),
            assessors=[stage.people[key] for key in ("callum", "beatriz", "jonas", "meilin", "sophie")],
            words="While the last two conditions are being met: does it sell, and to whom?",
        )  # fmt: skip
        for one in ASSESSMENTS:
            if one.idea == "skills-match":
                stage.on(-2, lambda one=one: assess(stage, round, one), hour=15)

    stage.on(-4, open_round, hour=10)


def assess(stage: Stage, round: ViabilityRound, view: Assessment) -> None:
    """One salesperson's view, alone."""
    accounts = [
        {"company": stage.companies[key], "probability": exact(chance), "amount": exact(amount)} | committed(view, key)
        for key, chance, amount in view.accounts
    ]
    risks = [
        {"company": stage.companies[key], "without": exact(without), "with_feature": exact(with_it)}
        for key, _, without, with_it in view.at_risk
    ]
    viability.assess(
        round, actor=stage.as_(BY_KEY[view.seller].key), ratings=dict(zip(ViabilityCriterion.values, view.scores, strict=True)),
        probability=exact(view.chance), wrong_if=view.wrong_if, objections=view.objection,
        to_hear=TO_HEAR.get((view.idea, view.seller), ""), accounts=accounts, risks=risks,
    )  # fmt: skip


def committed(view: Assessment, company: str) -> dict[str, Any]:
    """How far an account committed itself, where its salesperson said so."""
    said = COMMITMENTS.get((view.idea, view.seller, company))
    return {} if said is None else said._asdict() | {"replaces": exact(said.replaces)}


def exact(number: float | None) -> Decimal:
    """A number as people typed it."""
    return Decimal(str(number))
