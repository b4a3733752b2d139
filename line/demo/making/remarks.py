"""Colleagues talk about ideas, follow some, and read what they are told: all but what is only a few days old."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from conversation import actions as conversation
from conversation.models import Comment
from line.demo.making.stage import Stage
from line.demo.remarks import CAUGHT_UP, FOLLOWERS, REMARKS, Remark

A_BIT_LATER = timedelta(minutes=47)


def lay_remarks(stage: Stage) -> None:
    """Each thread on its day; who follows; and everybody caught up."""
    for remark in REMARKS:
        stage.on(remark.day, lambda remark=remark: begin(stage, remark), hour=9.75)
    for who, idea in FOLLOWERS:
        stage.on(CAUGHT_UP - 20, lambda who=who, idea=idea: follow(stage, who, idea), hour=8.5)
    stage.on(CAUGHT_UP, lambda: catch_up(stage), hour=17.5)


def begin(stage: Stage, remark: Remark) -> None:
    """Somebody begins; the answers come one after another."""
    if remark.idea in stage.ideas:
        thread = conversation.write_comment(stage.ideas[remark.idea], text=remark.text, actor=stage.as_(remark.who))
        go_on(stage, remark, thread, list(remark.answers))


def go_on(stage: Stage, remark: Remark, thread: Comment, answers: list[tuple[str, str]]) -> None:
    """The next answer, or the end."""

    def act() -> Any:
        if answers:
            who, text = answers.pop(0)
            conversation.reply(thread, text=text, actor=stage.as_(who))
            go_on(stage, remark, thread, answers)
        else:
            conversation.resolve_thread(thread, actor=stage.as_(remark.settled_by))

    if answers or remark.settled_by:
        stage.later(A_BIT_LATER, act)


def follow(stage: Stage, who: str, idea: str) -> None:
    """Somebody follows an idea, unless they do already."""
    record, actor = stage.ideas.get(idea), stage.as_(who)
    if record is not None:
        conversation.begin_following(record, [actor.person], why="chose")


def catch_up(stage: Stage) -> None:
    """Everybody has read what they were told so far."""
    for key in stage.people:
        if stage.people[key].is_active:
            conversation.mark_all_read(actor=stage.as_(key))
