"""What other pages show of answers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from answers import rules
from answers.models import GIVEN, OPEN, Answer, AnswerState, Silence
from answers.owing import owed_votes
from customers.models import Company, Contact
from doors.panels import ask_along, may_have, panel
from doors.web import actor_of
from feedback.models import Feedback, FeedbackState
from roadmap.models import Idea

Served = tuple[str, dict[str, Any]]
SHOWN = 20


def readable(request: HttpRequest) -> Any:
    """Answers as a panel lists them, the newest first; those that the house withdrew say nothing to a reader."""
    rows = Answer.objects.visible_to(actor_of(request)).exclude(state=AnswerState.DROPPED, settled_by=None)
    return rows.select_related("contact", "company", "owner").order_by("-id")


ask_along("feedback", has_answers=Exists(Answer.feedback.through.objects.filter(feedback=OuterRef("pk"))))


@panel("feedback", order=25)
def answers_to_feedback(request: HttpRequest, feedback: Feedback) -> Served | None:
    """What whoever said it was answered, and the way to begin an answer."""
    rows = list(readable(request).filter(feedback=feedback)[:SHOWN]) if may_have(feedback, "has_answers") else []
    is_reachable = bool(feedback.contact_id or feedback.company_id) and feedback.state != FeedbackState.INBOX
    may_begin = is_reachable and not any(row.is_open for row in rows) and rules.may_answer(actor_of(request))
    if not rows and not may_begin:
        return None
    return "answers/panels/feedback.html", {"answers": rows, "may_begin": may_begin, "feedback": feedback}


@panel("request", order=20)
def answers_to_request(request: HttpRequest, feedback: Feedback) -> Served | None:
    """What came back to the customer for whom a salesperson asked."""
    rows = list(readable(request).filter(feedback=feedback)[:SHOWN])
    return ("answers/panels/answers.html", {"answers": rows}) if rows else None


@panel("idea", order=20)
def wording_of_idea(request: HttpRequest, idea: Idea) -> Served:
    """What may be said of an idea, how many of those who asked were answered, and how many voted and heard nothing."""
    actor = actor_of(request)
    counted = {name: Count("answers", filter=Q(answers__state__in=states)) for name, states in (("given", GIVEN), ("open", OPEN))}
    unheard = owed_votes(actor).filter(idea=OuterRef("pk")).order_by().values("idea").annotate(n=Count("pk")).values("n")
    told = (
        Idea.objects.select_related("wording__approved_by")
        .annotate(**counted, unheard=Coalesce(Subquery(unheard), 0))
        .get(pk=idea.pk)
    )
    return "answers/panels/idea.html", {
        "idea": idea, "wording": getattr(told, "wording", None), "may_word": rules.may_word(actor, idea),
        "given": told.given, "open": told.open, "unheard": told.unheard,
    }  # fmt: skip


@panel("company-owed", order=20)
def answers_to_company(request: HttpRequest, company: Company) -> Served | None:
    """What a company was answered, and what it still waits for."""
    rows = list(readable(request).filter(company=company)[:SHOWN])
    return ("answers/panels/answers.html", {"answers": rows}) if rows else None


@panel("company-owed", order=15)
def votes_of_company(request: HttpRequest, company: Company) -> Served | None:
    """What a company voted for and heard nothing of: the longest wait first."""
    rows = owed_votes(actor_of(request)).filter(company=company).select_related("idea", "contact", "given_by")[:SHOWN]
    may_send = bool(rules.may_answer(actor_of(request)))
    return ("answers/panels/votes.html", {"votes": rows, "may_send": may_send}) if rows else None


@panel("portal.feedback", order=20)
def answers_on_the_portal(request: HttpRequest, said: Any) -> Served | None:
    """What somebody was answered by mail to what they wrote on the portal: theirs to read there too."""
    if said.feedback is None:
        return None
    sent = Answer.objects.filter(feedback=said.feedback, contact=said.contact, state=AnswerState.SENT).order_by("-settled_at")
    rows = list(sent[:SHOWN])
    return ("answers/panels/portal.html", {"answers": rows}) if rows else None


ask_along(
    "contact",
    has_answers=Exists(Answer.objects.filter(contact=OuterRef("pk"))),
    is_silent=Exists(Silence.objects.filter(contact=OuterRef("pk"))),
)


@panel("contact", order=60)
def answers_to_contact(request: HttpRequest, contact: Contact) -> Served | None:
    """What a contact was answered, and whether they want mail at all."""
    rows = list(readable(request).filter(contact=contact)[:SHOWN]) if may_have(contact, "has_answers") else []
    told = getattr(contact, "is_silent", None)
    return "answers/panels/contact.html", {
        "answers": rows, "contact": contact, "may": actor_of(request).has(*rules.TELLERS),
        "is_silent": Silence.objects.filter(contact=contact).exists() if told is None else told,
    }  # fmt: skip
