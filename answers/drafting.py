"""The words of a draft: what they said, what came of it, and what may be said of it. A person reads it before it goes out."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils import timezone

from answers.asking import Asker, still_known
from answers.models import Occasion, Wording
from feedback.models import Feedback, SetAside, SetAsideReason
from feedback.models.feedback import shortened
from people.models import Organisation
from roadmap.models import Idea, Initiative
from roadmap.naming import name_outside

SUBJECTS = {
    Occasion.SET_ASIDE: "About what you told us: {topic}",
    Occasion.PLANNED: "{topic} is on our roadmap",
    Occasion.STARTED: "We are working on {topic}",
    Occasion.SHIPPED: "{topic} is here",
    Occasion.NOT_DOING: "About {topic}",
    Occasion.FAILED: "What we learned about {topic}",
    Occasion.BY_HAND: "About what you told us",
}
# Whom nobody answers: who did not mean us.
UNANSWERED_REASONS = (SetAsideReason.SPAM,)
REASONS = {
    SetAsideReason.PRAISE: "Thank you: this went to the people who made it.",
    SetAsideReason.SOLVED: "There is a way to do this today, and we would gladly show you.",
    SetAsideReason.QUESTION: "We hope that your question is answered. If not, just reply to this mail.",
    SetAsideReason.NOT_OUR_MARKET: "We read it with care and decided not to go this way: it lies outside of what we build.",
    SetAsideReason.UNCLEAR: "We could not tell from this what would help you. Would you tell us more? Just reply to this mail.",
    SetAsideReason.OTHER: "We read it with care and will not take it further for now.",
}


def subject_of(occasion: str, idea: Idea | None, asker: Asker) -> str:
    """The subject line, with the customer's own first words where there is no idea and they may be quoted."""
    if idea is not None:
        topic = name_outside(idea)
    else:
        first = asker.feedback[0]
        ours = f"our conversation on {timezone.localdate(first.said_at):%-d %B}"
        topic = shortened(first.title or first.text, 60) if first.is_quotable else ours
    subject = "About {topic}" if occasion == Occasion.BY_HAND and idea is not None else SUBJECTS[Occasion(occasion)]
    return subject.format(topic=topic[:1].upper() + topic[1:])[:200]


def text_of(
    occasion: str,
    asker: Asker,
    *,
    idea: Idea | None = None,
    initiative: Initiative | None = None,
    set_aside: SetAside | None = None,
    sender: str = "",
) -> str:
    """The draft of an answer as plain text. Reasons that we wrote for ourselves (why not), and what we noted beside a vote, are
    left to the writer: only what was approved for customers is put into it."""
    wording = Wording.objects.filter(idea=idea).first() if idea is not None else None
    quotable = Feedback.objects.quotable().filter(pk__in=[row.pk for row in asker.feedback]).order_by("said_at", "pk")
    quotes = [(row.said_at, shortened(row.text, 300)) for row in quotable[:3]]
    vote = next((one for one in asker.votes if still_known(one.contact) == asker.contact), None)
    context = {
        "occasion": occasion, "name": str(asker.contact) if asker.contact is not None else "", "quotes": quotes,
        "topic": name_outside(idea) if idea is not None else "",
        "vote": vote, "company": asker.company, "has_words": bool(asker.feedback), "initiative": initiative,
        "may_say": wording.may_say if wording is not None else "",
        "is_praise": set_aside is not None and set_aside.reason == SetAsideReason.PRAISE,
        "reason": REASONS.get(SetAsideReason(set_aside.reason), "") if set_aside is not None else "",
        "sender": sender, "organisation": Organisation.objects.first(),
    }  # fmt: skip
    drafted = render_to_string("answers/mail/draft.txt", context).strip()
    return re.sub(r"\n{3,}", "\n\n", drafted) + "\n"
