"""The demo: believable, the same every time, made by the verbs, and only where nothing is."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from feedback.models import Channel, Feedback, FeedbackState, Request, SetAside
from gates.models import Condition, Decision, GateReview, Packet
from gates.waiting import waiting_for
from history.actor import Actor
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
from objectives.models import CheckIn, Cycle
from people.models import Organisation, Person
from roadmap.models import Idea, Initiative, Insight, Stage, Vote
from tests.line.stage import a_demo
from usage.models import Feature, UsageEvent


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
    with django_db_blocker.unblock(), a_demo() as stage:
        yield stage


@pytest.mark.usefixtures("demo")
class TestTheDemo:
    """One story; each test looks at a page of it."""

    def test_everybody_is_there_and_one_has_left(self):
        assert Organisation.objects.get().name == "Larkspan"
        assert Person.objects.count() == len(CAST)
        assert [person.name for person in Person.objects.filter(is_active=False)] == ["Gareth Pugh"]

    def test_the_printed_password_lets_one_in(self, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        assert Person.objects.get(email="nora.lindqvist@larkspan.example").check_password(PASSWORD)

    def test_the_inbox_has_work_and_the_rest_came_to_an_end(self):
        assert Feedback.objects.count() == len(VOICES) + len(ASKS)
        assert 25 <= Feedback.objects.waiting().count() <= 80
        assert Feedback.objects.snoozed().exists()
        ended = Feedback.objects.filter(state=FeedbackState.REVIEWED)
        assert ended.filter(insights=None, set_asides=None, merged_into=None).count() == 0
        assert set(Feedback.objects.values_list("channel", flat=True)) >= set(Channel.values) - {"community", "api", "other"}

    def test_nothing_is_set_aside_without_a_reason(self):
        assert SetAside.objects.count() > 40
        assert SetAside.objects.filter(reason="other", words="").count() == 0

    def test_salespeople_asked_for_their_deals(self):
        assert Request.objects.count() == len(ASKS)
        assert Request.objects.filter(firmness="written").exists()

    def test_some_ideas_are_wanted_by_many_and_some_by_one(self):
        heard = Counter(Insight.objects.standing().values_list("idea", flat=True)).values()
        assert max(heard) >= 20
        assert min(heard) == 1
        assert Vote.objects.count() > 200

    def test_the_roadmap_is_full(self):
        assert Counter(Initiative.objects.values_list("state", flat=True)) == {"on_roadmap": 17, "completed": 5, "candidate": 3}
        assert not Initiative.objects.filter(state="completed", actual_outcomes="").exists()
        assert not Initiative.objects.filter(ideas=None).exists()

    def test_everybody_finds_something_that_waits_for_them(self, demo):
        for key in ("nora", "tomasz", "priya", "callum", "hannah", "luca", "anders", "david"):
            assert waiting_for(Actor(person=demo.people[key])), key

    def test_one_quarter_is_closed_and_one_runs(self):
        assert set(Cycle.objects.values_list("state", flat=True)) == {"closed", "running"}
        assert CheckIn.objects.exclude(comment="").count() > 50

    def test_usage_is_there_with_features_to_read_it_by(self):
        assert UsageEvent.objects.count() == EVENTS
        assert Feature.objects.exclude(released_on=None).count() == 15

    def test_the_gates_are_seen_in_every_state(self):
        assert GateReview.objects.values("idea").distinct().count() >= 12
        states = set(GateReview.objects.values_list("state", flat=True))
        assert states == {"draft", "locked", "ready", "scoring", "discussion", "decided"}
        assert {1, 2, 3} == set(GateReview.objects.filter(state="decided").values_list("gate", flat=True))

    def test_every_outcome_was_decided_once_at_least_and_sealed(self):
        outcomes = Counter(Decision.objects.values_list("outcome", flat=True))
        assert set(outcomes) == {"go", "conditional_go", "hold", "recycle", "kill"}
        assert Decision.objects.filter(override="milder").exclude(second_signer=None).count() == 1
        assert Condition.objects.filter(is_met=False).count() == 1
        assert Packet.objects.count() == Decision.objects.count()

    def test_one_idea_went_all_the_way(self):
        launched = Idea.objects.get(title="Tell the customer that the van is on its way")
        assert launched.stage == Stage.VALIDATION
        assert launched.actual_outcomes

    def test_history_tells_it_in_the_order_in_which_it_happened(self):
        moments = list(Event.objects.order_by("id").values_list("at", flat=True))
        assert moments == sorted(moments)

    def test_whoever_sells_sees_what_became_of_their_request(self, demo):
        callum = Actor(person=demo.people["callum"])
        linked = Request.objects.visible_to(callum).filter(submitted_by=callum.person, feedback__state=FeedbackState.REVIEWED)
        assert linked.exists()


class TestTheCommand:
    def test_it_leaves_an_organisation_alone(self, cast):
        assert "An organisation is here already" in words()
        assert Organisation.objects.get() == cast.organisation

    def test_it_says_no_accounts_where_the_demo_is_not(self, cast):
        assert words("--accounts") == ""
