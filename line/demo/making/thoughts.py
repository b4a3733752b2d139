"""Ideas as they were written down, what became of them, and who voted for them."""

from __future__ import annotations

from line.demo.ideas import IDEAS, Sketch
from line.demo.making.stage import Stage
from roadmap import actions as roadmap


def lay_thoughts(stage: Stage) -> None:
    """Write down each idea on its day."""
    for sketch in IDEAS:
        stage.on(-sketch.age, lambda sketch=sketch: write_down(stage, sketch), hour=10.5)


def write_down(stage: Stage, sketch: Sketch) -> None:
    """One product manager's idea, with its canvas."""
    stage.ideas[sketch.key] = roadmap.create_idea(
        product=stage.products[sketch.product], title=sketch.title, problem=sketch.problem, value=sketch.value,
        hypothesis=sketch.hypothesis, target_outcomes=sketch.target, owner=stage.people[sketch.owner],
        state="unsorted" if sketch.state == "unsorted" else "backlog", actor=stage.as_(sketch.owner),
    )  # fmt: skip
