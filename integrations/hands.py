"""What an import finds and makes. ``Hands`` makes it by the verbs; ``TryingHands`` only says what it would make.

Both look things up in the same way, so a dry run counts exactly what the run would make.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q
from django.db.models.functions import Lower

from customers.actions import add_company, add_contact, contact_named, restore_company
from customers.models import Company, CompanyDomain, Contact
from feedback.actions import give_feedback, unarchive
from feedback.actions.intake import check_not_in_future, company_for
from feedback.models import Feedback, FeedbackState, ImportBatch, ImportState
from history import clock
from history.actor import Actor
from integrations.drafts import Draft
from integrations.models import ImportedIdea, ImportedVote
from integrations.providers import FREE_MAIL
from people.models import Person
from roadmap.actions import archive_idea, create_idea, link_insight, move_stage, sort_idea, unarchive_idea, vote
from roadmap.models import Idea, IdeaState, Importance, Stage

Key = tuple[str, Any]
UNKNOWN = object()


class Hands:
    """The import at work: what it knows, and what it made."""

    def __init__(self, batch: ImportBatch, actor: Actor) -> None:
        self.batch, self.actor = batch, actor
        self.known: dict[Key, Any] = {}
        self.before: list[tuple[Key, Any]] = []
        self.made: Counter[str] = Counter()
        self.row: dict[str, Any] = {}

    def begin_row(self) -> None:
        """A new row starts; what fails in it leaves nothing behind."""
        self.row, self.before = {}, []

    def forget_row(self) -> None:
        """The row failed: what it found or made is not to be relied on."""
        for key, value in reversed(self.before):
            self.known.pop(key) if value is UNKNOWN else self.known.update({key: value})
        self.row, self.before = {}, []

    def end_row(self) -> dict[str, Any]:
        """What the row made, and counted into the whole."""
        for name, value in self.row.items():
            if not name.endswith("_version"):
                self.made[name] += len(value) if isinstance(value, list) else 1
        return self.row

    def find(self, kind: str, key: Any, query: Callable[[], Any]) -> Any:
        """What is here already, or was made before in this very run."""
        if (kind, key) not in self.known:
            self.keep(kind, key, query())
        return self.known[kind, key]

    def keep(self, kind: str, key: Any, value: Any) -> Any:
        """Remember what was found or made."""
        self.before.append(((kind, key), self.known.get((kind, key), UNKNOWN)))
        self.known[kind, key] = value
        return value

    def count(self, name: str, pk: Any) -> None:
        """Note something that the row made."""
        self.row.setdefault(name, []).append(pk)

    def prepare(self, drafts: Iterable[Draft]) -> None:
        """Look many things up at once: what the next rows will ask for."""
        drafts = list(drafts)
        source = self.batch.source
        self.load("feedback", {one.source_id for one in drafts}, feedback_by_id(source))
        self.load("idea", {one.source_id for one in drafts}, ideas_by_id(source))
        emails = {one.email.lower() for one in drafts} | {address for one in drafts for _, address in one.voters}
        self.load("contact", emails - {""}, contacts_by_email)
        self.load("colleague", emails - {""}, colleagues_by_email)
        self.load("domain", {email.rpartition("@")[2] for email in emails} - {""}, companies_by_domain)
        names = {one.company.lower(): one.company for one in drafts if one.company}
        self.load("company", set(names), lambda keys: companies_by_name({key: names[key] for key in keys}))

    def load(self, kind: str, keys: set[Any], query: Callable[[set[Any]], dict[Any, Any]]) -> None:
        """Fetch what of these keys is not known yet, the missing ones included."""
        asked = {key for key in keys if (kind, key) not in self.known}
        if asked:
            found = query(asked)
            self.known.update({(kind, key): found.get(key) for key in asked})

    # What is here.

    def feedback(self, source_id: str) -> Feedback | None:
        """The feedback of this id from this source."""
        return self.find("feedback", source_id, lambda: feedback_by_id(self.batch.source)({source_id}).get(source_id))

    def idea(self, source_id: str) -> ImportedIdea | None:
        """The idea of this id from this source."""
        return self.find("idea", source_id, lambda: ideas_by_id(self.batch.source)({source_id}).get(source_id))

    def colleague(self, email: str) -> Person | None:
        """The one of us who has this address: no customer."""
        return self.find("colleague", email, lambda: colleagues_by_email({email}).get(email)) if email else None

    def company_named(self, name: str) -> Company:
        """The company of this name, made on the spot if there is none."""
        key = name.lower()
        found = self.find("company", key, lambda: companies_by_name({key: name}).get(key))
        return self.current(found) if found else self.keep("company", key, self.new_company(name, ""))

    def company_of(self, email: str, *, make: bool) -> Company | None:
        """The company whose domain an address has; one is made if asked, save for providers of mail."""
        domain = email.rpartition("@")[2].lower()
        if not domain:
            return None
        found = self.find("domain", domain, lambda: companies_by_domain({domain}).get(domain))
        if found is not None:
            return self.current(found)
        if not make or domain in FREE_MAIL or "." not in domain:
            return None
        company = self.find("company", domain, lambda: companies_by_name({domain: domain}).get(domain))
        return self.keep("domain", domain, company or self.new_company(domain, domain))

    def contact(self, name: str, email: str, company: Company | None) -> Contact | None:
        """The contact with this address, or of this name at the company, made on the spot if there is none."""
        email = email.strip().lower()
        if not name and not email:
            return None
        key: Any = email or (name.lower(), id(company) if company is not None and company.pk is None else company)
        found = self.find("contact", key, lambda: known_contact(name, email, company))
        return found or self.keep("contact", key, self.new_contact(name or email.partition("@")[0], email, company))

    def current(self, company: Company) -> Company:
        """A company that was put away is needed again."""
        return self.restored(company) if company.archived_at is not None else company

    # What is made.

    def new_company(self, name: str, domain: str) -> Company:
        company = add_company(name=name, domains=[domain] if domain else [], actor=self.actor)
        self.count("companies", company.pk)
        return company

    def restored(self, company: Company) -> Company:
        restored = restore_company(company, actor=self.actor)
        company.archived_at = None
        return restored

    def new_contact(self, name: str, email: str, company: Company | None) -> Contact:
        contact = add_contact(name=name[:160], email=email, company=company, actor=self.actor)
        self.count("contacts", contact.pk)
        return contact

    def new_feedback(self, source_id: str, **values: Any) -> Feedback:
        given = give_feedback(source=self.batch.source, source_id=source_id, batch=self.batch, actor=self.actor, **values)
        return self.keep("feedback", source_id, given)

    def bring_back(self, feedback: Feedback) -> Feedback:
        back = unarchive(feedback, actor=self.actor)
        back.batch = self.batch
        Feedback.objects.filter(pk=back.pk).update(batch=self.batch)
        return self.keep("feedback", back.source_id, back)

    def new_idea(self, draft: Draft, title: str) -> ImportedIdea:
        assert draft.product is not None  # noqa: S101 (the caller asked for it)
        idea = create_idea(product=draft.product, title=title, problem=draft.text[:10_000], actor=self.actor)
        self.row["idea"] = idea.pk
        return self.keep("idea", draft.source_id, ImportedIdea.objects.create(idea=idea, batch=self.batch, **there(self, draft)))

    def bring_back_idea(self, known: ImportedIdea) -> ImportedIdea:
        known.idea = unarchive_idea(known.idea, actor=self.actor)
        known.batch = self.batch
        known.save(update_fields=["batch"])
        self.row["idea"] = known.idea.pk
        return known

    def insight(self, feedback: Feedback, idea: Idea, importance: int = Importance.IMPORTANT) -> None:
        if not feedback.insights.standing().filter(idea=idea).exists():
            made = link_insight(feedback, idea, importance=importance, actor=self.actor)
            self.count("insights", made.pk)

    def votes_of(self, idea: Idea) -> set[Any]:
        """The companies that voted for an idea."""
        found = lambda: set(idea.votes.standing().values_list("company_id", flat=True))  # noqa: E731
        return self.find("votes", idea.pk, found)

    def vote(self, idea: Idea, company: Company, contact: Contact | None) -> None:
        """A company's vote for an idea, through its contact. One a company."""
        voted = self.votes_of(idea)
        if self.one(company) in voted:
            return
        self.keep("votes", idea.pk, voted | {self.one(company)})
        self.new_vote(idea, company, contact if contact is not None and contact.company_id == company.pk else None)

    def one(self, company: Company) -> Any:
        """What a company is counted by."""
        return company.pk

    def new_vote(self, idea: Idea, company: Company, contact: Contact | None) -> None:
        given = vote(idea, company=company, contact=contact, actor=self.actor)
        ImportedVote.objects.create(batch=self.batch, vote=given)
        self.count("votes", given.pk)

    def settle(self, known: ImportedIdea, meaning: str, words: str) -> None:
        """Put an idea where its status there belongs, and remember how the import left it."""
        idea = known.idea
        if meaning in ("backlog", "discovery") and idea.state == IdeaState.UNSORTED:
            idea = sort_idea(idea, actor=self.actor)
        if meaning == "discovery" and idea.stage == Stage.ASSESSMENT:
            idea = move_stage(idea, stage=Stage.DISCOVERY, actor=self.actor)
        elif meaning == "not_doing" and idea.stage != Stage.NOT_DOING:
            idea = move_stage(idea, stage=Stage.NOT_DOING, reason=words[:2000], actor=self.actor, is_old=True)
        elif meaning == "archived" and not idea.is_archived:
            idea = archive_idea(idea, reason=words[:2000], actor=self.actor)
        known.idea, known.version_made = idea, idea.version
        known.save(update_fields=["version_made"])


class TryingHands(Hands):
    """Makes nothing: checks what the verbs would check, and counts."""

    def new_company(self, name: str, domain: str) -> Company:
        company = Company(name=name.strip())
        company.clean_fields(exclude=["owner"])
        self.count("companies", name)
        return company

    def restored(self, company: Company) -> Company:
        return company

    def new_contact(self, name: str, email: str, company: Company | None) -> Contact:
        contact = Contact(name=name[:160].strip(), email=email, company=company or self.company_of(email, make=False))
        contact.clean_fields(exclude=["company"])
        self.count("contacts", email or name)
        return contact

    def new_feedback(self, source_id: str, **values: Any) -> Feedback:
        check_not_in_future(values.get("said_at") or clock.now())
        company_for(values.get("company"), values.get("contact"))
        shown = ("text", "title", "channel", "said_at", "source_url")
        feedback = Feedback(source=self.batch.source, source_id=source_id, **{n: values[n] for n in shown if values.get(n)})
        feedback.clean_fields(exclude=["product", "company", "contact", "submitted_by", "batch", "assignee", "merged_into"])
        return self.keep("feedback", source_id, feedback)

    def bring_back(self, feedback: Feedback) -> Feedback:
        feedback.state, feedback.batch = feedback.state_before or FeedbackState.INBOX, self.batch
        return self.keep("feedback", feedback.source_id, feedback)

    def new_idea(self, draft: Draft, title: str) -> ImportedIdea:
        idea = Idea(product=draft.product, title=title.strip(), problem=draft.text[:10_000])
        idea.clean_fields(exclude=["product", "owner", "created_by", "revived_from", "duplicate_of"])
        self.row["idea"] = title
        return self.keep("idea", draft.source_id, ImportedIdea(idea=idea, batch=self.batch, **there(self, draft)))

    def bring_back_idea(self, known: ImportedIdea) -> ImportedIdea:
        known.idea.state, known.batch = known.idea.archived_from or "backlog", self.batch
        self.row["idea"] = known.idea.title
        return known

    def insight(self, feedback: Feedback, idea: Idea, importance: int = Importance.IMPORTANT) -> None:
        here = feedback.pk and idea.pk and feedback.insights.standing().filter(idea=idea).exists()
        if not here:
            self.count("insights", None)

    def votes_of(self, idea: Idea) -> set[Any]:
        if idea.pk is not None:
            return super().votes_of(idea)
        return self.find("votes", id(idea), set)

    def vote(self, idea: Idea, company: Company, contact: Contact | None) -> None:
        voted = self.votes_of(idea)
        if self.one(company) not in voted:
            self.keep("votes", idea.pk or id(idea), voted | {self.one(company)})
            self.count("votes", None)

    def one(self, company: Company) -> Any:
        return company.pk or f"new {id(company)}"

    def settle(self, known: ImportedIdea, meaning: str, words: str) -> None:
        """Nothing is made, so nothing is moved."""


def there(hands: Hands, draft: Draft) -> dict[str, Any]:
    """What stood in the other tool."""
    return {
        "source": hands.batch.source, "source_id": draft.source_id, "source_url": draft.source_url, "status": draft.status,
        "votes": draft.votes, "comments": draft.comments, "response": draft.response[:10_000],
    }  # fmt: skip


def was_undone(known: Model) -> bool:
    """Whether an import brought it that was undone since."""
    batch = getattr(known, "batch", None)
    return batch is not None and batch.state == ImportState.UNDONE


def feedback_by_id(source: str) -> Callable[[set[str]], dict[str, Feedback]]:
    """Feedback of a source, by its id there."""

    def query(ids: set[str]) -> dict[str, Feedback]:
        there = Feedback.objects.filter(~Q(source_id=""), source=source, source_id__in=ids - {""})  # as its index is
        rows = there.select_related("batch")
        return {row.source_id: row for row in rows}

    return query


def ideas_by_id(source: str) -> Callable[[set[str]], dict[str, ImportedIdea]]:
    """Ideas from a source, by their id there."""

    def query(ids: set[str]) -> dict[str, ImportedIdea]:
        rows = ImportedIdea.objects.filter(source=source, source_id__in=ids).select_related("batch", "idea__product")
        return {row.source_id: row for row in rows}

    return query


def contacts_by_email(emails: set[str]) -> dict[str, Contact]:
    """Contacts by their address."""
    rows = Contact.objects.annotate(plain=Lower("email")).filter(plain__in=emails)
    return {row.plain: row.standing for row in rows.select_related("company", "merged_into__company")}


def colleagues_by_email(emails: set[str]) -> dict[str, Person]:
    """Our own people by their address."""
    return {row.plain: row for row in Person.objects.annotate(plain=Lower("email")).filter(plain__in=emails)}


def companies_by_domain(domains: set[str]) -> dict[str, Company]:
    """Companies by their domains."""
    return {row.domain: row.company for row in CompanyDomain.objects.filter(domain__in=domains).select_related("company")}


def companies_by_name(names: dict[str, str]) -> dict[str, Company]:
    """Companies by their names, whatever their case. SQLite lowers ASCII only, so the name as it is written counts too."""
    rows = Company.objects.annotate(plain=Lower("name")).filter(Q(plain__in=names) | Q(name__in=names.values()))
    return {row.name.lower(): row.standing for row in rows.select_related("merged_into")}


def known_contact(name: str, email: str, company: Company | None) -> Contact | None:
    """The contact with this address, or else of this name at the company."""
    if email:
        return contacts_by_email({email}).get(email)
    if company is not None and company.pk is None:
        return None
    return contact_named(name, company)
