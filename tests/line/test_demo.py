"""The demo: believable, the same every time, made by the verbs, and only where nothing is."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from feedback.models import Channel, Feedback, FeedbackState, SetAside
from history.models import Event
from line.demo.cast import CAST
from line.demo.companies import COMPANIES
from line.demo.contacts import CONTACTS
from line.demo.features import EVENTS
from line.demo.ideas import IDEAS
from line.demo.initiatives import INITIATIVES
from line.demo.making.talk import schedule
from line.demo.making.use import all_uses
from line.demo.organisation import PASSWORD
from line.demo.words import ASKS, VOICES
from people.models import Organisation, Person


def words(*arguments: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


class TestItsContent:
    def test_every_voice_is_of_a_company_and_a_person_that_exist(self):
        people = {(caller.company, caller.name) for caller in CONTACTS}
        for said in (*VOICES, *ASKS):
            assert any(company == said.company and said.speaker in name for company, name in people), said.text

    def test_no_two_customers_say_the_same(self):
        texts = Counter(said.text for said in (*VOICES, *ASKS))
        assert [text for text, times in texts.items() if times > 1] == []

    def test_the_telling_excerpt_is_part_of_the_words(self):
        ideas = {idea.key for idea in IDEAS}
        for said in (*VOICES, *ASKS):
            assert said.excerpt in said.text
            assert bool(said.excerpt) == (said.topic in ideas)

    def test_each_idea_was_asked_for_by_somebody(self):
        assert {idea.key for idea in IDEAS} <= {said.topic for said in VOICES}

    def test_there_is_as_much_of_it_as_promised(self):
        assert len(VOICES) == 500
        assert len(IDEAS) == 60
        assert len(INITIATIVES) == 25
        assert 58 <= len(COMPANIES) <= 64

    def test_the_story_is_the_same_every_time(self):
        assert schedule() == schedule()

    def test_usage_is_the_same_every_time_and_as_much_as_promised(self):
        assert len(all_uses()) == EVENTS
        assert all_uses() == all_uses()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, made once for all tests that only look at it."""
    from tests.line.stage import a_demo  # noqa: PLC0415 - it needs the database that the fixture opens

    with django_db_blocker.unblock(), a_demo() as stage:
        yield stage
