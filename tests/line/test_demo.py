"""The demo: believable, the same every time, made by the verbs, and only where nothing is."""

from __future__ import annotations

from collections import Counter
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.test import Client

from conversation.models import Means, Notice
from experiments.models import Experiment
from feedback.models import Channel, Consent, Feedback, FeedbackState, ImportBatch, Interview, Request, RowOutcome, SetAside
from gates.models import Condition, Decision, GateReview, Packet
from gates.models.reviews import ReviewState
from gates.models.scores import Outcome
from gates.waiting import waiting_for
from history.actor import Actor, Role
from history.models import Event
from jobs.models import Job
from line.demo import portal, publications, surveys, unannounced
from line.demo.arrivals import AGAINS
from line.demo.cast import CAST
from line.demo.companies import COMPANIES
from line.demo.contacts import CONTACTS
from line.demo.conversations import CONVERSATIONS
from line.demo.features import EVENTS
from line.demo.gates.stories import REVIEWS
from line.demo.ideas import IDEAS
from line.demo.initiatives import INITIATIVES
from line.demo.making.talk import schedule
from line.demo.making.use import all_uses
from line.demo.organisation import PASSWORD
from line.demo.words import ASKS, VOICES
from objectives.models import CheckIn, Cycle
from people.models import Organisation, Person
from portal.models import Follower, Publication, Submission
from publishing.models import Link, ReleaseNotes
from roadmap.models import Idea, Initiative, Insight, Stage, Vote
from surveys.models import Survey
from surveys.reading import results_of
from tests.line.stage import a_demo
from usage.models import Feature, UsageEvent

# Which review shows which state of which gate; what was decided, with the gate at which it was.
UNDER_WAY = {
    (1, "draft"): "accounting-sync",
    (1, "locked"): "recurring-visits",
    (1, "ready"): "instant-invoice",
    (1, "scoring"): "parts-van",
    (1, "discussion"): "card-payment",
    (2, "draft"): "po-numbers",
    (2, "locked"): "live-replan",
    (2, "ready"): "multi-entity",
    (2, "scoring"): "e-invoicing",
    (2, "discussion"): "self-booking",
    (3, "draft"): "contract-billing",
    (3, "locked"): "late-reminders",
    (3, "ready"): "consolidated-invoice",
    (3, "scoring"): "job-profit",
    (3, "discussion"): "payroll-export",
    (3, "signing"): "quote-options",
}
DECIDED = {
    (1, "go"): "customer-eta",
    (1, "conditional_go"): "card-payment",  # and on hold since a condition lapsed
    (1, "hold"): "parts-van",
    (1, "recycle"): "voice-notes",
    (1, "kill"): "benchmarks",
    (2, "go"): "offline-jobs",
    (2, "conditional_go"): "skills-match",
    (3, "go"): "offline-jobs",
    (3, "recycle"): "quote-options",
}


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
        asked = (*surveys.NOTES, *surveys.NPS_WORDS, *surveys.ELLIS_WORDS, *publications.REACTIONS)
        heard = (*VOICES, *ASKS, *AGAINS, *unannounced.VOICES)
        through_the_portal = Submission.objects.filter(state="passed").count()
        assert Feedback.objects.count() == len((*heard, *asked)) + through_the_portal
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
        assert Interview.objects.count() == len(CONVERSATIONS)
        assert Interview.objects.filter(consent=Consent.NO).count() == 1
        longest = Interview.objects.annotate(insights=Count("feedback__insights")).order_by("-insights").first()
        assert (longest.insights, longest.participants.count()) == (3, 2)
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

    def test_somebody_of_every_role_finds_something_that_waits_for_them(self, demo):
        waits = {player.key: waiting_for(Actor(person=demo.people[player.key])) for player in CAST if not player.suspended}
        for role in Role:
            assert any(waits[player.key] for player in CAST if role in player.roles), role
        assert [key for key, items in waits.items() if not items] == ["beatriz"]  # she has given her assessment already

    def test_a_file_was_imported_and_its_report_has_something_to_say(self):
        batch = ImportBatch.objects.get()
        assert (batch.state, batch.created_count, batch.skipped_count, batch.failed_count) == ("done", 5, 1, 1)
        assert batch.rows_read == 7
        came_to_nothing = batch.rows.exclude(outcome=RowOutcome.CREATED)
        assert [row.reason.partition(" ")[0] for row in came_to_nothing] == ["Here", "“31.02.2026”"]

    def test_what_was_said_twice_is_merged(self):
        merged = Feedback.objects.exclude(merged_into=None).select_related("merged_into")
        assert len(merged) == len(AGAINS)
        assert all(row.company_id == row.merged_into.company_id and row.said_at > row.merged_into.said_at for row in merged)
        assert all(row.merged_into.insights.exists() for row in merged)

    def test_only_its_members_know_of_the_product_that_was_not_announced(self, demo):
        secret = demo.products[unannounced.KEY]
        for player in CAST:
            if player.suspended:
                continue
            actor, is_member = Actor(person=demo.people[player.key]), player.key in unannounced.MEMBERS
            for rows in (Idea, Feedback, Event):
                assert rows.objects.visible_to(actor).filter(product=secret).exists() == is_member, (player.key, rows)
        assert Idea.objects.filter(product=secret).count() == len(unannounced.IDEAS)
        assert Feedback.objects.filter(product=secret).count() == len(unannounced.VOICES)

    def test_a_portal_is_open_with_ideas_in_every_state(self, demo):
        assert Publication.objects.standing().count() == len(portal.NOTICES)
        statuses = set(Publication.objects.values_list("status", flat=True))
        assert statuses == {"under_consideration", "planned", "in_progress", "shipped", "not_planned"}
        assert Vote.objects.standing().filter(given_by=None).count() >= 3
        assert Follower.objects.count() == sum(len(notice.followers) for notice in portal.NOTICES)
        assert Counter(Submission.objects.values_list("state", flat=True)) == {"passed": 2, "held": 1}

    def test_customers_read_a_roadmap_in_words_meant_for_them(self):
        link = Link.objects.get(revoked_at=None)
        page = Client().get(f"/r/{link.secret}/").content.decode()
        assert "Being built" in page
        for inside, outside, words in publications.CARDS:
            assert outside in page, outside
            assert words in unescape(page), outside
            assert inside not in page, inside
        assert {notes.published_at is None for notes in ReleaseNotes.objects.all()} == {True, False}

    def test_two_surveys_were_answered_and_have_a_score(self):
        scores = {survey.kind: results_of(survey).figure for survey in Survey.objects.filter(state="running")}
        assert scores["nps"].n == surveys.NPS_ANSWERS + len(surveys.NPS_WORDS)
        assert 0 < scores["nps"].value < 60
        assert scores["ellis"].n >= 30
        assert 0.2 < scores["ellis"].value < 0.7
        assert sum(figure is not None for _, _, figure in results_of(Survey.objects.get(kind="nps")).by_month()) >= 2
        assert Feedback.objects.filter(channel="widget").count() == len(surveys.NOTES)

    def test_one_quarter_is_closed_and_one_runs(self):
        assert set(Cycle.objects.values_list("state", flat=True)) == {"closed", "running"}
        assert CheckIn.objects.exclude(comment="").count() > 50

    def test_usage_is_there_with_features_to_read_it_by(self):
        assert UsageEvent.objects.count() == EVENTS
        assert Feature.objects.exclude(released_on=None).count() == 15

    def test_every_gate_is_seen_in_every_state(self, demo):
        states = {state for state in ReviewState if state not in (ReviewState.DECIDED, ReviewState.SIGNING)}
        assert {(gate, str(state)) for gate in (1, 2, 3) for state in states} | {(3, "signing")} == set(UNDER_WAY)
        ideas = {idea.pk: key for key, idea in demo.ideas.items()}
        reviews = GateReview.objects.exclude(state=ReviewState.DECIDED).values_list("gate", "state", "idea")
        assert {(gate, state): ideas[pk] for gate, state, pk in reviews} == UNDER_WAY
        assert len({review.idea for review in REVIEWS}) >= 12

    def test_every_gate_has_decided_and_every_answer_was_given(self, demo):
        for (gate, outcome), key in DECIDED.items():
            assert Decision.objects.filter(review__idea=demo.ideas[key], review__gate=gate, outcome=outcome).exists(), key
        assert {gate for gate, _ in DECIDED} == {1, 2, 3}
        assert {outcome for _, outcome in DECIDED} == set(Outcome)

    def test_one_was_overridden_one_condition_lapsed_one_idea_was_killed(self, demo):
        overridden = Decision.objects.get(override="milder")
        assert (overridden.review.idea, overridden.review.gate) == (demo.ideas["self-booking"], 1)
        assert overridden.second_signer == demo.people["david"]
        assert Condition.objects.get(is_met=False).decision.review.idea == demo.ideas["card-payment"]
        assert Decision.objects.get(outcome="kill").review.idea == demo.ideas["benchmarks"]

    def test_a_milder_decision_waits_for_a_leader_who_was_not_on_the_panel(self, demo):
        for key in ("ingrid", "anders", "fatima", "margaret"):
            asked = [item for item in waiting_for(Actor(person=demo.people[key])) if item.kind == "sign"]
            assert [item.text for item in asked] == [demo.ideas["quote-options"].title], key
        assert not [item for item in waiting_for(Actor(person=demo.people["david"])) if item.kind == "sign"]

    def test_every_outcome_was_decided_once_at_least_and_sealed(self):
        outcomes = Counter(Decision.objects.values_list("outcome", flat=True))
        assert set(outcomes) == {"go", "conditional_go", "hold", "recycle", "kill"}
        assert Packet.objects.count() == Decision.objects.count()

    def test_one_idea_went_all_the_way(self):
        launched = Idea.objects.get(title="Tell the customer that the van is on its way")
        assert launched.stage == Stage.VALIDATION
        assert launched.actual_outcomes

    def test_no_mail_waits_to_leave_the_story(self):
        assert Job.objects.exists()
        assert not Job.objects.unfinished().filter(task__contains="mail").exists()
        assert Notice.objects.filter(mail=Means.MAIL).exists()
        assert not Notice.objects.filter(mail=Means.MAIL, mailed_at=None).exists()

    def test_history_tells_it_in_the_order_in_which_it_happened(self):
        moments = list(Event.objects.order_by("id").values_list("at", flat=True))
        assert moments == sorted(moments)

    def test_whoever_sells_sees_what_became_of_their_request(self, demo):
        callum = Actor(person=demo.people["callum"])
        linked = Request.objects.visible_to(callum).filter(submitted_by=callum.person, feedback__state=FeedbackState.REVIEWED)
        assert linked.exists()

    def test_something_was_tried_and_ended_in_every_way(self):
        states = Counter(Experiment.objects.values_list("state", "verdict"))
        assert states == {
            ("concluded", "backs"): 3, ("concluded", "refutes"): 1, ("concluded", "inconclusive"): 1, ("stopped", ""): 1,
            ("running", ""): 1, ("draft", ""): 1,
        }  # fmt: skip
        assert Experiment.objects.exclude(amendments=None).get().state == "running"
        assert all(one.verdict == one.proposed for one in Experiment.objects.all())


class TestTheCommand:
    def test_it_leaves_an_organisation_alone(self, cast):
        assert "An organisation is here already" in words()
        assert Organisation.objects.get() == cast.organisation

    def test_it_says_no_accounts_where_the_demo_is_not(self, cast):
        Organisation.objects.update(name="Somebody else")
        assert words("--accounts") == ""
