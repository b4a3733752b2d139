"""Who asked for an idea: those whose words support it, and those who voted for it. Each of them once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from customers.models import Company, Contact
from feedback.models import Feedback
from roadmap.models import Idea, Insight, Vote


@dataclass
class Asker:
    """Somebody who asked, with all that they said and voted for: a contact; or a company, through its owner."""

    contact: Contact | None
    company: Company | None
    feedback: list[Feedback] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Whom an answer is for, as part of the name that is unique."""
        return f"contact:{self.contact.pk}" if self.contact is not None else f"company:{self.company.pk}"  # type: ignore[union-attr]

    @property
    def named(self) -> dict[str, Any]:
        """Whom an answer is for, as it is looked for."""
        return {"contact": self.contact} if self.contact is not None else {"contact": None, "company": self.company}


def who_said(row: Feedback) -> Asker | None:
    """Whom a feedback's answer goes to: the contact; else the company, through its owner; else nobody can be reached."""
    company = row.company or (row.contact.company if row.contact is not None else None)
    contact = still_known(row.contact)
    return Asker(contact, company) if contact is not None or company is not None else None


def still_known(contact: Contact | None) -> Contact | None:
    """The contact, unless they were erased: then there is nobody to speak to, and their company is told."""
    return contact if contact is not None and contact.erased_at is None else None


def who_said_it(feedback: Feedback, *, without: Iterable[int] = ()) -> list[Asker]:
    """Everybody who said a feedback: whoever said it, and those whose words were merged into it, but ``without`` some of these.
    Each of them once."""
    rows = Feedback.objects.filter(Q(pk=feedback.pk) | Q(merged_into=feedback)).exclude(pk__in=list(without))
    return list(grouped(rows.select_related("contact__company", "company__owner").order_by("said_at", "pk")).values())


def grouped(rows: Iterable[Feedback]) -> dict[str, Asker]:
    """Who said these words, each with all that they said."""
    found: dict[str, Asker] = {}
    for row in rows:
        if (asker := who_said(row)) is not None:
            found.setdefault(asker.name, asker).feedback.append(row)
    return found


def askers_of(idea: Idea) -> list[Asker]:
    """Everybody who asked for an idea or a duplicate of it, who asked first before the others.

    A vote that names nobody is its company's: where somebody there asked as well, what they are told answers the vote too.
    """
    found = grouped(words_behind(idea))
    for vote in sorted(votes_for(idea), key=lambda one: still_known(one.contact) is None):
        asker = Asker(still_known(vote.contact), vote.company)
        theirs = [one for one in found.values() if one.company == vote.company] if asker.contact is None else []
        for one in theirs or [found.setdefault(asker.name, asker)]:
            one.votes.append(vote)
    return list(found.values())


def words_behind(idea: Idea) -> Iterable[Feedback]:
    """The feedback that supports an idea or a duplicate of it, with what was merged into it; the oldest first."""
    linked = Insight.objects.standing().filter(Q(idea=idea) | Q(idea__duplicate_of=idea)).values("feedback")
    spoken = Feedback.objects.filter(Q(pk__in=linked) | Q(merged_into__in=linked))
    return spoken.select_related("contact__company", "company__owner").order_by("said_at", "pk")


def votes_for(idea: Idea) -> Iterable[Vote]:
    """The standing votes for an idea or a duplicate of it, the oldest first."""
    votes = Vote.objects.standing().filter(Q(idea=idea) | Q(idea__duplicate_of=idea))
    return votes.select_related("contact__company", "company__owner", "idea").order_by("at", "pk")
