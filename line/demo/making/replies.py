"""What those who spoke were answered: a look at the drafts every week, and what was approved to be said."""

from __future__ import annotations

from datetime import timedelta

from answers import actions as answers
from answers.models import Answer, AnswerState
from answers.rules import may_answer
from answers.tasks import (
    draft_about_idea,
    draft_about_initiative,
    draft_about_set_aside,
    draft_after_merge,
    draft_to_late_askers,
    draft_to_late_voter,
)
from history import clock
from jobs import runner
from jobs.models import Job
from line.demo.making.stage import Stage, dice
from roadmap.models import Idea
from roadmap.models import Stage as IdeaStage

FIRST_LOOK, LOOKS_EVERY = -150, 10
LEFT_WAITING = timedelta(days=12)
DRAFTING = [
    task.name
    for task in (
        draft_about_idea, draft_about_initiative, draft_about_set_aside, draft_to_late_voter, draft_to_late_askers,
        draft_after_merge,
    )
]  # fmt: skip
SAYABLE = {
    IdeaStage.DELIVERY: ("We are building this now and would gladly show you a first version.", "Any date, and any price."),
    IdeaStage.VALIDATION: ("It is with the first customers. We will tell you how it goes for them.", "Who these customers are."),
    IdeaStage.PILOT: ("We are trying this with a few customers before we decide.", "That it will come, or when."),
}


def lay_replies(stage: Stage) -> None:
    """Every ten days somebody goes through the drafts, since they are kept here; near the end, words are approved."""
    for day in range(FIRST_LOOK, 0, LOOKS_EVERY):
        stage.on(day, lambda: look_through(stage), hour=16)
    stage.on(-6, lambda: approve_words(stage), hour=11)
    stage.at(stage.now, lambda: look_through(stage))


def look_through(stage: Stage) -> None:
    """Let the clerk draft what came of things; then send what has lain for a while, hand over what has no address."""
    due = Job.objects.due(clock.now()).filter(task__in=DRAFTING)
    due.filter(run_at__lt=stage.moment(FIRST_LOOK)).delete()
    for job in due.order_by("pk"):
        runner.run(job.pk)
    waiting = Answer.objects.filter(state=AnswerState.WAITING, made_at__lt=stage.now - LEFT_WAITING)
    for answer in waiting.select_related("contact__silence", "company__owner", "owner", "product").order_by("pk"):
        give(stage, answer)
    # No mail leaves a story: what was sent counts as arrived.
    Job.objects.filter(task__startswith="answers.mail_").delete()
    Answer.objects.filter(state=AnswerState.SENT, mailed_at=None).update(mailed_at=clock.now())


def give(stage: Stage, answer: Answer) -> None:
    """Most are sent as they stand, some told in person, a few not given."""
    actor = stage.as_person(answer.owner) if answer.owner is not None else stage.as_("tomasz")
    if not may_answer(actor, answer):
        actor = stage.as_("tomasz")
    roll = dice("answer", answer.occurrence).random()
    seller = answer.company.owner if answer.company is not None else None
    if roll < 0.04:
        answers.drop_answer(answer, reason="They no longer work there.", actor=actor)
    elif answer.is_sendable and roll < 0.9:
        answers.send_answer(answer, actor=actor)
    elif seller is not None:
        handed = answers.hand_over(answer, actor=actor)
        if roll < 0.97:
            answers.tell_answer(handed, note="In our regular call.", actor=stage.as_person(seller))


def approve_words(stage: Stage) -> None:
    """Say what sales may say of what is on its way."""
    for idea in Idea.objects.filter(stage__in=SAYABLE, owner__isnull=False).select_related("owner").order_by("pk"):
        may_say, must_not_say = SAYABLE[IdeaStage(idea.stage)]
        answers.approve_wording(idea, may_say=may_say, must_not_say=must_not_say, actor=stage.as_person(idea.owner))
