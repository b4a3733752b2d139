"""Segments that people drew, and rules over what comes in."""

from __future__ import annotations

from customers import actions as customers
from feedback import actions as feedback
from line.demo.habits import RULES, SEGMENTS, Drawn, Habit
from line.demo.making.stage import Stage


def lay_habits(stage: Stage) -> None:
    """Each on its day."""
    for drawn in SEGMENTS:
        stage.on(drawn.day, lambda drawn=drawn: draw(stage, drawn), hour=11)
    for habit in RULES:
        stage.on(habit.day, lambda habit=habit: make_rule(stage, habit), hour=15)


def draw(stage: Stage, drawn: Drawn) -> None:
    """Somebody gives the companies that they ask for again and again a name."""
    customers.save_segment(name=drawn.name, conditions=list(drawn.conditions), actor=stage.as_(drawn.by))


def make_rule(stage: Stage, habit: Habit) -> None:
    """A product manager writes a rule, and switches it on once it was tried out."""
    does = habit.does | ({"assign_to": stage.people[habit.does["assign_to"]]} if "assign_to" in habit.does else {})
    rule = feedback.add_rule(name=habit.name, actor=stage.as_(habit.by), **does)
    if habit.is_on:
        feedback.switch_rule(rule, is_on=True, actor=stage.as_(habit.by))
