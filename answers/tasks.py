"""Background work of answers: drafts, mail to customers, and mail to our people whose requests moved."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from answers import actions
from answers.links import stop_address
from answers.models import Answer, AnswerState, Muted, Occasion
from answers.news import news_of
from feedback.models import Feedback, Request, SetAside
from feedback.standing import standings
from history import clock
from history.actor import Actor, system
from jobs.actions import enqueue
from people.models import Organisation, Person
from roadmap.models import Idea, Initiative, Insight, Vote

CLERK = "the answers' clerk"


@shared_task(name="answers.draft_about_idea")
def draft_about_idea(pk: int, occasion: str, initiative_pk: int | None = None) -> int:
    """Draft answers to everybody who asked for an idea, by words or a vote, and tell our own people whose requests they are."""
    idea = Idea.objects.get(pk=pk)
    initiative = Initiative.objects.filter(pk=initiative_pk).first()
    drafts = actions.draft_about_idea(idea, actor=system(CLERK), occasion=occasion, initiative=initiative)
    mail_requesters(idea, occasion)
    return len(drafts)


@shared_task(name="answers.draft_about_initiative")
def draft_about_initiative(pk: int, occasion: str) -> int:
    """The same for every idea of an initiative."""
    ideas = Initiative.objects.get(pk=pk).ideas.values_list("pk", flat=True)
    return sum(draft_about_idea(idea, occasion, pk) for idea in ideas)


@shared_task(name="answers.draft_after_merge")
def draft_after_merge(*pks: int) -> int:
    """Draft what can be told of an idea that two became, or of the two again, and tell our own people whose requests they are."""
    count = 0
    for idea in Idea.objects.filter(pk__in=pks).order_by("pk"):
        count += len(actions.draft_after_merge(idea, actor=system(CLERK)))
        occasion, _ = news_of(idea)
        if occasion is not None:
            mail_requesters(idea, occasion)
    return count


@shared_task(name="answers.draft_to_late_voter")
def draft_to_late_voter(pk: int) -> int:
    """Draft to somebody who voted for what was told already."""
    return len(actions.draft_to_late_voter(Vote.objects.get(pk=pk), actor=system(CLERK)))


@shared_task(name="answers.draft_to_late_askers")
def draft_to_late_askers(idea_pk: int, *pks: int) -> int:
    """Draft to those whose words were linked to what was told already, and tell our own people whose requests they are."""
    idea = Idea.objects.get(pk=idea_pk)
    drafts = actions.draft_to_late_askers(idea, pks, actor=system(CLERK))
    occasion, _ = news_of(idea.duplicate_of or idea)
    if occasion is not None:
        mail_requesters(idea.duplicate_of or idea, occasion)
    return len(drafts)


@shared_task(name="answers.draft_about_set_aside")
def draft_about_set_aside(*pks: int) -> int:
    """Draft the reasoned no to each."""
    asides = SetAside.objects.filter(pk__in=pks).order_by("pk")
    return sum(len(actions.draft_about_set_aside(one, actor=system(CLERK))) for one in asides)


@shared_task(name="answers.withdraw_about_idea")
def withdraw_about_idea(pk: int, occasions: list[str]) -> int:
    """Take waiting drafts away that are true no more."""
    why = f"No longer so: {', '.join(Occasion(one).label.lower() for one in occasions)}."
    return actions.withdraw_drafts(idea=Idea.objects.get(pk=pk), occasions=occasions, actor=system(CLERK), why=why)


@shared_task(name="answers.withdraw_about_initiative")
def withdraw_about_initiative(pk: int, occasions: list[str]) -> int:
    """The same for every idea of an initiative."""
    ideas = Initiative.objects.get(pk=pk).ideas.values_list("pk", flat=True)
    return sum(withdraw_about_idea(idea, occasions) for idea in ideas)


@shared_task(name="answers.withdraw_from_voter")
def withdraw_from_voter(pk: int) -> int:
    """Take waiting drafts away from somebody who took their vote back."""
    return actions.withdraw_drafts_to_voter(Vote.objects.get(pk=pk), actor=system(CLERK))


@shared_task(name="answers.withdraw_from_unlinked")
def withdraw_from_unlinked(idea_pk: int, *pks: int) -> int:
    """Take waiting drafts away from those whose words do not support an idea any more."""
    idea = Idea.objects.select_related("duplicate_of").get(pk=idea_pk)
    return actions.withdraw_drafts_to_unlinked(idea, pks, actor=system(CLERK))


@shared_task(name="answers.withdraw_about_feedback")
def withdraw_about_feedback(*pks: int) -> int:
    """Take the waiting no to each away."""
    return actions.withdraw_drafts(feedback=pks, actor=system(CLERK), why="It is looked at again.")


@shared_task(name="answers.withdraw_from_separated")
def withdraw_from_separated(*pks: int) -> int:
    """Take the waiting no away from those whose words are duplicates no more."""
    rows = Feedback.objects.filter(pk__in=pks, merged_into=None).order_by("pk")
    return sum(actions.withdraw_drafts_to_separated(row, actor=system(CLERK)) for row in rows)


@shared_task(name="answers.mail_answer")
def mail_answer(pk: int) -> bool:
    """Mail an answer, once: a run after a kill sees what the first one noted, and the message's own name tells twins apart."""
    answer = Answer.objects.select_related("contact", "settled_by").get(pk=pk)
    if answer.state != AnswerState.SENT or answer.mailed_at is not None or not answer.is_sendable:
        return False
    stop = stop_address(answer.contact)  # type: ignore[arg-type]
    text = render_to_string("answers/mail/answer.txt", {"answer": answer, "stop": stop})
    headers = {
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<answer-{answer.pk}@{settings.PUBLIC_URL.split('//')[-1].split('/')[0].split(':')[0]}>",
    }  # fmt: skip
    reply = [answer.settled_by.email] if answer.settled_by is not None else []
    EmailMessage(answer.subject, text, None, [answer.contact.email], reply_to=reply, headers=headers).send()  # type: ignore[union-attr]
    Answer.objects.filter(pk=pk).update(mailed_at=clock.now())
    return True


@shared_task(name="answers.mail_hand_over")
def mail_hand_over(pk: int) -> bool:
    """Tell somebody that an answer is theirs to give."""
    answer = Answer.objects.select_related("contact", "company", "owner").get(pk=pk)
    if answer.state != AnswerState.HANDED or answer.owner is None:
        return False
    address = settings.PUBLIC_URL + reverse("answers:answer", args=[answer.pk])
    context = {"answer": answer, "address": address, "has_words": answer.feedback.exists()}
    text = render_to_string("answers/mail/hand_over.txt", context)
    send_mail(f"Please tell {answer.recipient}: {answer.subject}", text, None, [answer.owner.email])
    return True


def mail_requesters(idea: Idea, occasion: str) -> None:
    """Have everybody of ours told whose requests support an idea: each once for each thing that came of it."""
    of_idea = Insight.objects.standing().filter(Q(idea=idea) | Q(idea__duplicate_of=idea)).values("feedback")
    muted = Muted.objects.values("person")
    submitters = (
        Request.objects.filter(feedback__in=of_idea).exclude(submitted_by__in=muted).values_list("submitted_by", flat=True)
    )
    for person in sorted(set(submitters)):
        slot = f"requester {person} idea {idea.pk} {occasion}"
        title = f"Mail what became of requests for {idea.key}"
        enqueue("answers.mail_requester", person, idea.pk, occasion, actor=system(CLERK), title=title, slot=slot)


@shared_task(name="answers.mail_requester")
def mail_requester(person_pk: int, idea_pk: int, occasion: str) -> bool:
    """One mail to one of our people about their requests for an idea, as far as they may see them."""
    person, idea = Person.objects.active().filter(pk=person_pk).first(), Idea.objects.select_related("wording").get(pk=idea_pk)
    if person is None:
        return False
    actor = Actor(person=person)
    of_idea = Insight.objects.standing().filter(Q(idea=idea) | Q(idea__duplicate_of=idea)).values("feedback")
    own = Feedback.objects.visible_to(actor).filter(request__submitted_by=person, pk__in=of_idea)
    seen = list(own.select_related("company"))
    if not seen:
        return False
    told = standings(seen, actor)
    context = {
        "person": person, "idea": idea, "occasion": Occasion(occasion).label, "organisation": Organisation.objects.first(),
        "requests": [(row, told[row.pk].words, settings.PUBLIC_URL + row.get_absolute_url()) for row in seen],
        "wording": getattr(idea, "wording", None), "settings_address": settings.PUBLIC_URL + reverse("answers:mail"),
    }  # fmt: skip
    subject = f"{Occasion(occasion).label}: {idea.key} {idea.title}"[:200]
    send_mail(subject, render_to_string("answers/mail/requester.txt", context), None, [person.email])
    return True
