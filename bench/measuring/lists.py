"""Pages and lookups: each is a name and what to ask."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from feedback.counts import waiting
from feedback.filters import asked_for
from feedback.models import Feedback, FeedbackState
from feedback.views.lists import counts_for
from history.actor import Actor, Role
from people.models import Person
from roadmap.forms.ideas import IdeaFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from filling import fill

INBOX, EVERYTHING, SEARCH = "feedback:inbox", "feedback:feedback_list", "line:search"


@dataclass
class Prepared:
    """A filled database and somebody who is signed in."""

    size: int
    person: Person
    browser: Client
    open_ids: list[int]

    @property
    def actor(self) -> Actor:
        """The same person, as if the request had just begun."""
        return Actor(person=Person.objects.get(pk=self.person.pk))

    def page(self, name: str, query: str = "", *args: Any, **headers: Any) -> Callable[[], None]:
        """A page, asked for."""
        address = reverse(name, args=args) + query

        def ask() -> None:
            answer = self.browser.get(address, **headers)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}.")

        return ask


def prepared(size: int) -> Prepared:
    """The database as it is, or filled if it is empty."""
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Feedback.objects.exists():
        fill(size)
    person = Person.objects.with_role(Role.PRODUCT).earliest("pk")
    browser = Client()
    browser.force_login(person)
    rows = Feedback.objects.filter(state=FeedbackState.INBOX, merged_into=None).order_by("pk")
    return Prepared(size, person, browser, list(rows.values_list("pk", flat=True)[:50]))


def database() -> str:
    """Which database answers."""
    if connection.vendor == "postgresql":
        return f"PostgreSQL {connection.cursor().execute('show server_version').fetchone()[0].split()[0]}"
    return f"SQLite {sqlite3.sqlite_version}"


def reads(at: Prepared) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Everything that is read, by name."""
    yield "home", at.page("line:home")
    yield "inbox, first page", at.page(INBOX)
    yield "inbox by channel and segment", at.page(INBOX, "?channel=chat&segment=enterprise")
    yield "inbox by tag", at.page(INBOX, "?tag=tag+3")
    yield "inbox of a product", at.page(INBOX, f"?product={Feedback.objects.exclude(product=None).first().product_id}")
    yield "all feedback, first page", at.page(EVERYTHING)
    yield "all feedback, at nine tenths", at.page(INBOX, f"?state=all&page={max(2, at.size * 9 // 500)}")
    yield "counts of rail and tabs", lambda: counts(at)
    yield "one feedback beside the list", at.page("feedback:pane", "", at.open_ids[0])
    yield "list by two words", at.page(EVERYTHING, "?q=export+invoice")
    yield "list by a common word", at.page(EVERYTHING, "?q=export")
    yield "list by a company's name", at.page(EVERYTHING, "?q=Company+12")
    yield "search by words", at.page(SEARCH, "?q=export+invoice")
    yield "search with filters", at.page(SEARCH, "?q=export+channel:email+segment:smb")
    yield "search with a typo", at.page(SEARCH, "?q=notifictaion")
    yield "suggestions for one feedback", suggestions(at)
    yield "API, first page of feedback", at.page("api:feedback-list")
    yield "ideas, first page", at.page("roadmap:idea_list")
    for sort, label in IdeaFilter.SORTS:
        yield f"ideas by {label.lower()}", at.page("roadmap:idea_list", f"?sort={sort}")
    yield "roadmap of 300 cards", at.page("roadmap:board")
    yield "completed, 30 of 60", at.page("roadmap:completed")
    yield "objectives with 500 key results", at.page("objectives:index")


def counts(at: Prepared) -> None:
    """The number in the rail and those on the tabs."""
    actor = at.actor
    waiting(actor)
    asked = asked_for(SimpleNamespace(actor=actor), QueryDict("state=inbox"))  # type: ignore[arg-type]
    asked.form.full_clean()
    counts_for(asked)


def suggestions(at: Prepared) -> Callable[[], None]:
    """Another feedback each time, as somebody does who goes down the list."""
    each = cycle([at.page("matching:suggestions", "", pk, HTTP_HX_REQUEST="true") for pk in at.open_ids])
    return lambda: next(each)()  # noqa: PLW0108 (another one each time)
