"""Ideas as they were written down, how far work on them came, who voted for them, and how some ended."""

from __future__ import annotations

from collections import defaultdict

from line.demo.companies import COMPANIES
from line.demo.ideas import IDEAS, Sketch
from line.demo.ideas.endings import ENDINGS, Ending
from line.demo.making.stage import Stage, dice
from line.demo.set_asides import FINISHED
from line.demo.words import ASKS, VOICES
from roadmap import actions as roadmap

BEFORE_PILOTS = ("discovery", "pilot", "delivery", "validation", "done")
VOTING_DAYS = 250
OUTCOMES_KNOWN = -57


def lay_thoughts(stage: Stage) -> None:
    """Write down each idea on its day, and let it go its way."""
    for sketch in IDEAS:
        lay_idea(stage, sketch)
    lay_votes(stage)


def lay_idea(stage: Stage, sketch: Sketch) -> None:
    """One idea: written down, worked on, concluded, ended."""
    stage.on(-sketch.age, lambda: write_down(stage, sketch), hour=10.5)
    if sketch.stage in BEFORE_PILOTS:
        stage.on(5 - sketch.age, lambda: move(stage, sketch, "discovery"), hour=11)
    if sketch.stage == "done":
        lay_work(stage, sketch)
    elif sketch.actual:
        stage.on(OUTCOMES_KNOWN, lambda: conclude(stage, sketch), hour=16)
    if sketch.key in ENDINGS:
        stage.on(ENDINGS[sketch.key].day, lambda: end(stage, sketch, ENDINGS[sketch.key]), hour=16)


def lay_work(stage: Stage, sketch: Sketch) -> None:
    """An idea of the time before the gates: built, tried, done."""
    finished = -FINISHED[sketch.key]
    for day, step in ((finished - 30, "delivery"), (finished - 9, "validation"), (finished - 1, "done")):
        stage.on(day, lambda step=step: move(stage, sketch, step), hour=15)
    stage.on(finished, lambda: conclude(stage, sketch), hour=16)


def write_down(stage: Stage, sketch: Sketch) -> None:
    """One product manager's idea, with its canvas."""
    stage.ideas[sketch.key] = roadmap.create_idea(
        product=stage.products[sketch.product], title=sketch.title, problem=sketch.problem, value=sketch.value,
        hypothesis=sketch.hypothesis, target_outcomes=sketch.target, owner=stage.people[sketch.owner],
        state="unsorted" if sketch.state == "unsorted" else "backlog", actor=stage.as_(sketch.owner),
    )  # fmt: skip


def move(stage: Stage, sketch: Sketch, step: str) -> None:
    """Work on an idea goes on."""
    roadmap.move_stage(stage.ideas[sketch.key], actor=stage.as_(sketch.owner), stage=step)


def conclude(stage: Stage, sketch: Sketch) -> None:
    """Write down what really came of it."""
    roadmap.edit_idea(stage.ideas[sketch.key], actor=stage.as_(sketch.owner), actual_outcomes=sketch.actual)


def end(stage: Stage, sketch: Sketch, ending: Ending) -> None:
    """Nobody works on it any more: say why, and put it out of sight."""
    idea, owner = stage.ideas[sketch.key], stage.as_(sketch.owner)
    idea.refresh_from_db()
    if ending.duplicate_of:
        roadmap.merge_idea(idea, actor=owner, into=stage.ideas[ending.duplicate_of])
    elif idea.stage != "not_doing":
        roadmap.move_stage(idea, actor=owner, stage="not_doing", reason=ending.reason)
    roadmap.archive_idea(idea, actor=owner, reason=ending.reason)


def lay_votes(stage: Stage) -> None:
    """Who asked for something votes for it, mostly; and some who did not."""
    voters = defaultdict(set)
    for said in (*VOICES, *ASKS):
        voters[said.topic].add(said.company)
    owners = {firm.key: firm.owner for firm in COMPANIES if firm.lifecycle in ("customer", "trial")}
    for sketch in IDEAS:
        roll = dice("votes", sketch.key)
        asked = sorted(company for company in voters[sketch.key] & owners.keys() if roll.random() < 0.72)
        others = roll.sample(sorted(owners.keys() - voters[sketch.key]), k=len(voters[sketch.key]) // 3)
        for company in (*asked, *others):
            day = -min(sketch.age - 8, VOTING_DAYS) * roll.random()
            ended = ENDINGS.get(sketch.key)
            giver = owners[company] if roll.random() < 0.6 else roll.choice(["hannah", "luca"])
            stage.on(
                min(day, ended.day - 3) if ended else day,
                lambda pair=(sketch.key, company, giver): cast_vote(stage, *pair),
                hour=14,
            )


def cast_vote(stage: Stage, idea: str, company: str, giver: str) -> None:
    """One company's vote, given by whoever talks with it."""
    if company in stage.companies:
        roadmap.vote(stage.ideas[idea], actor=stage.as_(giver), company=stage.companies[company], contact=stage.contact(company))
